"""Writing the ledger: one entry an act, one entry a reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from homeward.ground.bulk import IdBlocks, insert_rows
from homeward.ledger.digests import entry_digest, keyed_digest
from homeward.ledger.models import Repeat
from homeward.rules.acts import Act

READING = "log_reading"
SAME_READING = timedelta(minutes=15)

COLUMNS = (
    "id",
    "at",
    "act_id",
    "verb",
    "person_id",
    "agency",
    "purpose",
    "children",
    "subject_id",
    "page",
    "first_line",
    "last_line",
    "digest",
)


@dataclass(frozen=True, slots=True)
class Written:
    """What one act wrote: the first and last line id, and the lines' digests in order."""

    first_line: int | None
    last_line: int | None
    digests: Sequence[bytes]


NOTHING = Written(None, None, ())


def entry_row(
    act: Act,
    entry_id: int,
    children: Sequence[UUID],
    subject: UUID | None,
    written: Written = NOTHING,
    page: str = "",
) -> tuple[Any, ...]:
    """One row for `COLUMNS`; its digest covers everything before it and the lines."""
    content = (
        entry_id,
        act.at,
        act.id,
        act.verb,
        act.viewer.person,
        act.viewer.agency,
        act.viewer.purpose.value,
        list(children),
        subject,
        page,
        written.first_line,
        written.last_line,
    )
    return (*content, entry_digest(content, written.digests))


def enter(
    act: Act, children: Sequence[UUID], subject: UUID | None, written: Written = NOTHING
) -> None:
    """Write the entry of one act."""
    entry_id = IdBlocks("ledger_entry", block=1).next()
    insert_rows("ledger_entry", COLUMNS, [entry_row(act, entry_id, children, subject, written)])


def enter_many(act: Act, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write the entries of many acts of one batch, each made by `entry_row`."""
    insert_rows("ledger_entry", COLUMNS, rows)


def enter_export(act: Act, page: str, children: Sequence[UUID]) -> None:
    """Write that somebody took a list with these children away as a file; never counted up."""
    entry_id = IdBlocks("ledger_entry", block=1).next()
    row = entry_row(act, entry_id, children, None, NOTHING, page)
    insert_rows("ledger_entry", COLUMNS, [row])


def enter_reading(act: Act, page: str, children: Sequence[UUID]) -> None:
    """Write that somebody read a page with these children on it.

    The same person, page and children within 15 minutes are counted on the same entry.
    """
    shown = sorted(children)
    mark = keyed_digest([page, shown])
    counted = Repeat.objects.filter(
        person_id=act.viewer.person,
        page=page,
        digest=mark,
        first_at__gt=act.at - SAME_READING,
    ).update(times=F("times") + 1, last_at=act.at)
    if counted:
        return
    entry_id = IdBlocks("ledger_entry", block=1).next()
    insert_rows("ledger_entry", COLUMNS, [entry_row(act, entry_id, shown, None, NOTHING, page)])
    insert_rows(
        "ledger_repeat",
        ("entry_id", "person_id", "page", "digest", "first_at", "last_at", "times"),
        [(entry_id, act.viewer.person, page, mark, act.at, act.at, 1)],
    )
