"""The second step: keys, codes, spare codes, what the tables hold of them, one's own account."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, override_settings
from tests.web.test_sign_in import EMAIL, PASSWORD, code_for, give, worker
from tests.web.visitors import words

from homeward.access.models import UsedCode
from homeward.ground.encryption import MARK, open_text, sealer

pytestmark = pytest.mark.django_db
live = override_settings(REHEARSAL=False, SECURE_SSL_REDIRECT=False)
SECRET = "JBSWY3DPEHPK3PXP"


def by_phone(person: Any) -> Authenticator:
    return Authenticator.objects.create(
        user=person, type="totp", data={"secret": get_adapter().encrypt(SECRET)}
    )


def inside() -> Client:
    """A browser of somebody who gave password and code."""
    client = Client()
    give(client)
    client.post("/sign-in/code/", {"code": code_for(SECRET)})
    return client


def again(client: Client, address: str) -> Any:
    """Open a page that asks for the password once more."""
    asked = client.get(address)["Location"]
    client.post(asked, {"password": PASSWORD})
    return client.get(address)


@live
def test_a_spare_code_signs_in_once() -> None:
    person = worker()
    by_phone(person)
    spare = RecoveryCodes.activate(person).get_unused_codes()[0]
    client = Client()
    give(client)
    assert client.post("/sign-in/code/", {"code": spare})["Location"] == "/"
    other = Client()
    give(other)
    assert "The code is not right" in words(other.post("/sign-in/code/", {"code": spare}))


@live
def test_a_code_from_the_phone_is_good_once_whichever_process_it_comes_to() -> None:
    by_phone(worker())
    code = code_for(SECRET)
    first, second = Client(), Client()
    give(first)
    assert first.post("/sign-in/code/", {"code": code})["Location"] == "/"
    cache.clear()
    give(second)
    answer = second.post("/sign-in/code/", {"code": code})
    assert "That code was used already" in words(answer)
    assert second.get("/")["Location"] == "/sign-in/"
    assert code not in str(UsedCode.objects.values_list())


@live
def test_a_password_is_changed_by_who_knows_it_and_other_sessions_end() -> None:
    worker()
    here, there = Client(), Client()
    give(here)
    give(there)
    new = {"password1": "another four plain words", "password2": "another four plain words"}
    wrong = here.post("/sign-in/yours/password/", {"oldpassword": "wrong", **new})
    assert wrong.status_code == 200
    done = here.post("/sign-in/yours/password/", {"oldpassword": PASSWORD, **new})
    assert done["Location"] == "/sign-in/yours/"
    assert here.get("/sign-in/yours/").status_code == 200
    assert there.get("/sign-in/yours/")["Location"].startswith("/sign-in/?next=")


def test_who_has_no_password_is_not_offered_to_change_it() -> None:
    person = worker()
    client = Client()
    client.force_login(person)
    assert b"yours/password/" in client.get("/sign-in/yours/").content
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    assert b"yours/password/" not in client.get("/sign-in/yours/").content
    assert client.get("/sign-in/yours/password/")["Location"] == "/sign-in/yours/"


@live
def test_nothing_in_the_tables_makes_a_code() -> None:
    person = worker()
    stored = by_phone(person)
    spare = RecoveryCodes.activate(person)
    held = json.dumps([stored.data, spare.instance.data])
    assert SECRET not in held
    assert held.count(MARK) == 2
    assert spare.get_unused_codes()[0] not in held


@live
def test_a_secret_in_clear_text_that_somebody_wrote_into_the_table_makes_no_code() -> None:
    Authenticator.objects.create(user=worker(), type="totp", data={"secret": SECRET})
    client = Client()
    give(client)
    assert "not right" in words(client.post("/sign-in/code/", {"code": code_for(SECRET)}))


def test_secrets_of_version_0_1_are_sealed_by_the_migration_and_still_right() -> None:
    person = worker()
    clear = Authenticator.objects.create(user=person, type="totp", data={"secret": SECRET})
    codes = Authenticator.objects.create(
        user=person, type="recovery_codes", data={"seed": "ab" * 40, "used_mask": 1}
    )
    migration = import_module("homeward.access.migrations.0005_sealed_factors")
    migration.seal(apps, None)
    migration.seal(apps, None)
    clear.refresh_from_db()
    codes.refresh_from_db()
    assert get_adapter().decrypt(clear.data["secret"]) == SECRET
    assert get_adapter().decrypt(codes.data["seed"]) == "ab" * 40
    assert codes.data["used_mask"] == 1
    assert SECRET not in json.dumps(clear.data)


def test_what_another_key_sealed_is_not_opened(tmp_path: Any) -> None:
    sealed = get_adapter().encrypt(SECRET)
    assert open_text(sealer(tmp_path, "another key of forty characters or longer"), sealed) is None


@live
def test_the_last_second_step_cannot_be_taken_away() -> None:
    by_phone(worker())
    client = inside()
    page = again(client, "/sign-in/second-factor/off/")
    assert "Stop using codes" in words(page)
    assert "the only second step you have" in words(client.post("/sign-in/second-factor/off/"))
    assert Authenticator.objects.filter(type="totp").exists()


@live
def test_a_key_can_be_taken_away_while_another_second_step_is_left() -> None:
    person = worker()
    phone = by_phone(person)
    key = Authenticator.objects.create(
        user=person, type="webauthn", data={"name": "Blue key", "credential": {}}
    )
    client = inside()
    assert "Blue key will no longer" in words(again(client, f"/sign-in/key/{key.pk}/off/"))
    phone.delete()
    refused = client.post(f"/sign-in/key/{key.pk}/off/")
    assert "the only second step you have" in words(refused)
    by_phone(person)
    assert client.post(f"/sign-in/key/{key.pk}/off/")["Location"] == "/sign-in/yours/keys/"
    assert not Authenticator.objects.filter(type="webauthn").exists()


@live
def test_a_session_that_ended_is_told_from_one_that_never_was() -> None:
    worker()
    client = Client()
    assert client.get("/board/")["Location"] == "/sign-in/?next=%2Fboard%2F"
    give(client)
    Session.objects.all().delete()
    ended = client.get("/board/")["Location"]
    assert ended == "/sign-in/?next=%2Fboard%2F&ended=1"
    assert "You were signed out" in words(client.get(ended))


@live
def test_the_page_of_ones_own_account_names_steps_and_sessions() -> None:
    by_phone(worker())
    client = inside()
    page = words(client.get("/sign-in/yours/"))
    assert f"Priya Nair, {EMAIL}" in page
    assert "Codes from your phone In use since" in page
    assert "(this one)" in page
    assert SECRET not in page


@live
def test_signing_out_everywhere_ends_every_session() -> None:
    person = worker()
    here, there = Client(), Client()
    give(here)
    give(there)
    by_phone(person)
    assert here.get("/help/").status_code == 200
    assert there.get("/sign-in/yours/").status_code == 200
    assert here.post("/sign-in/yours/end/")["Location"] == "/sign-in/"
    for client in (here, there):
        assert client.get("/sign-in/yours/")["Location"].startswith("/sign-in/?next=")


@live
def test_spare_codes_are_shown_once_and_counted_afterwards() -> None:
    person = worker()
    by_phone(person)
    RecoveryCodes.activate(person)
    client = inside()
    shown = again(client, "/sign-in/spare-codes/")
    assert len(re.findall(r'class="hw-key">(\d{8})<', shown.content.decode())) == 10
    later = client.get("/sign-in/spare-codes/")
    assert not re.findall(r'class="hw-key">', later.content.decode())
    assert "You have 10 unused codes" in words(later)


@live
def test_a_key_can_be_added_with_the_password_given_again() -> None:
    by_phone(worker())
    client = inside()
    page = again(client, "/sign-in/key/new/")
    assert "Add a passkey or security key" in words(page)
    assert '"rp": {"id": "testserver", "name": "homeward"}' in page.content.decode()
    made_up = {"credential": "{}", "name": "Mine"}
    assert client.post("/sign-in/key/new/", made_up).status_code == 200
    assert not Authenticator.objects.filter(type="webauthn").exists()


@live
def test_a_key_that_nobody_has_signs_nobody_in() -> None:
    worker()
    client = Client()
    options = client.get("/sign-in/key/", headers={"accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["challenge"]
    answer = client.post("/sign-in/key/", {"credential": "{}"}, follow=True)
    assert "does not sign anybody in here" in words(answer)
    assert client.get("/")["Location"] == "/sign-in/"
