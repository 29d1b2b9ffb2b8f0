"""A forgotten password, all second steps lost, the lock-out, the code of conduct."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.db.utils import ProgrammingError
from django.test import Client, override_settings
from pytest_django import DjangoCaptureOnCommitCallbacks
from tests.casework.worlds import as_worker, partnership
from tests.web.records import token
from tests.web.test_second_step import by_phone
from tests.web.test_sign_in import EMAIL, PASSWORD, give, worker
from tests.web.visitors import BACKEND, words

from homeward.access.models import Acceptance, FactorReset, FactorResetEnd, Membership
from homeward.ground import clock
from homeward.rules import conduct
from homeward.web.sign_in import post

pytestmark = pytest.mark.django_db
live = override_settings(REHEARSAL=False, SECURE_SSL_REDIRECT=False, SENDS_MAIL=True)
NEW = "another four plain words"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """E-mail is handed over before the test goes on; that a thread does it is not the point."""
    hands = post._HANDS

    class Patient:
        def submit(self, do: Any, *given: Any) -> Any:
            done = hands.submit(do, *given)
            done.result(timeout=5)
            return done

    monkeypatch.setattr(post, "_HANDS", Patient())


def link() -> str:
    found = re.search(r"http://testserver(/sign-in/new-password/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


@live
def test_the_answer_is_the_same_whether_or_not_the_address_is_known() -> None:
    worker()
    pages = [
        Client().post("/sign-in/forgotten/", {"email": email}, follow=True)
        for email in (EMAIL, "nobody@york.example")
    ]
    assert words(pages[0]) == words(pages[1])
    assert "If somebody with that address has an account" in words(pages[0])
    assert [each.to for each in mail.outbox] == [[EMAIL]]


@override_settings(REHEARSAL=False, SECURE_SSL_REDIRECT=False, SENDS_MAIL=False)
def test_where_no_e_mail_is_sent_the_page_says_whom_to_ask() -> None:
    page = Client().get("/sign-in/forgotten/")
    assert "This service sends no e-mail. Ask your agency's administrator" in words(page)
    assert "Send the link" not in words(page)


@live
def test_a_link_works_once_ends_sessions_and_leaves_the_second_step() -> None:
    person = worker()
    inside = Client()
    give(inside)
    by_phone(person)
    Client().post("/sign-in/forgotten/", {"email": EMAIL})
    client = Client()
    page = client.get(link(), follow=True)
    assert "Choose a new password" in words(page)
    form = page.request["PATH_INFO"]
    short = words(client.post(form, {"password1": "short", "password2": "short"}))
    assert "at least 12" in short
    answer = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)
    assert "Your password is changed" in words(answer)
    assert "was changed by a link" in str(mail.outbox[-1].body)
    assert inside.get("/sign-in/yours/")["Location"].startswith("/sign-in/?next=")
    assert "not right" in words(give(Client(), PASSWORD))
    assert give(Client(), NEW)["Location"].startswith("/sign-in/code/")
    mail.outbox.pop()
    assert "This link no longer works" in words(Client().get(link(), follow=True))


@live
def test_a_link_that_somebody_made_up_says_so_and_changes_nothing() -> None:
    worker()
    page = Client().get(f"/sign-in/new-password/{'ab' * 16}-c5r3u1-0123456789abcdef/", follow=True)
    assert "This link no longer works" in words(page)
    assert give(Client())["Location"] == "/"


@live
def test_the_lock_out_says_until_when_and_trying_does_not_make_it_longer() -> None:
    worker()
    answers = [words(give(Client(), "wrong")) for _ in range(6)]
    said = [re.search(r"until (.*?)\.", each) for each in answers[4:]]
    assert said[0] is not None
    assert said[1] is not None
    assert said[0][1] == said[1][1]
    assert "Nobody was signed in and nothing was changed" in answers[5]


def administrator(name: str, agency: str = "york") -> Any:
    made = get_user_model().objects.create_user(f"{name}@{agency}.example", name.title(), PASSWORD)
    team = partnership()[agency]
    since = date(2026, 1, 1)
    with as_worker():
        Membership.objects.create(person=made, team=team, role="ADMINISTRATOR", since_on=since)
    return made


def as_person(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def ask(client: Client, person: Any, reason: str = "Rang her; phone stolen") -> Any:
    sent = {"token": token(client.get("/resets/")), "person": str(person.pk), "reason": reason}
    return client.post("/resets/", sent, follow=True)


def lost_everything() -> Any:
    person = worker()
    by_phone(person)
    RecoveryCodes.activate(person)
    return person


@override_settings(SENDS_MAIL=True)
def test_a_second_administrator_takes_the_lost_steps_away_and_the_person_is_told(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = lost_everything()
    one, other = as_person(administrator("olu")), as_person(administrator("mia"))
    with django_capture_on_commit_callbacks(execute=True):
        assert "A second administrator must carry it out" in words(ask(one, person))
    assert mail.outbox[-1].to == [EMAIL]
    assert "Olu says that you lost your phone or key" in str(mail.outbox[-1].body)
    reset = FactorReset.objects.get()
    page = words(one.get("/resets/"))
    assert "A second administrator can carry this out now; you alone from" in page
    refused = words(one.post(f"/resets/{reset.pk}/done/"))
    assert "A second administrator must carry this out" in refused
    assert Authenticator.objects.filter(user=person).count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        done = other.post(f"/resets/{reset.pk}/done/", follow=True)
    assert "Carried out" in words(done)
    assert not Authenticator.objects.filter(user=person).exists()
    assert "taken away your second step" in str(mail.outbox[-1].body).replace("\n", " ")
    assert other.post(f"/resets/{reset.pk}/done/").status_code == 404


def test_one_administrator_alone_waits_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    person = lost_everything()
    client = as_person(administrator("olu"))
    ask(client, person)
    reset = FactorReset.objects.get()
    later = clock.now() + timedelta(hours=24, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    client = as_person(get_user_model().objects.get(name="Olu"))
    client.post(f"/resets/{reset.pk}/done/")
    assert not Authenticator.objects.filter(user=person).exists()


def test_a_request_can_be_stopped_and_asked_again() -> None:
    person = lost_everything()
    client = as_person(administrator("olu"))
    ask(client, person)
    assert "waits to be carried out" in words(ask(client, person))
    reset = FactorReset.objects.get()
    assert "Stopped" in words(client.post(f"/resets/{reset.pk}/stop/", follow=True))
    assert Authenticator.objects.filter(user=person).count() == 2
    assert not FactorResetEnd.objects.get().done
    ask(client, person)
    assert FactorReset.objects.count() == 2


def test_another_agencys_administrator_has_no_such_person_the_partnerships_has() -> None:
    person = lost_everything()
    stranger = as_person(administrator("zoe", "leeds"))
    assert "Priya Nair" not in words(stranger.get("/resets/"))
    sent = {"token": token(stranger.get("/resets/")), "person": str(person.pk), "reason": "x"}
    assert "is not one of the available choices" in words(stranger.post("/resets/", sent))
    ask(as_person(administrator("olu")), person)
    reset = FactorReset.objects.get()
    assert stranger.post(f"/resets/{reset.pk}/done/").status_code == 404
    keeper = as_person(administrator("kit", "partnership"))
    assert "Priya Nair" in words(keeper.get("/resets/"))
    keeper.post(f"/resets/{reset.pk}/done/")
    assert not Authenticator.objects.filter(user=person).exists()


def test_nobody_else_has_such_a_page() -> None:
    client = as_person(worker())
    assert client.get("/resets/").status_code == 404
    assert client.post("/resets/").status_code == 404


@live
def test_the_code_is_agreed_to_once_kept_and_asked_again_when_it_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = worker()
    by_phone(person)
    client = as_person(person)
    assert client.get("/")["Location"] == "/sign-in/conduct/"
    client.post("/sign-in/conduct/", {"agree": "on"})
    client.post("/sign-in/conduct/", {"agree": "on"})
    kept = Acceptance.objects.get()
    assert (kept.person_id, kept.version, kept.digest) == (
        person.pk,
        conduct.VERSION,
        conduct.fingerprint(),
    )
    assert client.get("/").status_code == 200
    assert "You agreed to the version in force on" in words(client.get("/sign-in/yours/"))
    for module in ("homeward.web.sign_in.conduct", "homeward.casework.accept_conduct"):
        monkeypatch.setattr(f"{module}.VERSION", "2027-01")
    assert client.get("/")["Location"] == "/sign-in/conduct/"
    client.post("/sign-in/conduct/", {"agree": "on"})
    assert Acceptance.objects.count() == 2


@pytest.mark.parametrize(
    "table",
    ["access_acceptance", "access_wayin", "access_factorreset", "access_factorresetend"],
)
def test_what_was_agreed_and_asked_is_never_changed(table: str) -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute(f"UPDATE {table} SET act_id = act_id")
