"""Pages, refusals and faults are driven with known names; none of them gets into a log."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from gunicorn.config import Config
from tests.casework.worlds import mspr_file, partnership, person, take
from tests.web.visitors import MORNING, at, signed_in

from homeward.config.gunicorn_log import GunicornLogger
from homeward.config.health import metrics
from homeward.config.logs import Line, configuration
from homeward.episodes.models import Episode
from homeward.jobs.backoff import Backoff

#: Nobody is called so; whatever holds one of these quotes the record.
NAMES = ("Quillfeather", "Zebedee", "Thistlewick", "quillfeather@", "4000000012")


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that any logger says, in our form."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(Line())
    requests = logging.getLogger("homeward.request")
    level = requests.level
    requests.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    yield said
    logging.getLogger().removeHandler(handler)
    requests.setLevel(level)


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser in a record with one child, whose names are those above."""
    at(monkeypatch, MORNING)
    row = {
        "REPORT_REF": "MSPR/77",
        "SURNAME": "Quillfeather",
        "FORENAME1": "Zebedee",
        "DOB": "13/05/2011",
        "HOME_ADDRESS": "4 Thistlewick Lane",
    }
    take(mspr_file(tmp_path, [row]))
    browser = signed_in(person(partnership()["police"], "POLICE_COORDINATOR"))
    browser.raise_request_exception = False
    return browser


def broken(*given: Any, **more: Any) -> None:
    """Fail as the database does: with the value in its text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", ["Zebedee Quillfeather"])


def lines(said: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.getvalue().splitlines()]


def named(text: str) -> list[str]:
    return [name for name in NAMES if name.lower() in text.lower()]


@pytest.mark.django_db
def test_no_name_gets_into_logs_error_pages_mail_subjects_or_metrics(
    known: Client, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert named(known.get("/board/").content.decode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'homeward_keeper', true)")
        child, episode = Episode.objects.values_list("child_id", "id").get()
        cursor.execute("SELECT set_config('role', 'homeward_app', true)")
    assert known.get(f"/children/{child}/").status_code == 200
    assert known.get(f"/episodes/{episode}/").status_code == 200
    refused = [
        known.get("/children/Quillfeather/?q=Zebedee"),
        known.get("/board/", headers={"host": "quillfeather.example"}),
        known.post("/report/", {"surname": "Quillfeather"}, headers={"referer": "/Zebedee/"}),
    ]
    for _ in range(6):
        given = {"login": "quillfeather@thistlewick.example", "password": "Zebedee"}
        refused.append(Client().post("/sign-in/", given))
    monkeypatch.setattr("homeward.web.board.views.render", broken)
    refused.append(known.get("/board/"))
    assert [page.status_code for page in refused[:2]] == [404, 400]
    assert refused[-1].status_code == 500
    for page in (refused[0], refused[1], refused[-1]):
        assert named(page.content.decode()) == []
    counts = metrics(RequestFactory().get("/metrics")).content.decode()
    assert named(logged.getvalue()) + named(counts) == []
    assert [message.subject for message in mail.outbox] == []
    # The checks above mean something: there were lines, and the failure is among them.
    said = lines(logged)
    failure = next(each for each in said if each.get("error", [""])[0].startswith("DataError at "))
    answered = [line for line in said if line["logger"] == "homeward.request"]
    assert [line["status"] for line in answered if line["request"] == failure["request"]] == [500]
    assert failure["request"] in refused[-1].content.decode()
    assert str(child) not in logged.getvalue()


@pytest.mark.django_db
def test_a_request_is_one_line_with_its_route_and_no_person(
    known: Client, logged: io.StringIO
) -> None:
    page = known.get("/board/?grade=HIGH")
    (line,) = [each for each in lines(logged) if each["logger"] == "homeward.request"]
    assert set(line) == {
        "at",
        "level",
        "logger",
        "message",
        "method",
        "route",
        "status",
        "ms",
        "request",
    }
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["route"].startswith("board:")
    assert line["request"] == page["X-Request-ID"]


@pytest.mark.django_db
def test_probes_say_no_line(known: Client, logged: io.StringIO) -> None:
    known.get("/health/live")
    known.get("/metrics")
    assert lines(logged) == []


@pytest.mark.django_db
def test_the_worker_says_what_failed_and_where_and_never_with_what(logged: io.StringIO) -> None:
    with Backoff().attempt("form", "Placing a form"):
        broken()
    (line,) = lines(logged)
    assert named(logged.getvalue()) == []
    assert "DataError" in line["message"]


def test_words_of_others_never_come_through(logged: io.StringIO) -> None:
    foreign = logging.getLogger("axes.somewhere")
    foreign.warning("AXES: Zebedee Quillfeather failed")
    foreign.error("for %s", "quillfeather@example", exc_info=ValueError("Thistlewick"))
    assert named(logged.getvalue()) == []
    assert [line["logger"] for line in lines(logged)] == ["axes.somewhere"] * 2
    assert lines(logged)[1]["error"] == ["ValueError"]


def test_nothing_mails_errors_and_the_web_server_speaks_in_the_same_form() -> None:
    settled = configuration(requests=True)
    assert settled["loggers"]["django"]["handlers"] == []
    assert logging.getLogger("django").handlers == []
    logger = GunicornLogger(Config())
    forms = {type(handler.formatter) for handler in logger.error_log.handlers}
    assert forms == {Line}
