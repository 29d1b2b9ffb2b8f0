"""Appending lines and placing their sources. Lines never move; sources may."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from homeward.chronology.facts import LineFacts
from homeward.ground.bulk import IdBlocks, insert_rows
from homeward.ledger.actions import Written
from homeward.ledger.digests import in_order, keyed_digest, salted_digest
from homeward.rules.acts import Act, NewLine
from homeward.rules.lines import parted

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
    "text_digest",
    "salt",
    "shape",
    "digest",
)
#: The columns that make a line's facts.
SAID = COLUMNS[: COLUMNS.index("text_digest")]
#: Lines of version 0.1 have shape 1: their digest covers the words themselves.
SHAPE = 2


@dataclass(frozen=True, slots=True)
class PlacedSource:
    """A source and where it belongs from now on."""

    id: UUID
    kind: str
    child_id: UUID | None
    episode_id: UUID | None
    reason: str = ""


_SALT = 16


def words_of(line_id: int, text: str, words: Mapping[str, object]) -> str:
    """What the digest of a line's words covers."""
    said = text.replace("\0", "")  # as COPY writes it
    return f"{line_id} {len(said)} {said}{in_order(words) if words else ''}"


def rest_content(
    head: Sequence[Any],
    data: Mapping[str, object],
    supersedes: int | None,
    words_digest: bytes | None,
) -> tuple[Any, ...]:
    """What a line's own digest covers: all columns before the words, the codes, two digests."""
    return (*head, in_order(parted(data)[0]), supersedes, words_digest)


def line_row(act: Act, line_id: int, source: UUID, line: NewLine) -> tuple[Any, ...]:
    """One row for `COLUMNS`, sealed with two digests: of its words, and of all the rest.

    The words (the text, and what `data` says in words) can be erased one day; the rest and
    the digest of the words are proved by the line's digest before and after.
    """
    text, data = line.text, line.data
    codes, words = parted(data)
    salt = words_digest = None
    if text or words:
        salt = os.urandom(_SALT)
        words_digest = salted_digest(words_of(line_id, text, words), salt)
    head = (
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
    )
    digest = keyed_digest((*head, in_order(codes), line.supersedes, words_digest))
    return (*head, text, data, line.supersedes, words_digest, salt, SHAPE, digest)


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
