"""Whatever people and police do, in whatever order: the record is what its lines say.

Stored episodes and duties equal those counted from scratch, no line is ever lost or
changed, and a refusal leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.reports import MISSING, download, episodes_of, reports_of
from tests.casework.worlds import NOW, act_of

from homeward.casework.add_line import add_line
from homeward.casework.claim_time import claim_time
from homeward.casework.close_episode import close_episode
from homeward.casework.confirm_return import confirm_return
from homeward.casework.enter_in_error import enter_in_error
from homeward.casework.reclassify import reclassify
from homeward.casework.record_left_again import record_left_again
from homeward.casework.record_sighting import record_sighting
from homeward.casework.regrade import regrade
from homeward.casework.reopen_episode import reopen_episode
from homeward.casework.settle_dates import settle_by_rule, settle_dates
from homeward.casework.take_ownership import take_ownership
from homeward.rules.acts import Act, NewLine, NotFound, Refusal, Viewer
from homeward.rules.clocks import Clock, Source
from homeward.rules.reports import ReportClass
from homeward.rules.risk import Grade

PEOPLE = ("coordinator", "supervisor", "social_worker", "manager", "home", "school", "outsider")
POLICE = ("coordinator", "supervisor")
LEADS = ("supervisor", "manager")
FIT = {
    "close": LEADS,
    "reopen": LEADS,
    "left again": POLICE,
    "regrade": POLICE,
    "return": ("home", "coordinator", "social_worker"),
    "claim": ("home", "coordinator", "social_worker"),
    "error": ("home", "coordinator", "supervisor", "social_worker", "manager"),
}
BY_HAND = (
    "interview.held",
    "interview.refused",
    "action_plan.updated",
    "interview.shared",
    "prevention_interview.held",
    "placement.made",
    "school.notified",
)
HOLDS_ITS_PLACE = ("MSPR/2026/009001", "MSPR/2026/009002")
FILES = count(1)


@dataclass(frozen=True)
class Step:
    """One thing that somebody does: the verb, by whom, a time, a choice among what there is."""

    verb: str
    who: str
    hours: float
    pick: int


def at_of(step: Step) -> datetime:
    return STARTED + timedelta(hours=step.hours)


def pick(things: list[Any], step: Step) -> Any:
    """One of these, by the step's choice."""
    return things[step.pick % len(things)]


def act(world: World, step: Step, now: datetime) -> Act:
    """Mostly by somebody who may, sometimes by anybody."""
    fit = FIT.get(step.verb, ()) if step.pick % 4 else ()
    viewer: Viewer = getattr(world, pick(list(fit), step) if fit else step.who)
    return act_of(viewer, step.verb, "reason" if step.pick % 5 else "", now)


def any_line(world: World, step: Step) -> int:
    return pick([each.id for each in world.lines()], step)


def mark(world: World, step: Step, doing: Act, episode: UUID) -> None:
    """Mostly a line by hand, and mostly of one's own agency."""
    hand = [each for each in world.lines() if each.data.get("source") != Source.MSPR]
    own = [each.id for each in hand if each.agency == doing.viewer.agency]
    line = pick(own, step) if own and step.pick % 7 else any_line(world, step)
    instead = NewLine("note.added", at_of(step)) if step.pick % 2 else None
    enter_in_error(doing, line, instead=instead)


def choose(world: World, step: Step, doing: Act, episode: UUID) -> None:
    """Mostly a claim of that clock, sometimes any line."""
    clock = pick([Clock.START, Clock.RETURNED], step)
    claims = [each.id for each in world.lines() if each.data.get("clock") == clock]
    line = pick(claims, step) if claims and step.pick % 7 else any_line(world, step)
    settle_dates(doing, episode, clock=clock, line=line)


def class_anew(world: World, step: Step, doing: Act, episode: UUID) -> None:
    report = pick(reports_of(world.child), step)
    reclassify(
        doing,
        None,
        report,
        report_class=pick(list(ReportClass), step),
        location_known=bool(step.pick % 3),
        verified_by="PC 1182",
        decided_by="Sgt Dale",
        recheck_at=doing.at + HOUR,
    )


