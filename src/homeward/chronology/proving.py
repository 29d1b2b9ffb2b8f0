"""Proving lines: each line's digest made anew, whether its words stand or were erased by rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from homeward.chronology.actions import COLUMNS, rest_content, words_of
from homeward.ledger.digests import keyed_digest, salted_digest
from homeward.ledger.sealing import LineProof
from homeward.rules.lines import parted

_READ = (*COLUMNS, "rest_digest", "erasure_id")
_PLACE = {name: place for place, name in enumerate(_READ)}
_HEAD = _PLACE["text"]
BROKEN = b""


def digests_of_lines(first: int, last: int) -> Iterator[LineProof]:
    """The lines from id to id with their digests made anew (the keeper's)."""
    rows = _read("BETWEEN %s AND %s", [first, last])
    ordered = _ordered({row["erasure_id"] for row in rows} - {None})
    for row in rows:
        erased = row["erasure_id"] is not None
        allowed = not erased or row["id"] in ordered.get(row["erasure_id"], frozenset())
        fresh = made_anew(row) if allowed else BROKEN
        yield LineProof(row["act_id"], row["id"], row["digest"], fresh, erased)


def rows_of(lines: Sequence[int]) -> list[dict[str, Any]]:
    """These lines as they stand, in the order of their ids."""
    return _read("= ANY (%s)", [list(lines)])


def _read(which: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(_READ)} FROM chronology_line WHERE id {which} ORDER BY id",
            values,
        )
        return [_plain(row) for row in cursor.fetchall()]


def _plain(row: Sequence[Any]) -> dict[str, Any]:
    plain = dict(zip(_READ, row, strict=True))
    plain["data"] = json.loads(plain["data"])  # a plain cursor hands out jsonb as text
    for name in ("digest", "rest_digest", "text_digest", "salt"):
        plain[name] = bytes(plain[name]) if plain[name] is not None else None
    return plain


def _ordered(erasures: set[UUID]) -> dict[UUID, frozenset[int]]:
    """The lines that each of these erasures took the words of, where it was really ordered."""
    if not erasures:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, child_id, rule, erased_at, act_id, lines, digest"
            " FROM chronology_erasure WHERE id = ANY (%s)",
            [list(erasures)],
        )
        return {
            row[0]: frozenset(row[5])
            for row in cursor.fetchall()
            if keyed_digest(row[:-1]) == bytes(row[-1])
        }


def made_anew(row: Mapping[str, Any]) -> bytes:
    """The line's digest as what stands there makes it; `BROKEN` where the words do not fit."""
    head = [row[name] for name in _READ[:_HEAD]]
    if row["erasure_id"] is not None and (row["text"] or parted(row["data"])[1] or row["salt"]):
        return BROKEN
    if row["shape"] == 1:
        return _first_shape(row, head)
    if row["erasure_id"] is None and row["text_digest"] != _of_words(row):
        return BROKEN
    return keyed_digest(rest_content(head, row["data"], row["supersedes"], row["text_digest"]))


def _first_shape(row: Mapping[str, Any], head: list[Any]) -> bytes:
    if row["erasure_id"] is None:
        return keyed_digest([*head, row["text"], row["data"], row["supersedes"]])
    rest = keyed_digest(rest_content(head, row["data"], row["supersedes"], row["digest"]))
    stored: bytes = row["digest"]
    return stored if rest == row["rest_digest"] else BROKEN


def _of_words(row: Mapping[str, Any]) -> bytes | None:
    words = parted(row["data"])[1]
    if not row["text"] and not words:
        return None
    return salted_digest(words_of(row["id"], row["text"], words), row["salt"] or BROKEN)
