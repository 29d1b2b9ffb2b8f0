"""`homeward protocol check`: an event log judged against an edition, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import click

from homeward.cli.answers import BadInput, say, say_json, say_table, warn
from homeward.cli.editions import find_edition
from homeward.ground.holidays import bank_holidays
from homeward.insight.faults import InputFault
from homeward.insight.frames import (
    children,
    count_episodes,
    read_events,
    read_facts,
    read_school_days,
    write_rows,
)
from homeward.rules.protocol.catalogue import Edition
from homeward.rules.protocol.evaluate import Verdict, evaluate
from homeward.rules.protocol.limits import Elapsed
from homeward.rules.workdays import Calendar

FIRST_YEAR, LAST_YEAR = 1900, 2200
_OUTCOMES = ("running", "met", "late", "overdue", "excused")


class Moment(click.ParamType[datetime]):
    """A time in ISO 8601 with an offset, given to the program as UTC."""

    name = "TIME"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Reads the time; fails when it is none or has no offset."""
        try:
            at = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f'"{value}" is no ISO 8601 time.', param, ctx)
        if at.tzinfo is None:
            self.fail(f'"{value}" has no offset; write it like 2026-01-31T09:15:00Z.', param, ctx)
        if not FIRST_YEAR < at.year < LAST_YEAR:
            self.fail(f'"{value}" is not between {FIRST_YEAR} and {LAST_YEAR}.', param, ctx)
        return at.astimezone(UTC)


class Tally:
    """Counts verdicts by duty; keeps them when rows are asked for; minds the last day asked."""

    def __init__(self, edition: Edition, *, keep: bool) -> None:
        self.duties = {duty.id: dict.fromkeys(_OUTCOMES, 0) for duty in edition.duties}
        self.kept: list[Verdict] = []
        self.last_due: datetime | None = None
        self._keep = keep
        self._by_calendar = {
            duty.id for duty in edition.duties if not isinstance(duty.within, Elapsed)
        }

    def take(self, verdicts: Iterable[Verdict]) -> None:
        """Adds the verdicts of one child."""
        for verdict in verdicts:
            self.duties[verdict.duty][verdict.verdict] += 1
            if verdict.duty in self._by_calendar:
                self.last_due = max(self.last_due or verdict.due, verdict.due)
            if self._keep:
                self.kept.append(verdict)


@click.command(
    epilog="Example: homeward protocol check events.csv --episodes facts.csv "
    "--edition england-baseline --as-at 2026-11-23T09:00:00Z"
)
@click.argument("events", type=click.Path(path_type=Path))
@click.option(
    "--episodes", required=True, type=click.Path(path_type=Path), help="Facts, a row each."
)
@click.option("--edition", required=True, help="Id of a shipped edition, or a file.")
@click.option("--as-at", required=True, type=Moment(), help="The moment of judging, with offset.")
@click.option("--calendar", type=click.Path(path_type=Path), help="School days: school_urn,date.")
@click.option("--rows", type=click.Path(path_type=Path), help="Every verdict, .csv or .parquet.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def check(
    events: Path,
    episodes: Path,
    edition: str,
    as_at: datetime,
    calendar: Path | None,
    rows: Path | None,
    as_json: bool,
) -> None:
    """Judge EVENTS (episode,kind,at; CSV or Parquet) against an edition.

    Counts, for each duty, how many are running, met, late, overdue and excused.
    """
    started = perf_counter()
    found = find_edition(edition)
    try:
        days = _calendar(calendar, found)
        log, facts = read_events(events), read_facts(episodes)
        known = log.known(as_at)
        tally = Tally(found, keep=rows is not None)
        for child in children(known, facts, found.named_kinds):
            tally.take(evaluate(found, child, as_at, days))
        if rows is not None:
            write_rows(rows, tally.kept, whole_episodes=log.whole_episodes)
    except InputFault as fault:
        raise BadInput(str(fault)) from None
    answer: dict[str, object] = {
        "episodes": count_episodes(log, facts),
        "events": known.height,
        "duties": tally.duties,
        "seconds": round(perf_counter() - started, 3),
    }
    _say(found, answer, tally, as_json=as_json)
    _warn(days, tally.last_due)


def _calendar(path: Path | None, edition: Edition) -> Calendar:
    holidays, covered_until = bank_holidays()
    school_days = read_school_days(path) if path else {}
    return Calendar(holidays, covered_until, school_days, ZoneInfo(edition.timezone))


def _say(edition: Edition, answer: Mapping[str, object], tally: Tally, *, as_json: bool) -> None:
    if as_json:
        say_json(answer)
        return
    say(f"{edition.title} ({edition.id})")
    rows = [(duty, *counts.values()) for duty, counts in tally.duties.items()]
    say_table(("Duty", *(outcome.capitalize() for outcome in _OUTCOMES)), rows)
    say("{episodes} episodes, {events} lines, {seconds} s".format_map(answer))


def _warn(calendar: Calendar, last_due: datetime | None) -> None:
    """Says on standard error that a due time lies beyond the known bank holidays."""
    sentence = calendar.warning(calendar.local_day(last_due)) if last_due else None
    if sentence:
        warn(sentence)