def own(world: World, step: Step, doing: Act, episode: UUID) -> None:
    take_ownership(doing, episode, team=doing.viewer.teams[0])


VERBS: dict[str, Callable[[World, Step, Act, UUID], None]] = {
    "return": lambda world, step, doing, episode: confirm_return(
        doing, episode, returned_at=at_of(step), source=Source.CARER
    ),
    "sighting": lambda world, step, doing, episode: record_sighting(
        doing, episode, seen_at=at_of(step), place="Station", seen_by="driver"
    ),
    "regrade": lambda world, step, doing, episode: regrade(
        doing, episode, grade=pick(list(Grade), step), at=at_of(step)
    ),
    "line": lambda world, step, doing, episode: add_line(
        doing,
        world.child,
        kind=pick(list(BY_HAND), step),
        happened_at=at_of(step),
        episode=episode if step.pick % 4 else None,
    ),
    "claim": lambda world, step, doing, episode: claim_time(
        doing,
        episode,
        clock=pick(list(Clock), step),
        at=at_of(step),
        source=pick([Source.CARER, Source.POLICE_CALL, Source.SOCIAL_CARE], step),
    ),
    "settle": choose,
    "by rule": lambda world, step, doing, episode: settle_by_rule(
        doing, episode, pick(list(Clock), step)
    ),
    "left again": lambda world, step, doing, episode: record_left_again(
        doing, episode, left_at=at_of(step)
    ),
    "close": lambda world, step, doing, episode: close_episode(
        doing,
        episode,
        closed_at=at_of(step),
        outcome=pick(["", "", "", "CANCELLED", "TRANSFERRED"], step),
    ),
    "reopen": lambda world, step, doing, episode: reopen_episode(doing, episode),
    "own": own,
    "error": mark,
    "class": class_anew,
}


def police_row(step: Step, version: int) -> dict[str, str]:
    """A later version of one of two reports of the child."""
    start = STARTED + timedelta(hours=int(step.hours) % 7)
    cells = {
        "EXTRACT_ID": f"NYP-{version}",
        "REPORT_REF": HOLDS_ITS_PLACE[step.pick % 2],
        "RECORD_VERSION": str(version),
        "RECORD_STATUS": pick(["OPEN", "FOUND", "CANCELLED", "NO_TRACE"], step),
        "RECORDED_MISSING_DTTM": f"{start:%d/%m/%Y %H:%M}",
        "RISK_CURRENT": pick(["LOW", "MEDIUM", "HIGH"], step),
    }
    if cells["RECORD_STATUS"] == "FOUND":
        returned = start + timedelta(hours=step.pick % 3, minutes=5)
        cells["RETURNED_DTTM"] = f"{returned:%d/%m/%Y %H:%M}"
    return MISSING | cells


def police(folder: Path, step: Step) -> None:
    number = next(FILES)
    download(folder, police_row(step, 1 + number), name=f"MSPR_12_20261123_{number:05}.csv")


def do(world: World, folder: Path, step: Step, now: datetime) -> None:
    """Do one step; a refusal must leave nothing behind."""
    if step.verb == "police":
        police(folder, step)
        return
    episode = pick([each.id for each in episodes_of(world.child)], step)
    before = world.written()
    try:
        VERBS[step.verb](world, step, act(world, step, now), episode)
    except (Refusal, NotFound):
        assert world.written() == before


STEPS = st.builds(
    Step,
    st.sampled_from([*VERBS, "police", "return"]),
    st.sampled_from(PEOPLE),
    st.integers(-12, 44).map(lambda quarters: quarters / 4),
    st.integers(0, 59),
)


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEPS, min_size=3, max_size=12))
def test_the_record_is_what_its_lines_say(world: World, tmp_path: Path, steps: list[Step]) -> None:
    point = transaction.savepoint()
    try:
        now = NOW
        for number, step in enumerate(steps):
            known = {line.id: line for line in world.lines()}
            now = NOW + number * timedelta(minutes=20)
            do(world, tmp_path, step, now)
            after = {line.id: line for line in world.lines()}
            assert known.items() <= after.items()
        assert world.is_as_counted_anew(now)
    finally:
        transaction.savepoint_rollback(point)
