"""The shipped editions: nothing dropped in silence, nothing newer than its date, all at work.

`tests/spec/obligations.csv` lists every obligation, `sources.csv` when each source came
out, `duties.csv` what every duty does: lines counted from Monday 12 January 2026, 10:00.
"""

from __future__ import annotations

import csv
import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import homeward.rules.protocol
from homeward.rules.lines import KINDS, hand_kinds
from homeward.rules.protocol.catalogue import Duty, Edition, read_edition
from homeward.rules.protocol.evaluate import EpisodeLog, Facts, Line, evaluate
from homeward.rules.sharing import OWNER_TEAMS
from homeward.rules.workdays import Calendar

FOLDER = Path(homeward.rules.protocol.__file__).parent / "editions"
SPEC = Path(__file__).parents[1] / "spec"
NAMES = ("north-yorkshire-2020", "north-yorkshire-current", "england-baseline")
CODES = {"S", "B", "P", "SEED"}
JURISDICTION = re.compile(r"NY|NAT|SEED|DEF|LOC:[A-Z][A-Za-z ]+")
PLAIN_FACTS = {
    "history.asked",
    "host_authority.told",
    "interview.accepted",
    "worker.allocated",
}
MONDAY = datetime(2026, 1, 12, 10, tzinfo=UTC)
CALENDAR = Calendar(
    holidays=frozenset({date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6)}),
    covered_until=date(2026, 12, 31),
    school_days={},
    zone=ZoneInfo("Europe/London"),
)


