"""The days of the county, played into a copy of the loaded partnership."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, connections
from psycopg import sql
from tests.rehearsal.conftest import NOW, Rehearsed

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.ground import roles
from homeward.ground.postgres import Cluster
from homeward.intake.queries import open_alarms
from homeward.rehearsal.days import play_next
from homeward.rehearsal.progress import Progress, keep_progress, morning, read_progress
from homeward.rules.clocks import LONDON

DAYS = 6


@pytest.fixture(scope="module")
def going_on(
    rehearsed: Rehearsed, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rehearsed]:
    """The loaded partnership in a database and folder of its own, in which days may pass."""
    folder = tmp_path_factory.mktemp("days")
    entry = connections["default"].settings_dict
    loaded, name = entry["NAME"], "homeward_days"
    administration = cluster.address(database=roles.SUPERUSER).conninfo
    connections["default"].close()
    with psycopg.connect(administration, autocommit=True) as conn:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        conn.execute(create.format(sql.Identifier(name), sql.Identifier(loaded)))
        for statement in roles.DATABASE_ACCESS:
            conn.execute(sql.SQL(statement).format(sql.Identifier(name)))
        entry["NAME"] = name
        try:
            first = NOW.astimezone(LONDON).date() - timedelta(days=DAYS)
            keep_progress(folder, Progress(NOW, 5, first, morning(first)))
            while play_next(NOW, folder):
                pass
            yield Rehearsed(folder, rehearsed.loaded)
        finally:
            connections["default"].close()
            entry["NAME"] = loaded
            conn.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _ask(question: str) -> list[tuple[object, ...]]:
    with scoped(SYSTEM_VIEWER), connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def _missing_since() -> list[object]:
    return [
        row[0]
        for row in _ask(
            "SELECT started_at FROM episodes_episode WHERE state IN ('MISSING', 'LOCATED')"
        )
    ]


def test_history_came_in_without_an_alarm_and_then_nothing_is_left(going_on: Rehearsed) -> None:
    progress = read_progress(going_on.folder)
    assert progress is not None
    assert progress.history_is_in
    assert not play_next(NOW, going_on.folder)
    files = list((going_on.folder / "rehearsal" / "history").glob("MSPR_12_*_03.csv"))
    assert DAYS - 4 <= len(files) <= DAYS + 1
    with scoped(SYSTEM_VIEWER):
        assert [alarm.kind for alarm in open_alarms(SYSTEM_VIEWER, 50)] == []
    (told,) = _ask("SELECT count(*) FROM episodes_report WHERE ref LIKE 'MSPR/%/C%'")[0]
    assert int(str(told)) > DAYS * 3


def test_people_did_something_about_it(going_on: Rehearsed) -> None:
    outcomes = dict(
        _ask(
            "SELECT coalesce(outcome, 'OVERDUE'), count(*) FROM protocol_duty d"
            " JOIN episodes_report r ON r.episode_id = d.episode_id"
            " WHERE r.ref LIKE 'MSPR/%/C%' AND superseded_at IS NULL"
            f" AND due_at < '{NOW.isoformat()}' GROUP BY 1"
        )
    )
    assert int(str(outcomes["MET"])) > 9 * int(str(outcomes["OVERDUE"]))
    assert int(str(outcomes["LATE"])) > 0


def test_three_mornings_later_the_week_is_over_and_the_county_goes_on(
    going_on: Rehearsed,
) -> None:
    before = _ask("SELECT max(extract_at) FROM intake_download")[0][0]
    later = NOW + timedelta(days=3)
    for day in (1, 2, 3):
        assert play_next(NOW + timedelta(days=day), going_on.folder)
        assert not play_next(NOW + timedelta(days=day), going_on.folder)
    assert _ask("SELECT max(extract_at) FROM intake_download")[0][0] > before
    stale = [since for since in _missing_since() if since < later - timedelta(days=4)]
    assert len(stale) <= 1, "somebody of the first week is still missing"
    (fresh,) = _ask(
        "SELECT count(*) FROM episodes_report WHERE ref LIKE 'MSPR/%/C%'"
        f" AND reported_at > '{NOW.isoformat()}'"
    )[0]
    assert int(str(fresh)) > 3
