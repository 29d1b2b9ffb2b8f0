"""Signing in: the cast in rehearsal; password, second factor and lock-out otherwise."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from tests.casework.worlds import as_worker, partnership, person
from tests.web.visitors import words

from homeward.access.models import Membership

pytestmark = pytest.mark.django_db
live = override_settings(REHEARSAL=False, SECURE_SSL_REDIRECT=False)
PASSWORD = "four plain words here"
EMAIL = "priya.nair@york.example"


def worker(password: str = PASSWORD) -> Any:
    made = get_user_model().objects.create_user(EMAIL, "Priya Nair", password)
    with as_worker():
        Membership.objects.create(
            person=made, team=partnership()["york"], role="SOCIAL_WORKER", since_on=date(2026, 1, 1)
        )
    return made


def one_of_the_cast(name: str = "Asha Bell", role: str = "SOCIAL_WORKER") -> Any:
    made = get_user_model().objects.create_user(f"{role}@cast.example", name)
    made.is_rehearsal = True
    made.save()
    with as_worker():
        Membership.objects.create(
            person=made, team=partnership()["york"], role=role, since_on=date(2026, 1, 1)
        )
    return made


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def give(client: Client, password: str = PASSWORD, email: str = EMAIL) -> Any:
    return client.post("/sign-in/", {"login": email, "password": password})


def test_the_cast_is_shown_with_role_team_and_monday() -> None:
    one_of_the_cast()
    page = words(Client().get("/sign-in/"))
    assert "Asha Bell" in page
    assert "Social worker, york team." in page
    assert "The weekend's notices" in page


def test_a_rehearsal_without_people_says_so() -> None:
    assert "no people yet" in words(Client().get("/sign-in/"))


def test_one_press_signs_in_as_one_of_the_cast_and_goes_where_one_wanted() -> None:
    asha = one_of_the_cast()
    client = Client()
    answer = client.post(f"/sign-in/as/{asha.pk}", {"next": "/board/"})
    assert answer["Location"] == "/board/"
    page = words(client.get("/"))
    assert "Asha Bell, york" in page
    assert "Exercise" in page


def test_nobody_is_led_to_another_site() -> None:
    asha = one_of_the_cast()
    answer = Client().post(f"/sign-in/as/{asha.pk}", {"next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_one_can_become_another_of_the_cast_without_signing_out() -> None:
    asha, ben = one_of_the_cast(), one_of_the_cast("Ben Ode", "POLICE_COORDINATOR")
    client = Client()
    client.post(f"/sign-in/as/{asha.pk}")
    client.post(f"/sign-in/as/{ben.pk}")
    page = words(client.get("/"))
    assert "Ben Ode" in page
    assert "Asha Bell" not in page


def test_only_the_cast_can_be_signed_in_as() -> None:
    real = worker()
    assert Client().post(f"/sign-in/as/{real.pk}").status_code == 404
    assert Client().get(f"/sign-in/as/{real.pk}").status_code == 405


@live
def test_outside_rehearsal_there_is_no_cast_and_no_such_address() -> None:
    asha = one_of_the_cast()
    assert "Asha Bell" not in words(Client().get("/sign-in/"))
    assert Client().post(f"/sign-in/as/{asha.pk}").status_code == 404


@live
def test_first_sign_in_leads_to_the_second_factor_and_then_to_spare_codes_and_the_desk() -> None:
    worker()
    client = Client()
    assert give(client)["Location"] == "/"
    assert client.get("/")["Location"] == "/sign-in/second-factor/"
    asked = client.get("/sign-in/second-factor/")["Location"]
    assert "Enter your password again" in words(client.get(asked))
    assert client.post(asked, {"password": PASSWORD})["Location"] == "/sign-in/second-factor/"
    page = client.get("/sign-in/second-factor/")
    assert "Set up a code on your phone" in words(page)
    secret = re.search(r'class="hw-key">([A-Z0-9]+)<', page.content.decode())
    assert secret is not None
    answer = client.post("/sign-in/second-factor/", {"code": code_for(secret[1])})
    assert answer["Location"] == "/sign-in/spare-codes/"
    assert "Your spare codes" in words(client.get(answer["Location"]))
    assert client.get("/")["Location"] == "/sign-in/conduct/"
    assert "Code of conduct" in words(client.get("/sign-in/conduct/"))
    assert "Tick the box" in words(client.post("/sign-in/conduct/"))
    assert client.post("/sign-in/conduct/", {"agree": "on"})["Location"] == "/"
    assert client.get("/").status_code == 200


def with_second_factor() -> str:
    secret = "JBSWY3DPEHPK3PXP"
    Authenticator.objects.create(
        user=worker(), type="totp", data={"secret": get_adapter().encrypt(secret)}
    )
    return secret


@live
def test_afterwards_the_password_alone_opens_nothing() -> None:
    secret = with_second_factor()
    client = Client()
    assert give(client)["Location"].startswith("/sign-in/code/")
    assert client.get("/")["Location"] == "/sign-in/"
    assert "Enter the code from your phone" in words(client.get("/sign-in/code/"))
    assert client.post("/sign-in/code/", {"code": code_for(secret)})["Location"] == "/"
    client.post("/sign-in/conduct/", {"agree": "on"})
    assert client.get("/").status_code == 200


@live
def test_a_wrong_code_says_what_to_do() -> None:
    with_second_factor()
    client = Client()
    give(client)
    assert "enter the new one" in words(client.post("/sign-in/code/", {"code": "000000"}))


@live
def test_five_wrong_codes_lock_out_and_a_right_one_is_then_refused_too() -> None:
    secret = with_second_factor()
    client = Client()
    give(client)
    answers = [client.post("/sign-in/code/", {"code": "000000"}).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    client.post("/sign-in/code/", {"code": code_for(secret)})
    assert client.get("/")["Location"] == "/sign-in/"
    assert give(Client()).status_code == 429


@live
def test_a_wrong_password_does_not_say_whether_the_address_is_known() -> None:
    worker()
    known = words(give(Client(), "wrong"))
    unknown = words(give(Client(), "wrong", "nobody@york.example"))
    assert known == unknown.replace("nobody@york.example", EMAIL)
    assert "The e-mail address or the password is not right." in known


@live
def test_five_wrong_passwords_lock_out_whatever_the_spelling_of_the_address() -> None:
    worker()
    spellings = [EMAIL, EMAIL.upper(), EMAIL.title(), EMAIL, EMAIL]
    answers = [give(Client(), "wrong", email).status_code for email in spellings]
    assert answers == [200, 200, 200, 200, 429]
    answer = give(Client())
    assert answer.status_code == 429
    assert "Too many tries to sign in" in words(answer)


@live
def test_blank_answers_are_named() -> None:
    page = words(Client().post("/sign-in/", {}))
    assert "Enter your e-mail address" in page
    assert "Enter your password" in page


@live
def test_a_closed_account_is_not_signed_in() -> None:
    closed = worker()
    closed.is_active = False
    closed.save()
    client = Client()
    give(client)
    assert client.get("/")["Location"] == "/sign-in/"


def test_signing_out_ends_the_session() -> None:
    asha = one_of_the_cast()
    client = Client()
    client.post(f"/sign-in/as/{asha.pk}")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/")["Location"] == "/sign-in/"


@pytest.mark.parametrize(
    ("role", "present", "absent"),
    [
        ("POLICE_COORDINATOR", ["Missing now", "Police downloads"], ["Same child?"]),
        ("SOCIAL_WORKER", ["Missing now", "Report missing", "Differences"], ["Police downloads"]),
        ("DATA_STEWARD", ["Same child?"], ["Police downloads", "Differences"]),
        ("CARER", ["Missing now", "Report missing"], ["Differences", "Same child?"]),
        ("SCRUTINEER", ["Desk"], ["Missing now", "Report missing", "Differences"]),
    ],
)
def test_the_way_leads_where_the_role_may_go(
    role: str, present: list[str], absent: list[str]
) -> None:
    client = Client()
    viewer = person(partnership()["york"], role)
    client.force_login(
        get_user_model().objects.get(pk=viewer.person),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    page = client.get("/help/").content.decode()
    labels = [each.strip() for each in re.findall(r"service-navigation__link[^>]*>([^<]*)<", page)]
    assert set(present) <= set(labels)
    assert not set(absent) & set(labels)