@cache
def edition(name: str) -> Edition:
    """A shipped edition."""
    return read_edition((FOLDER / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


@cache
def not_computed() -> dict[str, list[dict[str, str]]]:
    """What no edition computes: whole rows, and parts of rows."""
    return tomllib.loads((FOLDER / "not_computed.toml").read_text(encoding="utf-8"))


def table(name: str) -> list[dict[str, str]]:
    """A spec table."""
    with (SPEC / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def obligation(duty_id: str) -> str:
    """The obligation that a duty belongs to: `POL-08.HIGH` to `POL-08`."""
    return duty_id.partition(".")[0]


def every_duty() -> list[tuple[str, Duty]]:
    """Every duty of every edition."""
    return [(name, duty) for name in NAMES for duty in edition(name).duties]


DUTIES = pytest.mark.parametrize(
    "duty", [duty for _, duty in every_duty()], ids=[f"{n}-{d.id}" for n, d in every_duty()]
)


@DUTIES
def test_duty_says_who_owes_it_and_how_it_is_known(duty: Duty) -> None:
    """Owner, source, jurisdiction and evidence, each in the words that the record knows."""
    assert duty.owner in OWNER_TEAMS
    assert {duty.evidence, duty.figure_evidence} <= CODES
    assert JURISDICTION.fullmatch(duty.jurisdiction)
    assert duty.source


@DUTIES
def test_duty_without_a_source_is_called_a_local_default(duty: Duty) -> None:
    """A proposal is no policy: its code is P, and so is that of a design default."""
    assert (duty.jurisdiction == "DEF") == (duty.evidence == "P")
    assert duty.evidence == "P" or not duty.source.startswith("local default")


def test_every_obligation_stands_in_an_edition_or_has_its_reason() -> None:
    """Each of the 127 in exactly one of the two, and nothing that is no obligation."""
    obligations = {row["id"] for row in table("obligations")}
    computed = {obligation(duty.id) for _, duty in every_duty()}
    left_out = [row["id"] for row in not_computed()["row"]]
    assert len(obligations) == 127
    assert len(left_out) == len(set(left_out))
    assert computed.isdisjoint(left_out)
    assert computed | set(left_out) == obligations


def test_the_current_edition_holds_every_computed_obligation() -> None:
    """The others are parts of it."""
    current = {duty.id for duty in edition("north-yorkshire-current").duties}
    assert {duty.id for _, duty in every_duty()} == current


def test_what_is_left_out_has_a_reason() -> None:
    """Whole rows and parts alike; a part belongs to a row that is computed."""
    computed = {obligation(duty.id) for _, duty in every_duty()}
    parts = not_computed()["part"]
    assert all(row["reason"].endswith(".") for row in not_computed()["row"] + parts)
    assert {part["id"] for part in parts} <= computed


@pytest.mark.parametrize("row", table("obligations"), ids=lambda row: row["id"])
def test_obligation_keeps_its_jurisdiction_and_evidence(row: dict[str, str]) -> None:
    """What the current edition says of an obligation is what the table of obligations says."""
    stated = {
        (duty.jurisdiction.partition(":")[0], duty.evidence)
        for duty in edition("north-yorkshire-current").duties
        if obligation(duty.id) == row["id"]
    } | {
        (left["jurisdiction"].partition(":")[0], left["evidence"])
        for left in not_computed()["row"]
        if left["id"] == row["id"]
    }
    assert (row["jurisdiction"], row["evidence"]) in stated


def sources(text: str) -> list[str]:
    """The names of the sources in a source field, without chapter and verse."""
    return [part.partition(", ")[0] for part in text.split("; ")]


@DUTIES
def test_every_source_is_listed(duty: Duty) -> None:
    """A source is spelt in one way."""
    assert set(sources(duty.source)) <= {row["source"] for row in table("sources")}


def test_edition_of_2020_holds_only_what_existed_then() -> None:
    """Rows of later or undated sources are not in it."""
    old = {row["source"] for row in table("sources") if row["existed_on_2020_02_21"] == "yes"}
    newer = {
        duty.id: duty.source
        for duty in edition("north-yorkshire-2020").duties
        if not set(sources(duty.source)) <= old
    }
    tasks = [task for task in edition("north-yorkshire-2020").tasks if task.evidence != "P"]
    assert newer == {}
    assert {task.source for task in tasks} <= old


def test_dates_of_the_sources_agree_with_what_is_said_of_2020() -> None:
    """No source is called old whose date is later, or not known."""
    for row in table("sources"):
        old = bool(row["published"]) and row["published"] <= "2020-02-21"
        assert (row["existed_on_2020_02_21"] == "yes") == old, row["source"]


def test_edition_of_2020_says_that_its_text_is_not_confirmed() -> None:
    """Its title says so; it holds from the day of version 3.0, and sets no lowest grade."""
    old = edition("north-yorkshire-2020")
    assert old.title.endswith("reconstructed; text not confirmed")
    assert old.in_force == date(2020, 2, 21)
    assert old.risk_floor is None


def test_england_baseline_holds_national_rows_alone() -> None:
    """No local row and no local checklist."""
    england = edition("england-baseline")
    assert {duty.jurisdiction for duty in england.duties} == {"NAT"}
    assert {task.jurisdiction for task in england.tasks} == {"NAT"}
    assert england.risk_floor is None


def test_a_child_starts_at_medium_or_higher_in_north_yorkshire() -> None:
    """The floor is data of the current edition, with its source."""
    floor = edition("north-yorkshire-current").risk_floor
    assert floor is not None
    assert (floor.grade, floor.evidence) == ("MEDIUM", "S")


def test_each_grade_opens_its_checklist() -> None:
    """High opens all that medium opens, and more."""
    tasks = edition("north-yorkshire-current").tasks
    medium = {task.id for task in tasks if "MEDIUM" in task.grades}
    high = {task.id for task in tasks if "HIGH" in task.grades}
    assert (len(medium), len(high)) == (8, 16)
    assert medium < high


def test_no_duty_waits_for_a_kind_that_nobody_can_enter() -> None:
    """A row that is called evidenced is started and met by kinds that the product ships."""
    for name, duty in every_duty():
        kinds = {duty.starts, *duty.met_by, *duty.excused_by}
        assert duty.status == "not-yet" or kinds <= set(KINDS), (name, duty.id)


def test_every_kind_added_by_hand_is_asked_for_or_tells_the_story() -> None:
    """What a person may add by hand bears on a duty, but for notes and a few plain facts."""
    known = {
        kind
        for duty in edition("north-yorkshire-current").duties
        for kind in (duty.starts, *duty.met_by, *duty.excused_by)
    }
    idle = {kind.code for kind in hand_kinds() if kind.group != "Notes"} - known
    assert idle == PLAIN_FACTS


def test_every_duty_is_in_the_spec_table() -> None:
    """Each duty has a row in which it is met and one in which it is overdue."""
    rows = table("duties")
    for verdict in ("met", "overdue"):
        shown = {row["duty"] for row in rows if row["verdict"].startswith(verdict)}
        assert shown == {duty.id for _, duty in every_duty()}


def offset(text: str) -> timedelta:
    """`37h` or `-48h` or `31min` from Monday at ten."""
    found = re.fullmatch(r"(-?\d+)(h|min)", text)
    assert found, text
    return timedelta(hours=int(found[1])) if found[2] == "h" else timedelta(minutes=int(found[1]))


def facts(row: dict[str, str]) -> Facts:
    """The facts of a row; a blank cell is a blank fact. The birthday is long past or far off."""
    born = date(2026 - int(row["age"]) - 1, 7, 1) if row["age"] else None
    return Facts(
        setting=row["setting"] or None,
        risk=row["risk"] or None,
        dob=born,
        placed_by_other_la={"yes": True, "no": False}.get(row["other_la"]),
        school_urn="100009" if row["school"] else None,
        place=row["place"] or None,
    )


def lines(row: dict[str, str]) -> list[Line]:
    """The dated lines of a row."""
    parts = (text.split(" ") for text in row["lines"].split("; "))
    return [Line(kind, MONDAY + offset(at)) for at, kind in parts]


ROWS = [
    (name, row)
    for row in table("duties")
    for name in NAMES
    if row["duty"] in {duty.id for duty in edition(name).duties}
]


@pytest.mark.parametrize(
    ("name", "row"), ROWS, ids=[f"{n}-{r['duty']}-{r['verdict']}" for n, r in ROWS]
)
def test_duty_does_what_the_table_says(name: str, row: dict[str, str]) -> None:
    """All verdicts of the duty on these lines, in order; `none` when it does not arise."""
    log = EpisodeLog("E1", lines(row), facts(row))
    verdicts = evaluate(edition(name), [log], MONDAY + offset(row["as_at"]), CALENDAR)
    found = [verdict.verdict for verdict in verdicts if verdict.duty == row["duty"]]
    assert " ".join(found) == row["verdict"].replace("none", "")
