"""Who may come in, in which transaction a page is made, and what is undone when it fails."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory, override_settings
from tests.casework.worlds import as_worker, partnership, person
from tests.web.visitors import MORNING, at, signed_in, words

from homeward.rules.acts import NotFound
from homeward.web.scope import ScopeMiddleware

pytestmark = pytest.mark.django_db


def scope() -> list[str]:
    with connection.cursor() as cursor:
        settings = ("homeward.teams", "homeward.roles")
        cursor.execute("SELECT current_setting(%s, true), current_setting(%s, true)", settings)
        return list(cursor.fetchone())


@pytest.mark.parametrize("address", ["/", "/board/", "/children/x", "/no-such-page"])
def test_a_stranger_is_asked_to_sign_in_whatever_the_address(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_after_signing_in_one_comes_back_to_the_page_that_was_asked_for() -> None:
    assert Client().get("/board/?grade=HIGH")["Location"] == (
        "/sign-in/?next=%2Fboard%2F%3Fgrade%3DHIGH"
    )
    assert Client().post("/board/")["Location"] == "/sign-in/"


@pytest.mark.parametrize("address", ["/help/", "/privacy/", "/accessibility/", "/sign-in/"])
def test_public_pages_are_open_to_anybody(address: str) -> None:
    assert Client().get(address).status_code == 200


def test_a_signed_in_person_keeps_the_way_back_on_public_pages() -> None:
    social_worker = person(partnership()["york"], "SOCIAL_WORKER")
    assert "Missing now" in words(signed_in(social_worker).get("/help/"))


def test_the_scope_of_the_viewer_is_set_for_the_request() -> None:
    teams = partnership()
    viewer = person(teams["york"], "SOCIAL_WORKER")
    seen: list[Any] = []

    def view(request: Any) -> HttpResponse:
        seen.append((request.viewer, request.now.tzinfo is not None, scope()))
        return HttpResponse()

    ask(viewer, view)
    assert seen == [(viewer, True, [str(teams["york"].pk), ",SOCIAL_WORKER,"])]


def ask(viewer: Any, view: Any, path: str = "/board/") -> Any:
    request = RequestFactory().get(path)
    request.user = get_user_model().objects.get(pk=viewer.person)
    request.session = {}
    return ScopeMiddleware(view)(request)


def test_what_a_failing_page_wrote_is_undone() -> None:
    viewer = person(partnership()["york"], "SOCIAL_WORKER")
    people = get_user_model().objects

    def view(request: Any) -> HttpResponse:
        people.filter(pk=viewer.person).update(name="Half written")
        return HttpResponse(status=500)

    assert ask(viewer, view).status_code == 500
    assert people.get(pk=viewer.person).name == "SOCIAL_WORKER"


def test_another_ones_record_is_a_page_not_found() -> None:
    with pytest.raises(Http404):
        ScopeMiddleware(lambda request: HttpResponse()).process_exception(
            RequestFactory().get("/"), NotFound()
        )


def test_somebody_without_a_team_is_told_so() -> None:
    lonely = get_user_model().objects.create_user("lonely@york.example", "Sam Lone")
    client = Client()
    client.force_login(lonely, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/")
    assert answer.status_code == 403
    assert "You are in no team yet" in words(answer)


def test_somebody_whose_membership_has_ended_is_in_no_team(monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = person(partnership()["york"], "SOCIAL_WORKER")
    with as_worker(), connection.cursor() as cursor:
        cursor.execute("UPDATE access_membership SET until_on = '2026-11-22'")
    at(monkeypatch, MORNING)
    assert signed_in(viewer).get("/").status_code == 403


def test_a_session_ends_after_a_working_day_whatever_was_clicked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = person(partnership()["york"], "SOCIAL_WORKER")
    client = signed_in(viewer)
    at(monkeypatch, MORNING)
    assert client.get("/").status_code == 200
    at(monkeypatch, MORNING + timedelta(hours=11, minutes=59))
    assert client.get("/").status_code == 200
    at(monkeypatch, MORNING + timedelta(hours=12))
    assert client.get("/")["Location"] == "/sign-in/?ended=1"
    assert client.get("/help/").status_code == 200


@override_settings(REHEARSAL=False, SECURE_SSL_REDIRECT=False)
def test_outside_rehearsal_nothing_opens_before_the_second_factor_is_set_up() -> None:
    viewer = person(partnership()["york"], "SOCIAL_WORKER")
    client = signed_in(viewer)
    for address in ("/", "/board/", "/no-such-page"):
        assert client.get(address)["Location"] == "/sign-in/second-factor/"
    assert client.get("/help/").status_code == 200


def test_what_is_not_there_has_a_page_that_says_so() -> None:
    viewer = person(partnership()["york"], "SOCIAL_WORKER")
    answer = signed_in(viewer).get("/no-such-page")
    assert answer.status_code == 404
    assert "There is nothing here for you" in words(answer)


def test_a_form_without_its_token_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "a@b.example"})
    assert answer.status_code == 403
    assert "What is safe" in words(answer)
