"""Taking the words of a child's lines away for good; their digests stay."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from homeward.chronology.actions import rest_content
from homeward.chronology.proving import made_anew, rows_of
from homeward.ground.bulk import insert_rows
from homeward.ground.ids import new_id
from homeward.ledger.digests import keyed_digest
from homeward.rules.acts import Act, Refusal
from homeward.rules.lines import CODES

TAMPERED = (
    "A line of this record is not as it was written. Nothing was erased: run"
    " `homeward ledger verify` first."
)


def erase_words(act: Act, child: UUID, rule: str) -> int:
    """Take away what the child's lines say in words; how many lines. The worker's alone.

    Refused where a line is not as it was written: an erasure must not cover that up.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.id FROM chronology_line l JOIN chronology_source s ON s.id = l.source_id"
            " WHERE s.child_id = %s AND l.erasure_id IS NULL ORDER BY l.id",
            [child],
        )
        lines = [row[0] for row in cursor.fetchall()]
    if not lines:
        return 0
    rests = [_rest(row) for row in rows_of(lines)]
    erasure = (new_id(), child, rule, act.at, act.id, lines)
    insert_rows(
        "chronology_erasure",
        ("id", "child_id", "rule", "erased_at", "act_id", "lines", "digest"),
        [(*erasure, keyed_digest(erasure))],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT homeward_erase_words(%s, %s, %s::bytea[])",
            [erasure[0], sorted(CODES), rests],
        )
    return len(lines)


def _rest(row: dict[str, Any]) -> bytes | None:
    """What proves a line of version 0.1 once its words are gone; None for newer ones."""
    if made_anew(row) != row["digest"]:
        raise Refusal(TAMPERED, code="tampered")
    if row["shape"] != 1:
        return None
    names = list(row)
    head = [row[name] for name in names[: names.index("text")]]
    return keyed_digest(rest_content(head, row["data"], row["supersedes"], row["digest"]))
