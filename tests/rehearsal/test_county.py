"""The fictional county: the same seed the same county, and as the published figures say."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from homeward.ground.calendar import calendar
from homeward.ground.editions import shipped_text
from homeward.rehearsal.county.drawing import Drawn, draw
from homeward.rehearsal.county.figures import EPISODES_A_CHILD, Figures
from homeward.rehearsal.county.measures import Measure, measure
from homeward.rehearsal.county.people import nhs_number
from homeward.rehearsal.county.practice import practise
from homeward.rehearsal.county.reports import Told, tell
from homeward.rehearsal.progress import Progress, begin, last_morning, morning
from homeward.rules.clocks import LONDON
from homeward.rules.protocol.catalogue import read_edition

FIRST = date(2024, 11, 23)
PER_YEAR = 8000
NAMES = [
    "episodes a missing child",
    "children with one episode",
    "episodes of the top 4 %",
    "episodes of the top 15 %",
    "first repeat within 28 days",
    "children in care",
    "episodes of children in care",
    "aged 12 to 17",
    "aged 15 to 17",
    "back within 8 hours",
    "back within 48 hours",
    "left after 15:00",
]


@pytest.fixture(scope="module")
def large() -> Drawn:
    return draw(PER_YEAR, FIRST, 365, 7)


@pytest.fixture(scope="module")
def measures(large: Drawn) -> dict[str, Measure]:
    return {each.name: each for each in measure(large, 365)}


@pytest.fixture(scope="module")
def told() -> list[Told]:
    return tell(draw(2000, FIRST, 365, 3), 3)


@pytest.mark.parametrize("name", NAMES)
def test_each_figure_lies_where_the_published_one_does(
    measures: dict[str, Measure], name: str
) -> None:
    found = measures[name]
    assert found.fits, f"{found.name}: {found.drawn:.3f}, not in {found.low} to {found.high}"


def test_every_measure_is_looked_at(measures: dict[str, Measure]) -> None:
    assert list(measures) == NAMES


def test_about_as_many_episodes_as_asked(large: Drawn) -> None:
    assert len(large.episodes.child) == pytest.approx(PER_YEAR, rel=0.06)
    assert len(large.children.born) == round(PER_YEAR / (EPISODES_A_CHILD * 1.1))


def test_nobody_is_missing_twice_at_once_nor_grown_up(large: Drawn) -> None:
    back: dict[int, int] = {}
    episodes = large.episodes
    for child, start, minutes in zip(
        episodes.child.tolist(), episodes.start.tolist(), episodes.minutes.tolist(), strict=True
    ):
        assert start > back.get(child, -1)
        back[child] = start + minutes
        assert (large.children.born[child] + start // 1440) // 365 < 18


def test_the_same_seed_tells_the_same_county(told: list[Told]) -> None:
    again = tell(draw(2000, FIRST, 365, 3), 3)
    assert [each.report.versions for each in again] == [each.report.versions for each in told]
    other = tell(draw(2000, FIRST, 365, 4), 4)
    assert [each.report.versions for each in other] != [each.report.versions for each in told]


def test_the_dirt_is_there_in_about_the_shares_that_are_stated(told: list[Told]) -> None:
    figures = Figures()
    found = Counter(fault for each in told for fault in set(each.faults))
    assert found["other name"] / len(told) == pytest.approx(figures.other_name, abs=0.02)
    assert found["late version"] / len(told) == pytest.approx(figures.late_version, abs=0.02)
    assert found["twice"] > 20
    assert found["reported anew"] > 20
    blank = sum(1 for each in told if not each.report.child.ethnicity) / len(told)
    assert blank == pytest.approx(figures.no_ethnicity, abs=0.1)
    people = {(each.report.child.surname, each.report.child.dob): each.child for each in told}
    assert len(people) < len({each.child for each in told}), "there are no twins"


def test_versions_and_times_stand_in_order(told: list[Told]) -> None:
    for each in told:
        first, last = each.report.versions[0], each.report.versions[-1]
        assert first.is_open
        assert not last.is_open
        assert first.updated_at < last.updated_at == each.heard_until
        assert first.cells["LAST_SEEN_DTTM"] < first.cells["RECORDED_MISSING_DTTM"]
        assert each.started_at < each.returned_at


def test_a_number_of_the_test_block_has_its_check_digit() -> None:
    numbers = [nhs_number(n) for n in range(300)]
    assert all(number == "" or number.startswith("999") for number in numbers)
    assert 200 < sum(1 for number in numbers if number) < 271


def test_practice_meets_most_duties_in_time_and_obeys_the_published_rates(
    told: list[Told],
) -> None:
    edition = read_edition(shipped_text("north-yorkshire-current"), "current")
    lines = [practise(each, edition, calendar(), 3) for each in told[:400]]
    held = [any(line.kind == "interview.held" for _, _, line in each) for each in lines]
    assert sum(held) / len(held) == pytest.approx(0.65, abs=0.08)
    told_school = [any(line.kind == "school.notified" for _, _, line in each) for each in lines]
    assert sum(told_school) / len(told_school) > 0.6
    assert lines == [practise(each, edition, calendar(), 3) for each in told[:400]]
    for each, practised in zip(told, lines, strict=False):
        assert all(
            line.happened_at >= each.started_at - timedelta(hours=1) for *_, line in practised
        )


@pytest.mark.parametrize(
    ("played", "now", "until"),
    [
        ("2024-11-23", "2026-11-23 09:00", "2024-11-30"),  # the past goes by weeks
        ("2026-11-19", "2026-11-23 09:00", "2026-11-23"),  # up to the founding
        ("2026-11-23", "2026-11-24 06:00", None),  # the night's download is not in
        ("2026-11-23", "2026-11-24 06:20", "2026-11-24"),  # each morning
        ("2026-11-23", "2026-11-30 12:00", "2026-11-30"),  # days that nobody ran it, at once
    ],
)
def test_blocks_are_weeks_and_then_mornings(played: str, now: str, until: str | None) -> None:
    founded = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    progress = Progress(founded, 1, FIRST, morning(date.fromisoformat(played)))
    at = datetime.fromisoformat(now).replace(tzinfo=LONDON).astimezone(UTC)
    expected = morning(date.fromisoformat(until)) if until else None
    assert progress.next_until(at) == expected


def test_the_first_block_begins_years_back() -> None:
    now = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    progress = begin(now, 2, 1)
    assert progress.first == date(2024, 11, 23)
    assert not progress.history_is_in
    assert last_morning(now) == morning(date(2026, 11, 22))
