"""Event logs, facts and school days from files, as the contract spells their columns.

Reading is columnar; `children` then hands the lines to the reference engine, child by child.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import polars as pl

from homeward.insight import cells
from homeward.insight.faults import InputFault
from homeward.insight.tables import Sheet, open_sheet
from homeward.rules.protocol.catalogue import RISKS, SETTINGS
from homeward.rules.protocol.evaluate import EpisodeLog, Facts, Line, Verdict

_FACTS = ("setting", "risk", "dob", "placed_by_other_la", "school_urn", "place")
_BLANK = Facts()


@dataclass(frozen=True, slots=True)
class Events:
    """Lines: `episode`, `kind`, `at` and `known_at` (UTC, null when not given)."""

    frame: pl.DataFrame
    whole_episodes: bool

    def known(self, as_at: datetime) -> pl.DataFrame:
        """The distinct lines known at that moment: `episode`, `kind`, `at` to the second."""
        heard = pl.col("known_at").is_null() | (pl.col("known_at") <= as_at)
        known = self.frame.lazy().filter((pl.col("at") <= as_at) & heard)
        seconds = pl.col("at").dt.truncate("1s")
        return known.select("episode", "kind", seconds).unique().collect()


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """The child and the facts of each episode. A blank child is a child of its own."""

    children: Mapping[str, str]
    facts: Mapping[str, Facts]
    whole_episodes: bool


def read_events(path: Path) -> Events:
    """EVENTS: `episode,kind,at` and optionally `known_at`. Raises InputFault."""
    sheet = open_sheet(path, ("episode", "kind", "at"), ("known_at",))
    not_given = pl.repeat(None, sheet.frame.height, dtype=cells.UTC_TIME, eager=True)
    frame = pl.DataFrame(
        {
            "episode": cells.texts(sheet, "episode"),
            "kind": cells.texts(sheet, "kind"),
            "at": cells.times(sheet, "at"),
            "known_at": cells.times(sheet, "known_at", blank=True)
            if sheet.has("known_at")
            else not_given,
        }
    )
    return Events(frame, sheet.frame["episode"].dtype.is_integer())


def read_facts(path: Path) -> EpisodeFacts:
    """FACTS: `episode,child` and any of the facts; a row a episode. Raises InputFault."""
    sheet = open_sheet(path, ("episode", "child"), _FACTS)
    episodes = cells.texts(sheet, "episode").to_list()
    children = cells.texts(sheet, "child", blank=True).to_list()
    rows = zip(*(_column(sheet, name) for name in _FACTS), strict=True)
    facts: dict[str, Facts] = {}
    owners: dict[str, str] = {}
    for number, (episode, child, row) in enumerate(
        zip(episodes, children, rows, strict=True), start=1
    ):
        own = (Facts(*row), child or "")
        if episode in facts and own != (facts[episode], owners[episode]):
            raise sheet.fault(number, "episode", f"episode {episode} has another row that differs")
        facts[episode], owners[episode] = own
    return EpisodeFacts(owners, facts, sheet.frame["episode"].dtype.is_integer())


def _column(sheet: Sheet, name: str) -> Sequence[object]:
    if not sheet.has(name):
        return [None] * sheet.frame.height
    if name == "setting":
        return cells.choices(sheet, name, SETTINGS)
    if name == "risk":
        return cells.choices(sheet, name, RISKS)
    if name == "dob":
        return cells.days(sheet, name)
    if name == "placed_by_other_la":
        return cells.flags(sheet, name)
    return [text or None for text in cells.texts(sheet, name, blank=True).to_list()]


def read_school_days(path: Path) -> Mapping[str, frozenset[date]]:
    """`school_urn,date`, one row a school day, by school. Raises InputFault."""
    sheet = open_sheet(path, ("school_urn", "date"), ())
    days: dict[str, set[date]] = {}
    urns = cells.texts(sheet, "school_urn").to_list()
    for urn, day in zip(urns, cells.given_days(sheet, "date"), strict=True):
        days.setdefault(urn, set()).add(day)
    return {urn: frozenset(each) for urn, each in days.items()}


def count_episodes(events: Events, facts: EpisodeFacts) -> int:
    """Distinct episodes in either file."""
    return len(set(events.frame["episode"].unique()) | facts.facts.keys())


def children(
    known: pl.DataFrame, facts: EpisodeFacts, kinds: Collection[str]
) -> Iterator[list[EpisodeLog]]:
    """The episodes of each child together, with their lines of these kinds.

    Episodes without such a line are left out: nothing can start for them.
    """
    owners = pl.DataFrame(
        {"episode": list(facts.children), "child": list(facts.children.values())},
        schema={"episode": pl.String, "child": pl.String},
    )
    lines = known.filter(pl.col("kind").is_in(list(kinds))).join(owners, "episode", how="left")
    alone = pl.col("child").is_null() | (pl.col("child") == "")
    grouped = (
        lines.with_columns(
            child=pl.when(~alone).then("child"), alone=pl.when(alone).then("episode")
        )
        .sort("child", "alone", "episode", "at", "kind")
        .group_by("child", "alone", "episode", maintain_order=True)
        .agg("kind", pl.col("at").dt.epoch("s"))
    )
    for _, rows in groupby(grouped.iter_rows(), key=itemgetter(0, 1)):
        yield [_log(episode, kinds, ats, facts) for _, _, episode, kinds, ats in rows]


def _log(episode: str, kinds: Sequence[str], ats: Sequence[int], facts: EpisodeFacts) -> EpisodeLog:
    lines = [
        Line(kind, datetime.fromtimestamp(at, UTC)) for kind, at in zip(kinds, ats, strict=True)
    ]
    return EpisodeLog(episode, lines, facts.facts.get(episode, _BLANK))


def write_rows(path: Path, verdicts: Sequence[Verdict], *, whole_episodes: bool) -> None:
    """`duty,episode,start,due,verdict,at`, UTC; Parquet when the name ends so, else CSV.

    Written beside its place first, then renamed: no half file is left. Raises InputFault.
    """
    frame = pl.DataFrame(
        {
            "duty": [verdict.duty for verdict in verdicts],
            "episode": [verdict.episode for verdict in verdicts],
            "start": [verdict.start for verdict in verdicts],
            "due": [verdict.due for verdict in verdicts],
            "verdict": [verdict.verdict for verdict in verdicts],
            "at": [verdict.at for verdict in verdicts],
        },
        schema={
            "duty": pl.String,
            "episode": pl.String,
            "start": cells.UTC_TIME,
            "due": cells.UTC_TIME,
            "verdict": pl.String,
            "at": cells.UTC_TIME,
        },
    )
    if path.is_dir():
        raise InputFault(str(path), "the file cannot be written (it is a folder)")
    if not path.parent.is_dir():
        raise InputFault(str(path), "the file cannot be written (there is no such folder)")
    part = path.with_name(f".{path.name}.part")
    try:
        _write(frame, part, path.suffix, whole_episodes=whole_episodes)
        part.replace(path)
    except OSError as fault:
        part.unlink(missing_ok=True)
        reason = (fault.strerror or "unknown reason").lower()
        raise InputFault(path.name, f"the file cannot be written ({reason})") from None


def _write(frame: pl.DataFrame, part: Path, suffix: str, *, whole_episodes: bool) -> None:
    if suffix == ".parquet":
        whole = pl.col("episode").cast(pl.Int64) if whole_episodes else pl.col("episode")
        frame.with_columns(whole).write_parquet(part)
    else:
        frame.write_csv(part, datetime_format="%Y-%m-%dT%H:%M:%SZ")
