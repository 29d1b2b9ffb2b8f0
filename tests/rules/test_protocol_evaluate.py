"""What the spec tables do not say: facts of a line, order of the answer, and what never matters."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.rules.protocol.almanac import day_book
from homeward.rules.protocol.catalogue import Edition, read_edition
from homeward.rules.protocol.evaluate import EpisodeLog, Facts, Line, Verdict, evaluate
from homeward.rules.workdays import Calendar

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar(frozenset(), date(2026, 12, 31), {}, LONDON)
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
KINDS = ("child.returned", "interview.held", "interview.refused", "risk.graded")
HEAD = """[edition]
id = "e"
title = "E"
in_force = 2020-02-21
timezone = "Europe/London"
"""


def duty(name: str, starts: str, within: str, met_by: str, more: str = "") -> str:
    """One duty as TOML."""
    return f"""[[duty]]
id = "{name}"
title = "{name}"
owner = "somebody"
starts = "{starts}"
within = "{within}"
met_by = ["{met_by}"]
evidence = "P"
jurisdiction = "DEF"
source = "test"
{more}
"""


EDITION = read_edition(
    HEAD
    + duty("HOURS", "child.returned", "2 h", "interview.held", 'excused_by = ["interview.refused"]')
    + duty("AGAIN", "risk.graded", "1 h", "risk.graded", 'repeats = "1 h until child.returned"')
    + duty("DAYS", "child.returned", "1 wd", "interview.held", 'count_in = "2 in 3 d"')
    + duty("GRADED", "risk.graded", "same day", "child.returned", 'applies = { risk = ["HIGH"] }'),
    "e.toml",
)


def minutes(n: float) -> datetime:
    """So many minutes after ten on a Monday."""
    return MONDAY + timedelta(minutes=n)


def judged(*lines: Line, as_at: datetime, edition: Edition = EDITION) -> list[Verdict]:
    """The verdicts on one episode with blank facts."""
    return evaluate(edition, [EpisodeLog("E1", lines, Facts())], as_at, CALENDAR)


def test_facts_in_force_at_the_line_come_before_those_of_the_episode() -> None:
    medium, high = Facts(risk="MEDIUM"), Facts(risk="HIGH")
    log = EpisodeLog(
        "E1",
        [
            Line("risk.graded", minutes(0), facts=high),
            Line("risk.graded", minutes(30), facts=medium),
        ],
        facts=medium,
    )

    found = evaluate(EDITION, [log], minutes(40), CALENDAR)

    assert [v.start for v in found if v.duty == "GRADED"] == [minutes(0)]


def test_of_equal_lines_the_facts_of_the_one_known_first_hold() -> None:
    late = Line("risk.graded", minutes(0), minutes(20), Facts(risk="HIGH"))
    first = Line("risk.graded", minutes(0), minutes(10), Facts(risk="MEDIUM"))

    for lines in ((late, first), (first, late)):
        found = judged(*lines, as_at=minutes(30))
        assert "GRADED" not in {verdict.duty for verdict in found}


def test_the_schools_own_days_decide() -> None:
    edition = read_edition(
        HEAD + duty("SCHOOL", "child.returned", "before 08:30 next school day", "school.notified"),
        "e.toml",
    )
    calendar = Calendar(
        frozenset(), date(2026, 12, 31), {"1": frozenset({date(2026, 3, 9)})}, LONDON
    )
    log = EpisodeLog("E1", [Line("child.returned", MONDAY)], Facts(school_urn="1"))

    found = evaluate(edition, [log], MONDAY, calendar)

    assert found[0].due == datetime(2026, 3, 9, 8, 30, tzinfo=UTC)


def test_days_are_those_of_the_editions_time_zone() -> None:
    text = HEAD.replace("Europe/London", "Pacific/Auckland")
    edition = read_edition(
        text + duty("DAY", "child.returned", "same day", "interview.held"), "e.toml"
    )

    found = judged(Line("child.returned", MONDAY), as_at=MONDAY, edition=edition)

    assert found[0].due == datetime(2026, 3, 2, 10, 59, 59, tzinfo=UTC)


def test_a_time_of_another_offset_is_the_same_moment() -> None:
    auckland = ZoneInfo("Pacific/Auckland")
    there = judged(Line("child.returned", MONDAY.astimezone(auckland)), as_at=minutes(1))
    here = judged(Line("child.returned", MONDAY), as_at=minutes(1).astimezone(auckland))

    assert there == here
    assert there[0].start.tzinfo is UTC


def test_the_answer_is_in_the_order_of_episodes_duties_and_starts() -> None:
    lines = [Line(kind, minutes(n)) for n in (50, 0) for kind in KINDS]
    child = [EpisodeLog(name, lines, Facts(risk="HIGH")) for name in ("B", "A")]

    found = evaluate(EDITION, child, minutes(60), CALENDAR)

    places = {duty.id: n for n, duty in enumerate(EDITION.duties)}
    order = [("BA".index(v.episode), places[v.duty], v.start) for v in found]
    assert order == sorted(order)
    assert len({v.duty for v in found}) == 4


def test_a_child_without_lines_owes_nothing() -> None:
    assert judged(as_at=MONDAY) == []
    assert evaluate(EDITION, [], MONDAY, CALENDAR) == []


def test_one_day_book_for_one_calendar() -> None:
    other = Calendar(frozenset(), date(2026, 12, 31), {}, LONDON)

    assert day_book(CALENDAR, "Europe/London") is day_book(CALENDAR, "Europe/London")
    assert day_book(CALENDAR, "Europe/London") is not day_book(other, "Europe/London")


# --- what never matters -----------------------------------------------------------------------

moments = st.integers(0, 60 * 60 * 30).map(lambda s: MONDAY + timedelta(seconds=s * 5))
grades = st.none() | st.sampled_from(["LOW", "HIGH"]).map(lambda risk: Facts(risk=risk))
lines_ = st.builds(
    Line,
    kind=st.sampled_from(KINDS),
    at=moments,
    known_at=st.none() | moments,
    facts=grades,
)
children = st.lists(st.lists(lines_, max_size=12), min_size=1, max_size=3)


def logs(child: list[list[Line]]) -> list[EpisodeLog]:
    """Episodes E0, E1, ... with these lines."""
    return [EpisodeLog(f"E{n}", lines, Facts(risk="LOW")) for n, lines in enumerate(child)]


@given(children, moments, st.randoms(use_true_random=False))
def test_the_order_of_lines_never_matters(
    child: list[list[Line]], as_at: datetime, chance: random.Random
) -> None:
    mixed = [chance.sample(lines, len(lines)) for lines in child]

    assert evaluate(EDITION, logs(mixed), as_at, CALENDAR) == (
        evaluate(EDITION, logs(child), as_at, CALENDAR)
    )


@given(children, moments)
def test_the_order_of_episodes_changes_no_verdict(child: list[list[Line]], as_at: datetime) -> None:
    forth = evaluate(EDITION, logs(child), as_at, CALENDAR)
    back = evaluate(EDITION, logs(child)[::-1], as_at, CALENDAR)

    assert len(forth) == len(back)
    assert set(forth) == set(back)


@given(children, moments, st.data())
def test_telling_a_line_twice_never_matters(
    child: list[list[Line]], as_at: datetime, data: st.DataObject
) -> None:
    doubled = [lines + [line for line in lines if data.draw(st.booleans())] for lines in child]

    assert evaluate(EDITION, logs(doubled), as_at, CALENDAR) == (
        evaluate(EDITION, logs(child), as_at, CALENDAR)
    )


@given(children, moments, st.lists(lines_, max_size=6))
def test_lines_after_as_at_never_matter(
    child: list[list[Line]], as_at: datetime, later: list[Line]
) -> None:
    after = [Line(x.kind, as_at + (x.at - MONDAY) + timedelta(microseconds=1)) for x in later]
    learnt = [Line(x.kind, x.at, as_at + timedelta(seconds=1)) for x in later]

    assert evaluate(
        EDITION, logs([lines + after + learnt for lines in child]), as_at, CALENDAR
    ) == (evaluate(EDITION, logs(child), as_at, CALENDAR))


@given(children, moments)
def test_every_verdict_is_in_itself_consistent(child: list[list[Line]], as_at: datetime) -> None:
    for verdict in evaluate(EDITION, logs(child), as_at, CALENDAR):
        decided = verdict.verdict in ("met", "late", "excused")
        assert decided == (verdict.at is not None)
        assert verdict.start <= verdict.due
        assert verdict.start <= as_at
        if verdict.at is not None:
            assert verdict.start <= verdict.at <= as_at
            assert verdict.verdict == "excused" or (
                (verdict.verdict == "met") == (verdict.at <= verdict.due)
            )
        else:
            assert (verdict.verdict == "running") == (as_at <= verdict.due)


@pytest.mark.parametrize("extra", [0, 1])
def test_a_series_ends_at_as_at(extra: int) -> None:
    found = judged(Line("risk.graded", MONDAY), as_at=minutes(120 - 1 / 60 + extra / 60))

    assert [v.start for v in found] == [minutes(60 * n) for n in range(2 + extra)]
