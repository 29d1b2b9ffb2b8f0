"""What `/metrics` says of the record, and that every alarm asks for something it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from prometheus_client.parser import text_string_to_metric_families
from tests.casework.worlds import mspr_file, take

from homeward.config.health import metrics

ALARMS = Path(__file__).resolve().parents[2] / "docs" / "operating" / "alarms.yml"
#: Prometheus' own, of no service.
ITS_OWN = {"up"}


def scraped() -> dict[tuple[str, str], float]:
    """Name and lane of every sample, with its value."""
    page = metrics(RequestFactory().get("/metrics")).content.decode()
    return {
        (sample.name, sample.labels.get("lane", "")): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


@pytest.fixture
def record(db: None, tmp_path: Path, settings: Any) -> Path:
    """A record with one download taken, one child to judge anew, and a backup from last night."""
    settings.VAR = tmp_path
    row = {"REPORT_REF": "MSPR/1", "SURNAME": "Alder", "FORENAME1": "Sam", "DOB": "13/05/2011"}
    take(mspr_file(tmp_path, [row, {**row, "REPORT_REF": "MSPR/2", "FORENAME1": ""}]))
    (tmp_path / "last-backup.json").write_text(json.dumps({"made_at": "2026-11-23T02:00:00+00:00"}))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    Client().post("/sign-in/", {"login": "nobody@agency.example", "password": "wrong"})
    return tmp_path


def test_every_alarm_asks_for_something_that_metrics_says(record: Path) -> None:
    names = {name for name, _ in scraped()}
    rules = re.findall(
        r"^ +- alert: (\w+)\n +expr: (.+)\n +for: \w+\n", ALARMS.read_text(), re.MULTILINE
    )
    assert len(rules) == ALARMS.read_text().count("alert:") > 10
    asked = {
        word
        for _, expression in rules
        for word in re.findall(r"\bup\b|\bhomeward_\w+", re.sub(r'"[^"]*"', "", expression))
    }
    assert len(asked) > 12
    assert asked - names - ITS_OWN == set()


def test_what_waits_is_counted_though_the_web_may_see_none_of_it(record: Path) -> None:
    found = scraped()
    assert found["homeward_database_up", ""] == 1
    assert found["homeward_waiting", "ledger"] > 0
    assert found["homeward_reviews_waiting", ""] == 1
    assert found["homeward_waiting", "downloads"] == 0
    assert found["homeward_intake_age_seconds", ""] > -1e9
    assert found["homeward_disk_free_bytes", ""] > 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT proretset, prorettype::regtype::text, proargtypes::text FROM pg_proc"
            " WHERE proname = 'homeward_vitals'"
        )
        assert cursor.fetchone() == (True, "record", "")


def test_a_failed_sign_in_is_counted(record: Path) -> None:
    before = scraped()["homeward_failed_sign_ins_total", ""]
    Client().post("/sign-in/", {"login": "nobody@agency.example", "password": "wrong"})
    assert scraped()["homeward_failed_sign_ins_total", ""] == before + 1


def test_what_never_happened_has_no_age(db: None, tmp_path: Path, settings: Any) -> None:
    settings.VAR = tmp_path
    names = {name for name, _ in scraped()}
    assert "homeward_backup_age_seconds" not in names
    assert "homeward_intake_age_seconds" not in names


def test_a_database_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """No database may be asked in this test at all: the page still comes, with a nought."""

    def refuse(*given: Any, **more: Any) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr("homeward.config.vitals.connection.cursor", refuse)
    assert scraped()["homeward_database_up", ""] == 0
