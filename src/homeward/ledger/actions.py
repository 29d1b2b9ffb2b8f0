"""Writing the ledger: one entry an act, one entry a reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from homeward.ground.bulk import IdBlocks, insert_rows
from homeward.ledger.digests import entry_digest, keyed_digest
from homeward.ledger.models import Epoch, Repeat
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


def begin_epoch(act: Act, sealed_up_to: int) -> Epoch:
    """Shift the server's transaction numbers above every one that the ledger holds.

    A restored database counts its transactions from the beginning: without this, new
    entries would stand among those sealed long ago. `sealed_up_to` is the newest seal's
    `high`. The keeper's work, before anybody else writes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT xid::text::bigint FROM ledger_entry ORDER BY xid DESC LIMIT 1")
        newest = cursor.fetchone()
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (oldest_running,) = cursor.fetchone()
    needed = max(sealed_up_to, newest[0] + 1 if newest else 0)
    last = Epoch.objects.order_by("-number").first()
    return Epoch.objects.create(
        number=last.number + 1 if last else 1,
        shift=max(needed - oldest_running, 0),
        began_at=act.at,
        act_id=act.id,
    )
