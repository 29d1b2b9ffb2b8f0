"""Decisions that wait for the worker, and reviews that a later file has decided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from homeward.linkage.models import Review
from homeward.rules.acts import Viewer


@dataclass(frozen=True, slots=True)
class Carried:
    """One review to be carried out. `parsed` is the waiting row as it was read, else empty."""

    id: UUID
    kind: str
    state: str
    row_id: int | None
    submission_id: UUID | None
    chosen_id: UUID | None
    report_id: UUID | None
    undo_asked_at: datetime | None
    candidates: list[UUID]
    parsed: dict[str, Any]


_FIELDS = tuple(Carried.__slots__)


def next_decided(viewer: Viewer, skip: Collection[UUID] = ()) -> Carried | None:
    """The oldest decision, or undoing, that was not carried out yet, but for `skip`; locked."""
    decided = Q(state__in=["SAME", "DIFFERENT"], carried_at=None)
    rows = Review.objects.select_for_update(skip_locked=True).filter(
        decided | Q(undo_asked_at__isnull=False)
    )
    rows = rows.exclude(pk__in=list(skip)) if skip else rows
    found = rows.order_by("decided_at").values_list(*_FIELDS)[:1]
    return next((Carried(*row) for row in found), None)


def next_made_plain(
    viewer: Viewer, unknown_survivor: str, skip: Collection[UUID] = ()
) -> Carried | None:
    """The oldest waiting row that needs nobody any longer, but for `skip`; locked.

    Its report was placed meanwhile, or the report that police merged it into has come.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.id FROM linkage_review v WHERE v.state IN ('WAITING', 'ASKED')"
            " AND v.report_id IS NULL AND NOT v.id = ANY (%s) AND ("
            " (v.kind = 'IDENTITY' AND EXISTS (SELECT 1 FROM episodes_report p"
            "   WHERE p.ref = v.parsed ->> 'ref' AND p.child_id IS NOT NULL))"
            " OR (v.kind = 'CONTENT' AND v.reason = %s AND EXISTS (SELECT 1"
            "   FROM episodes_report p WHERE p.ref = v.parsed ->> 'merged_into'"
            "   AND p.child_id IS NOT NULL)))"
            " ORDER BY v.raised_at, v.id LIMIT 1 FOR UPDATE SKIP LOCKED",
            [list(skip), unknown_survivor],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    return Carried(*Review.objects.filter(pk=found[0]).values_list(*_FIELDS).get())
