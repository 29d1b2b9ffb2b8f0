"""Appending lines and placing their sources. Lines never move; sources may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from homeward.chronology.facts import LineFacts
from homeward.ground.bulk import IdBlocks, insert_rows
from homeward.ledger.actions import Written
from homeward.ledger.digests import keyed_digest
from homeward.rules.acts import Act, NewLine

COLUMNS = (
    "id",
    "source_id",
    "kind",
    "happened_at",
    "precision",
    "known_at",
    "recorded_at",
    "agency",
    "person_id",
    "act_id",
    "text",
    "data",
    "supersedes",
    "digest",
)


@dataclass(frozen=True, slots=True)
class PlacedSource:
    """A source and where it belongs from now on."""

    id: UUID
    kind: str
    child_id: UUID | None
    episode_id: UUID | None
    reason: str = ""


def line_content(row: Sequence[Any]) -> list[Any]:
    """What a line's digest covers: all columns of `COLUMNS` but the digest itself."""
    return list(row[:-1])


def line_row(act: Act, line_id: int, source: UUID, line: NewLine) -> tuple[Any, ...]:
    """One row for `COLUMNS`, sealed with its digest."""
    content = (
        line_id,
        source,
        line.kind,
        line.happened_at,
        line.precision,
        line.known_at or act.known,
        act.at,
        line.agency or act.viewer.agency,
        act.viewer.person,
        act.id,
        line.text,
        line.data,
        line.supersedes,
    )
    return (*content, keyed_digest(content))


def line_facts(row: Sequence[Any]) -> LineFacts:
    """The facts of a row made by `line_row`."""
    return LineFacts(
        id=row[0],
        source_id=row[1],
        kind=row[2],
        happened_at=row[3],
        precision=row[4],
        known_at=row[5],
        agency=row[7],
        data=row[11],
        text=row[10],
        supersedes=row[12],
        person_id=row[8],
        recorded_at=row[6],
    )


@dataclass(frozen=True, slots=True)
class Prepared:
    """Lines ready to be written once their sources stand; their facts are known already."""

    rows: Sequence[tuple[Any, ...]]

    @property
    def facts(self) -> list[LineFacts]:
        """The lines as facts, for the recount that goes before the writing."""
        return [line_facts(row) for row in self.rows]

    @property
    def written(self) -> Written:
        """What the ledger enters of them."""
        if not self.rows:
            return Written(None, None, ())
        return Written(self.rows[0][0], self.rows[-1][0], [row[-1] for row in self.rows])


def prepare(act: Act, lines: Sequence[tuple[UUID, NewLine]]) -> Prepared:
    """Give the lines of one act, each with its source's id, their ids and digests."""
    ids = IdBlocks("chronology_line", block=max(len(lines), 1))
    return Prepared([line_row(act, ids.next(), source, line) for source, line in lines])


def append(act: Act, prepared: Prepared) -> Written:
    """Append prepared lines."""
    insert_rows("chronology_line", COLUMNS, prepared.rows)
    return prepared.written


def append_rows(act: Act, rows: Sequence[tuple[Any, ...]]) -> None:
    """Append the lines of many acts of one batch, each made by `line_row`."""
    insert_rows("chronology_line", COLUMNS, rows)


def place_sources(act: Act, sources: Iterable[PlacedSource]) -> None:
    """Say where sources belong from now on; where they belonged before stays on record."""
    listed = list(sources)
    for source in listed:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE chronology_source SET child_id = %s, episode_id = %s WHERE id = %s",
                [source.child_id, source.episode_id, source.id],
            )
    _append_placings(act, listed)


def place_new_sources(act: Act, sources: Sequence[PlacedSource]) -> None:
    """Enter sources for the first time, with where they belong."""
    insert_rows(
        "chronology_source",
        ("id", "kind", "child_id", "episode_id"),
        [(source.id, source.kind, source.child_id, source.episode_id) for source in sources],
    )
    _append_placings(act, sources)


def _append_placings(act: Act, sources: Sequence[PlacedSource]) -> None:
    insert_rows(
        "chronology_sourceplacing",
        ("source_id", "child_id", "episode_id", "placed_at", "act_id", "reason"),
        [(s.id, s.child_id, s.episode_id, act.at, act.id, s.reason) for s in sources],
    )
