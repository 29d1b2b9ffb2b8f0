"""Signing in through an agency's own service, with a real provider; and everybody it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from tests.casework.worlds import as_worker, system_act
from tests.provider import CLIENT, PASSWORD, SECRET
from tests.provider.running import provider, service
from tests.web.test_sign_in import EMAIL, give, worker
from tests.web.visitors import words

from homeward.access.models import Membership
from homeward.access.queries import get_viewer
from homeward.access.scope import scoped
from homeward.access.sign_in.queries import agencies_of
from homeward.casework.set_way_in import set_way_in
from homeward.ledger.models import Entry
from homeward.rules.acts import Refusal
from homeward.rules.sign_in import WayIn

pytestmark = pytest.mark.django_db
CALLBACK = "http://testserver/sign-in/with/york/back/"
YORK = WayIn("york", ("york.example",), password=True)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """One provider for all of these tests."""
    with provider(CALLBACK) as running:
        yield running


def told(address: str, issuer: str = "") -> Any:
    """Settings in which the service is known."""
    said = service(address, issuer=issuer)
    app = {
        "provider_id": "york",
        "name": "York",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": address, "issuer": said.issuer},
    }
    return override_settings(
        REHEARSAL=False,
        SECURE_SSL_REDIRECT=False,
        SIGN_IN_SERVICES=(said,),
        SOCIALACCOUNT_PROVIDERS={"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}},
    )


@pytest.fixture(autouse=True)
def _york(address: str) -> Iterator[None]:
    """York signs in through its own service."""
    with told(address):
        yield


def allowed(way: WayIn = YORK, agency: str = "york") -> None:
    with as_worker():
        set_way_in(system_act("set_way_in"), agency, way, {"york"})


def invited(email: str, role: str = "SOCIAL_WORKER") -> Any:
    made = get_user_model().objects.create_user(email, "Somebody", None)
    team = Membership.objects.values_list("team_id", flat=True).first()
    with as_worker():
        Membership.objects.create(person=made, team_id=team, role=role, since_on="2026-01-01")
    return made


def at_the_service(client: Client, email: str) -> str:
    """Press the button, sign in at the service, and come back: the address to come back to."""
    pressed = client.post("/sign-in/with/york/", {"next": "/help/"})
    there = requests.Session()
    page = there.get(pressed["Location"], timeout=10)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None
    typed = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    answer = there.post(page.url, typed, timeout=10, allow_redirects=False)
    while not answer.headers["Location"].startswith(CALLBACK):
        url = requests.compat.urljoin(answer.url, answer.headers["Location"])
        answer = there.get(url, timeout=10, allow_redirects=False)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def comes_in(client: Client, email: str) -> Any:
    return client.get(at_the_service(client, email))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_button_stands_on_the_page_and_leads_to_the_service(address: str) -> None:
    page = Client().get("/sign-in/")
    assert "Sign in with York" in words(page)
    pressed = Client().post("/sign-in/with/york/")
    assert pressed["Location"].startswith(f"{address}/identity/o/authorize?")
    assert "code_challenge_method=S256" in pressed["Location"]
    assert Client().get("/sign-in/with/york/").status_code == 405
    assert Client().post("/sign-in/with/leeds/").status_code == 404


def test_an_invited_person_is_linked_on_first_use_and_known_afterwards() -> None:
    person = worker()
    allowed()
    client = Client()
    answer = comes_in(client, EMAIL)
    assert answer["Location"] == "/help/"
    assert client.get("/")["Location"] == "/sign-in/second-factor/"
    linked = SocialAccount.objects.get(user=person)
    assert linked.provider == "york"
    assert set(linked.extra_data["id_token"]) <= {"iss", "sub", "email", "email_verified"}
    with scoped_as(person):
        assert Entry.objects.filter(verb="link_way_in", subject_id=person.pk).count() == 1
    again = Client()
    assert comes_in(again, EMAIL)["Location"] == "/help/"
    assert SocialAccount.objects.count() == 1


def scoped_as(person: Any) -> Any:
    return scoped(get_viewer(person.pk, datetime(2026, 11, 23, tzinfo=UTC).date()))


def test_a_second_factor_that_the_service_asked_for_is_not_asked_again() -> None:
    worker()
    allowed()
    invited("factor@york.example")
    client = Client()
    comes_in(client, "factor@york.example")
    assert client.get("/")["Location"] == "/sign-in/conduct/"
    client.post("/sign-in/conduct/", {"agree": "on"})
    assert client.get("/").status_code == 200
    client.post("/sign-out/")
    assert not is_in(client)


def test_what_a_service_said_ends_with_the_session() -> None:
    person = worker()
    allowed()
    factor = invited("factor@york.example")
    factor.set_password("four plain words here")
    factor.save()
    client = Client()
    comes_in(client, "factor@york.example")
    give(client, email="factor@york.example")
    client.post("/sign-out/")
    give(client, email=person.email)
    assert client.get("/")["Location"] == "/sign-in/second-factor/"


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("unverified@york.example", "does not say that your e-mail address is yours"),
        ("nobody@york.example", "Nobody with your e-mail address has been invited"),
        ("someone@leeds.example", "does not sign in to this service that way"),
        ("late@york.example", "did not answer as it should"),
        ("elsewhere@york.example", "did not answer as it should"),
        ("forged@york.example", "did not answer as it should"),
        ("silent@york.example", "did not answer as it should"),
    ],
)
def test_these_are_refused_with_a_calm_sentence(email: str, sentence: str) -> None:
    worker()
    allowed()
    if email != "nobody@york.example":
        invited(email)
    client = Client()
    answer = comes_in(client, email)
    assert answer.status_code == 403
    assert sentence in words(answer)
    assert "Nobody was signed in" in words(answer)
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert not get_user_model().objects.filter(email="nobody@york.example").exists()


def test_a_closed_account_stays_closed() -> None:
    worker()
    allowed()
    closed = invited("closed@york.example")
    closed.is_active = False
    closed.save()
    client = Client()
    answer = client.get(at_the_service(client, "closed@york.example"), follow=True)
    assert "Your account is closed" in words(answer)
    assert not is_in(client)


def test_an_agency_that_did_not_say_so_is_not_signed_in_that_way() -> None:
    worker()
    client = Client()
    assert "does not sign in to this service that way" in words(comes_in(client, EMAIL))


def test_a_link_ends_when_the_agency_takes_the_service_away() -> None:
    worker()
    allowed()
    comes_in(Client(), EMAIL)
    allowed(WayIn("", (), password=True))
    client = Client()
    assert comes_in(client, EMAIL).status_code == 403
    assert not is_in(client)


def test_a_state_that_is_not_ours_signs_nobody_in() -> None:
    worker()
    allowed()
    client, other = Client(), Client()
    back = at_the_service(client, EMAIL)
    for address in (back, re.sub(r"state=[^&]+", "state=made-up", back)):
        answer = other.get(address)
        assert answer.status_code == 403
        assert not is_in(other)
    assert client.get(back)["Location"] == "/help/"
    assert other.get(back).status_code == 403


def test_a_code_is_good_once() -> None:
    worker()
    allowed()
    client = Client()
    back = at_the_service(client, EMAIL)
    client.get(back)
    client.post("/sign-out/")
    assert client.get(back).status_code == 403


def test_a_service_that_is_not_the_issuer_that_was_set_up_is_not_gone_to(address: str) -> None:
    with told(address, issuer="http://127.0.0.1:9/other"):
        answer = Client().post("/sign-in/with/york/")
    assert answer.status_code == 403


def test_a_service_that_does_not_answer_leaves_the_password() -> None:
    with told("http://127.0.0.1:9"):
        answer = Client().post("/sign-in/with/york/")
    assert "did not answer as it should" in words(answer)


def test_where_passwords_are_off_the_right_one_opens_nothing() -> None:
    person = worker()
    allowed(WayIn("york", ("york.example",), password=False))
    client = Client()
    assert "Your agency signs in with its own service" in words(give(client))
    assert not is_in(client)
    assert comes_in(client, EMAIL)["Location"] == "/help/"
    assert agencies_of(person.pk, datetime(2026, 11, 23, tzinfo=UTC).date()) == ["york"]


@pytest.mark.parametrize(
    "way",
    [
        WayIn("", (), password=False),
        WayIn("leeds", ("york.example",), password=True),
        WayIn("york", (), password=True),
        WayIn("", ("york.example",), password=True),
        WayIn("york", ("not a domain",), password=True),
    ],
)
def test_a_way_in_that_leads_nowhere_is_refused(way: WayIn) -> None:
    worker()
    with pytest.raises(Refusal):
        allowed(way)
    with pytest.raises(Refusal):
        allowed(YORK, "no-such-agency")
