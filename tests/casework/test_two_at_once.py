"""Two verbs on one child at the same moment, a hundred times: nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from tests.casework.cast import HOUR, STARTED, World, missing_child
from tests.casework.reports import download
from tests.conftest import Database

from homeward.casework.add_line import add_line
from homeward.casework.confirm_return import confirm_return
from homeward.casework.enter_in_error import enter_in_error
from homeward.casework.record_sighting import record_sighting
from homeward.casework.regrade import regrade
from homeward.rules.acts import Refusal
from homeward.rules.clocks import Source
from homeward.rules.risk import Grade

ROUNDS = 100
Doing = Callable[[], None]


@pytest.fixture
def committed(committed_db: Database, tmp_path: Path) -> World:
    """The same child in a database in which commits are real."""
    return missing_child(tmp_path)


def at_once(pool: ThreadPoolExecutor, *doings: Doing) -> list[str]:
    """Do both at the same moment, each on a connection of its own; who was refused."""
    gate = Barrier(len(doings))

    def run(doing: Doing) -> str:
        gate.wait(timeout=20)
        try:
            doing()
        except Refusal as refused:
            return refused.code
        return ""

    return [future.result(timeout=60) for future in [pool.submit(run, each) for each in doings]]


def close_connections(pool: ThreadPoolExecutor) -> None:
    """Let every thread of the pool close its own connection."""
    gate = Barrier(2)

    def close() -> None:
        gate.wait(timeout=20)
        connection.close()

    for future in [pool.submit(close) for _ in range(2)]:
        future.result(timeout=60)


def test_a_hundred_times(committed: World) -> None:
    world = committed
    before = len(world.lines())
    back = STARTED + 4 * HOUR
    with ThreadPoolExecutor(2) as pool:
        for number in range(ROUNDS):
            at = back + timedelta(minutes=number)
            grade = Grade.HIGH if number % 2 else Grade.MEDIUM
            pairs: list[tuple[Doing, Doing]] = [
                (
                    lambda at=at: confirm_return(
                        world.act(world.home), world.episode, returned_at=at, source=Source.CARER
                    ),
                    lambda at=at: confirm_return(
                        world.act(world.social_worker),
                        world.episode,
                        returned_at=at,
                        source=Source.SOCIAL_CARE,
                    ),
                ),
                (
                    lambda at=at: record_sighting(
                        world.act(world.home),
                        world.episode,
                        seen_at=at,
                        place="Station",
                        seen_by="driver",
                    ),
                    lambda grade=grade: regrade(
                        world.act(world.coordinator, "new word"), world.episode, grade=grade
                    ),
                ),
                (
                    lambda at=at: add_line(
                        world.act(world.school), world.child, kind="note.added", happened_at=at
                    ),
                    lambda at=at: add_line(
                        world.act(world.home), world.child, kind="note.added", happened_at=at
                    ),
                ),
            ]
            assert at_once(pool, *pairs[number % 3]) == ["", ""]
        close_connections(pool)
    kinds = [line.kind for line in world.lines()]
    assert kinds.count("clock.claimed") == 3 + 2 * 34
    assert kinds.count("sighting.recorded") == kinds.count("risk.reviewed") == 33
    assert kinds.count("note.added") == 66
    changed = kinds.count("risk.graded")
    assert len(kinds) == before + 2 * ROUNDS + changed
    owed = [(each.duty, each.start_at) for each in world.duties()]
    assert len(owed) == len(set(owed))
    assert world.duty("RHI-02") is not None
    assert world.is_as_counted_anew()


def test_one_line_marked_by_two_people_is_marked_once(committed: World) -> None:
    world = committed
    with ThreadPoolExecutor(2) as pool:
        for number in range(5):
            at = STARTED + HOUR + timedelta(minutes=number)
            record_sighting(
                world.act(world.coordinator),
                world.episode,
                seen_at=at,
                place="Station",
                seen_by="driver",
            )
            line = world.newest_line("sighting.recorded")
            said = at_once(
                pool,
                lambda line=line: enter_in_error(world.act(world.coordinator, "wrong"), line),
                lambda line=line: enter_in_error(world.act(world.supervisor, "wrong"), line),
            )
            assert sorted(said) == ["", "gone"]
        close_connections(pool)
    assert len(world.lines("line.entered_in_error")) == 5
    assert world.live_lines("sighting.recorded") == []
    assert world.is_as_counted_anew()


def test_a_file_and_a_click_wait_for_each_other(committed: World, tmp_path: Path) -> None:
    """The worker takes a later version while the home records a sighting: both stand."""
    world = committed
    with ThreadPoolExecutor(2) as pool:
        for version in range(2, 8):
            at = STARTED + HOUR + timedelta(minutes=version)
            changed = {
                "EXTRACT_ID": f"NYP-{version}",
                "RECORD_VERSION": str(version),
                "RISK_CURRENT": "HIGH" if version % 2 else "MEDIUM",
            }
            name = f"MSPR_12_20261123_{version:02}.csv"
            said = at_once(
                pool,
                lambda changed=changed, name=name: download(tmp_path, changed, name=name),
                lambda at=at: record_sighting(
                    world.act(world.home),
                    world.episode,
                    seen_at=at,
                    place="Station",
                    seen_by="driver",
                ),
            )
            assert said == ["", ""]
        close_connections(pool)
    kinds = [line.kind for line in world.lines()]
    assert kinds.count("sighting.recorded") == 6
    assert kinds.count("risk.claimed") == 7
    assert world.stands().grade == "HIGH"
    assert world.is_as_counted_anew()
