"""Listing odd-looking access, answering it, beginning and ending a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from homeward.access.looks.models import OddLook, Preview, Watermark
from homeward.ground.bulk import insert_rows
from homeward.ground.ids import new_id
from homeward.rules.acts import Act
from homeward.rules.odd_looks import OddKind


@dataclass(frozen=True, slots=True)
class NewOdd:
    """A reading to be listed."""

    kind: OddKind
    person: UUID
    agency: str
    child: UUID | None
    at: datetime
    on: date
    facts: dict[str, Any]


def list_odd(act: Act, odd: Sequence[NewOdd]) -> None:
    """List them, each once a person, child, kind and day."""
    insert_rows(
        "access_oddlook",
        ("id", "kind", "person_id", "agency", "child_id", "at", "on", "facts", "noticed_at"),
        [
            (
                new_id(),
                each.kind.value,
                each.person,
                each.agency,
                each.child,
                each.at,
                each.on,
                each.facts,
                act.at,
            )
            for each in odd
        ],
        once=True,
    )


def come_so_far(act: Act, name: str, last: int) -> None:
    """Remember the last entry that was gone through."""
    Watermark.objects.update_or_create(name=name, defaults={"last_id": last})


def answer_odd(act: Act, look: UUID, *, explained: bool) -> None:
    """Enter what a human said; the newest counts."""
    insert_rows(
        "access_oddanswer",
        ("look_id", "person_id", "at", "explained", "reason", "act_id"),
        [(look, act.viewer.person, act.at, explained, act.reason[:500], act.id)],
    )
    OddLook.objects.filter(pk=look).update(answered_at=act.at)


def keep_home(act: Act, person: UUID, mark: bytes) -> None:
    """Keep the mark of where somebody lives; the newest counts."""
    insert_rows(
        "access_homemark", ("person_id", "mark", "at", "act_id"), [(person, mark, act.at, act.id)]
    )


def begin_preview_row(act: Act, team: int, role: str) -> None:
    """Note that the viewer looks as this role; the database refuses outside a rehearsal."""
    insert_rows(
        "access_preview",
        ("id", "person_id", "team_id", "role", "began_at", "act_id"),
        [(new_id(), act.viewer.person, team, role, act.at, act.id)],
    )


def end_preview_row(act: Act) -> bool:
    """End what the viewer looks as; whether there was anything."""
    rows = Preview.objects.filter(person_id=act.viewer.person or UUID(int=0), ended_at=None)
    return bool(rows.update(ended_at=act.at))
