"""The probes: alive without anything, ready only when every part is well."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

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


def test_metrics_count_requests_by_route_and_never_by_address() -> None:
    MeasureMiddleware(page)(RequestFactory().get("/children/4711/"))
    text = ask("/metrics").content.decode()
    assert 'homeward_requests_total{method="GET",route="none",status="200"}' in text
    assert "4711" not in text
