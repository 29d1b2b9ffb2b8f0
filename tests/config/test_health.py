"""The probes: alive without anything, ready only when every part is well."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from homeward.config.health import HealthMiddleware, at_head, inspect
from homeward.config.metrics import MeasureMiddleware
from homeward.ground import clock


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the page")


def ask(path: str, method: str = "get") -> HttpResponse:
    request = getattr(RequestFactory(), method)(path)
    return HealthMiddleware(page)(request)


def test_alive_needs_no_database() -> None:
    assert json.loads(ask("/health/live").content) == {"live": True}


def test_everything_else_is_passed_on() -> None:
    assert ask("/board/").content == b"the page"
    assert ask("/health/live/").content == b"the page"


def test_probes_only_answer_questions() -> None:
    answer = ask("/health/ready", "post")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


@pytest.mark.django_db
def test_not_ready_while_no_worker_gives_a_sign_of_life() -> None:
    answer = ask("/health/ready")
    assert answer.status_code == 503
    assert json.loads(answer.content) == {
        "ready": False,
        "database": True,
        "migrations": True,
        "worker": False,
    }


@pytest.mark.django_db
def test_ready_with_a_worker_that_was_seen_within_the_last_minute() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert ask("/health/ready").status_code == 200
    assert inspect(clock.now())["worker"]


@pytest.mark.django_db
def test_not_ready_when_a_migration_is_missing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert not at_head()
    assert ask("/health/ready").status_code == 503


@pytest.mark.django_db
def test_metrics_count_requests_by_route_and_never_by_address() -> None:
    MeasureMiddleware(page)(RequestFactory().get("/children/4711/"))
    text = ask("/metrics").content.decode()
    assert 'homeward_requests_total{method="GET",route="none",status="200"}' in text
    assert "4711" not in text


@pytest.mark.parametrize(
    "given",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=127.0.0.1"},
        {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer wrong"},
        {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer "},
    ],
)
def test_counts_are_not_shown_elsewhere_nor_through_a_proxy(given: dict[str, str]) -> None:
    for token in ("", "a token of forty characters or more, or so"):
        with override_settings(METRICS_TOKEN=token):
            assert (
                HealthMiddleware(page)(RequestFactory().get("/metrics", **given)).status_code == 404
            )


@override_settings(METRICS_TOKEN="a token of forty characters or more, or so")
@pytest.mark.django_db
def test_counts_are_shown_to_whoever_has_the_token() -> None:
    given = {"HTTP_AUTHORIZATION": "Bearer a token of forty characters or more, or so"}
    request = RequestFactory().get("/metrics", REMOTE_ADDR="192.0.2.7", **given)
    assert HealthMiddleware(page)(request).status_code == 200
