"""Every worked case of this folder, judged by the shipped editions.

A case is a short story with dated lines and what was owed. `lines` are written
`DAY TIME [BST|GMT] KIND [GRADE] [known DAY TIME]`; GRADE is the police grade in force at
that line. `expect` lists every verdict of a duty in order, or `none`. Times are local.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import homeward.rules.protocol
from homeward.rules.protocol.catalogue import Edition, read_edition
from homeward.rules.protocol.evaluate import EpisodeLog, Facts, Line, Verdict, evaluate
from homeward.rules.workdays import Calendar, readings

HERE = Path(__file__).parent
EDITIONS = Path(homeward.rules.protocol.__file__).parent / "editions"
LONDON = ZoneInfo("Europe/London")
EDGES = {
    "exactly 72 h",
    "clock change in spring",
    "clock change in autumn",
    "weekend",
    "bank holiday",
    "school INSET",
    "18th birthday inside the episode",
    "returned then missing again within 72 h",
    "midnight MSPR file",
    "two LAs",
    "future timestamps",
    "unknown times (date only)",
}
MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?(?: BST| GMT)?"
LINE = re.compile(rf"({MOMENT}) (\S+?)(?: ([A-Z_]+))?(?: known ({MOMENT}))?")
EXPECTED = re.compile(rf"(?:(\w+): )?(\S+) (?:none|(\w+), due ({MOMENT}))")


@dataclass(frozen=True)
class Case:
    """One worked case as written in the file."""

    id: str
    story: str
    edition: str
    edge: str
    facts: Facts
    episodes: dict[str, list[str]]
    as_at: str
    expect: list[str]


def moment(text: str) -> datetime:
    """A local time as UTC. Behind a doubtful time stands which of the two is meant."""
    bare, _, summer = text.replace(" BST", "#BST").replace(" GMT", "#GMT").partition("#")
    possible = readings(datetime.fromisoformat(bare), LONDON)
    assert len(possible) == 1 or summer, f"{text}: say BST or GMT"
    return possible[0] if summer != "GMT" else possible[-1]


def facts_of(given: dict[str, object]) -> Facts:
    """The facts of a case from the words of the file."""
    known = {"born": "dob", "other_la": "placed_by_other_la", "school": "school_urn"}
    return Facts(**{known.get(key, key): value for key, value in given.items()})


def line_of(text: str) -> Line:
    """One dated line."""
    found = LINE.fullmatch(text)
    assert found, f"not a line: {text}"
    at, kind, grade, known = found.groups()
    facts = Facts(risk=grade) if grade else None
    return Line(kind, moment(at), moment(known) if known else None, facts)


def read_cases() -> list[Case]:
    """All cases of the folder, file by file."""
    return [
        Case(
            id=row["id"],
            story=row["story"],
            edition=row.get("edition", "north-yorkshire-current"),
            edge=row.get("edge", ""),
            facts=facts_of(row.get("facts", {})),
            episodes=row.get("episodes") or {"only": row["lines"]},
            as_at=row["as_at"],
            expect=row["expect"],
        )
        for path in sorted(HERE.glob("*.toml"))
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


@cache
def edition(name: str) -> Edition:
    """A shipped edition."""
    return read_edition((EDITIONS / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


@cache
def calendar() -> Calendar:
    """Bank holidays of the years in the cases, and the days that one school listed."""
    holidays = csv.DictReader((HERE / "bank_holidays.csv").read_text().splitlines())
    listed = csv.DictReader((HERE / "school_days.csv").read_text().splitlines())
    days: dict[str, set[date]] = {}
    for row in listed:
        days.setdefault(row["school_urn"], set()).add(date.fromisoformat(row["date"]))
    return Calendar(
        holidays=frozenset(date.fromisoformat(row["day"]) for row in holidays),
        covered_until=date(2026, 12, 31),
        school_days={urn: frozenset(known) for urn, known in days.items()},
        zone=LONDON,
    )


def judged(case: Case) -> list[Verdict]:
    """What the edition says about the child of this case."""
    child = [
        EpisodeLog(name, [line_of(text) for text in lines], case.facts)
        for name, lines in case.episodes.items()
    ]
    return evaluate(edition(case.edition), child, moment(case.as_at), calendar())


def expected(case: Case) -> dict[tuple[str, str], list[tuple[str, datetime]]]:
    """By episode and duty, the verdicts that the case asks for, with their due times."""
    asked: dict[tuple[str, str], list[tuple[str, datetime]]] = {}
    for text in case.expect:
        found = EXPECTED.fullmatch(text)
        assert found, f"not an expectation: {text}"
        episode, duty, verdict, due = found.groups()
        verdicts = asked.setdefault((episode or "only", duty), [])
        if verdict:
            verdicts.append((verdict, moment(due)))
    return asked


CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case_ends_as_the_story_says(case: Case) -> None:
    """Verdict and due time of each duty that the case names, no more and no fewer."""
    found: dict[tuple[str, str], list[tuple[str, datetime]]] = {key: [] for key in expected(case)}
    for verdict in judged(case):
        key = (verdict.episode, verdict.duty)
        if key in found:
            found[key].append((verdict.verdict, verdict.due))
    assert found == expected(case), case.story


def test_there_are_enough_cases_and_no_id_twice() -> None:
    """At least sixty, each with a name of its own."""
    assert len(CASES) >= 60
    assert [name for name, n in Counter(case.id for case in CASES).items() if n > 1] == []


def test_every_named_edge_has_a_case() -> None:
    """The edges that the protocol's notes ask for, and none with another spelling."""
    assert {case.edge for case in CASES if case.edge} == EDGES


def test_due_times_are_universal_time() -> None:
    """Whatever the wall shows, what comes out is UTC."""
    dues = [verdict.due for case in CASES for verdict in judged(case)]
    assert dues
    assert all(due.tzinfo is UTC for due in dues)
