"""The spec tables of the protocol engine, as a practitioner reads them."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from homeward.rules.protocol.almanac import day_book
from homeward.rules.protocol.catalogue import read_edition
from homeward.rules.protocol.evaluate import EpisodeLog, Facts, Line, Verdict, evaluate
from homeward.rules.protocol.limits import parse_limit
from homeward.rules.workdays import Calendar

SPEC = Path(__file__).parents[1] / "spec"
LONDON = ZoneInfo("Europe/London")
LIMITS = tomllib.loads((SPEC / "protocol_limits.toml").read_text(encoding="utf-8"))
CASES = tomllib.loads((SPEC / "protocol_verdicts.toml").read_text(encoding="utf-8"))["case"]
CALENDAR = Calendar(
    holidays=frozenset(date.fromisoformat(day) for day in LIMITS["bank_holidays"]),
    covered_until=date(2026, 12, 31),
    school_days={"listed": frozenset(date.fromisoformat(day) for day in LIMITS["listed_school"])},
    zone=LONDON,
)
LINE = re.compile(r"(?:(\w+): )?(\S+ \S+) (\S+)(?: \(known (.+)\))?")
KEYS = ("starts", "within", "repeats", "count_in")
LISTS = ("met_by", "excused_by")


def wall(text: str) -> datetime:
    """A time on the wall in London, `winter` for the later of two readings, as UTC."""
    clock, _, _ = text.partition(" winter")
    local = datetime.fromisoformat(clock.removesuffix(" summer"))
    fold = 1 if text.endswith("winter") else 0
    return local.replace(tzinfo=LONDON, fold=fold).astimezone(UTC)


@pytest.mark.parametrize("row", LIMITS["rows"], ids=lambda row: row[0])
def test_due_time(row: list[str]) -> None:
    _, limit, start, due, *school = row
    book = day_book(CALENDAR, "Europe/London")

    answer = parse_limit(limit).due(wall(start), book, school[0] if school else None)

    assert answer == wall(due)
    assert answer.tzinfo is UTC


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_verdict(case: dict[str, Any]) -> None:
    edition = read_edition(edition_text(case), "case.toml")
    child = logs(case["lines"], Facts(**case.get("facts", {})))

    found = evaluate(edition, child, wall(case["as_at"]), CALENDAR)

    assert [told(verdict) for verdict in found] == [expected(text) for text in case["gives"]]


def edition_text(case: dict[str, Any]) -> str:
    """An edition with the one duty of this case."""
    duty = {"starts": "child.returned", "met_by": ["interview.held"], "within": "72 h", **case}
    lines = [
        '[edition]\nid = "case"\ntitle = "Case"\nin_force = 2020-02-21',
        'timezone = "Europe/London"\n[[duty]]\nid = "D"\ntitle = "Duty"\nowner = "somebody"',
        'evidence = "P"\njurisdiction = "DEF"\nsource = "spec table"',
    ]
    lines += [f'{key} = "{duty[key]}"' for key in KEYS if key in duty]
    lines += [f"{key} = {duty[key]}" for key in LISTS if key in duty]
    lines += [f"{key} = {duty[key]}" for key in ("from", "until") if key in duty]
    if "applies" in duty:
        lines.append("[duty.applies]")
        lines += [f"{key} = {toml(value)}" for key, value in duty["applies"].items()]
    return "\n".join(lines)


def toml(value: object) -> str:
    """A list, number or flag as TOML writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def logs(lines: list[str], facts: Facts) -> list[EpisodeLog]:
    """The lines of each episode, in the order in which episodes are first named."""
    episodes: dict[str, list[Line]] = {}
    for text in lines:
        found = LINE.fullmatch(text)
        assert found, text
        known_at = wall(found[4]) if found[4] else None
        line = Line(found[3], wall(found[2]), known_at)
        episodes.setdefault(found[1] or "A", []).append(line)
    return [EpisodeLog(name, each, facts) for name, each in episodes.items()]


def told(verdict: Verdict) -> tuple[str, datetime, datetime, str, datetime | None]:
    """A verdict without the id of the case's one duty."""
    return (verdict.episode, verdict.start, verdict.due, verdict.verdict, verdict.at)


def expected(text: str) -> tuple[str, datetime, datetime, str, datetime | None]:
    """`A: start, due time: verdict time` as the table writes it."""
    found = re.fullmatch(r"(?:(\w+): )?(.+), due (\S+ \S+): (\w+)(?: (.+))?", text)
    assert found, text
    at = wall(found[5]) if found[5] else None
    return (found[1] or "A", wall(found[2]), wall(found[3]), found[4], at)
