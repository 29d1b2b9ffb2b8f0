"""Reading what is due, what is held, what was decided. Row policies decide for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from homeward.retention.facts import DecisionFacts, DueFacts, HoldFacts
from homeward.retention.models import Classing, Decision, Due, Hold
from homeward.rules.acts import Viewer

_DUE = tuple(DueFacts.__slots__)
_HOLD = tuple(HoldFacts.__slots__)
_DECISION = tuple(DecisionFacts.__slots__)


def list_due(
    viewer: Viewer, on: date, after: tuple[date, UUID] | None, limit: int
) -> list[DueFacts]:
    """Records about which somebody must decide on a day, longest due first, by (due on, child)."""
    rows = Due.objects.filter(due_on__lte=on)
    if after is not None:
        day, last = after
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, child_id__gt=last))
    ordered = rows.order_by("due_on", "child_id").values_list(*_DUE)[:limit]
    return [_due(row) for row in ordered]


def get_due(viewer: Viewer, child: UUID) -> DueFacts | None:
    """What is known of when a record is due, None where there is nothing for this viewer."""
    rows = Due.objects.filter(child_id=child).values_list(*_DUE)
    return next((_due(row) for row in rows), None)


def _due(row: tuple[Any, ...]) -> DueFacts:
    child, name, dob, classes, period, why, due_on = row
    return DueFacts(child, name, dob, tuple(classes), period, why, due_on)


def holds_of(viewer: Viewer, children: Iterable[UUID]) -> list[HoldFacts]:
    """Every hold on these records, the newest first."""
    rows = Hold.objects.filter(child_id__in=list(children)).order_by("-placed_at", "-id")
    return [HoldFacts(*row) for row in rows.values_list(*_HOLD)]


def is_held(viewer: Viewer, child: UUID) -> bool:
    """Whether a hold stands on a record."""
    return Hold.objects.filter(child_id=child, lifted_at=None).exists()


def get_hold(viewer: Viewer, hold: UUID) -> HoldFacts | None:
    """One hold, None where there is none for this viewer."""
    rows = Hold.objects.filter(pk=hold).values_list(*_HOLD)
    return next((HoldFacts(*row) for row in rows), None)


def decisions_of(viewer: Viewer, children: Iterable[UUID]) -> dict[UUID, DecisionFacts]:
    """The decision that stands on each of these records."""
    rows = Decision.objects.filter(child_id__in=list(children), withdrawn_at=None)
    return {row[1]: DecisionFacts(*row) for row in rows.values_list(*_DECISION)}


def get_decision(viewer: Viewer, child: UUID) -> DecisionFacts | None:
    """The decision that stands on a record, None without one."""
    return decisions_of(viewer, [child]).get(child)


def list_erased(viewer: Viewer, limit: int) -> list[DecisionFacts]:
    """Records that were erased, newest first."""
    rows = Decision.objects.filter(carried_at__isnull=False).order_by("-carried_at", "-id")
    return [DecisionFacts(*row) for row in rows.values_list(*_DECISION)[:limit]]


def to_carry_out(viewer: Viewer, at: datetime, wait: timedelta) -> UUID | None:
    """The child of the oldest confirmed decision that has waited long enough."""
    rows = Decision.objects.filter(
        confirmed_at__lte=at - wait, carried_at=None, withdrawn_at=None, stopped=""
    )
    return rows.order_by("confirmed_at").values_list("child_id", flat=True).first()


def classings_of(
    viewer: Viewer, children: Iterable[UUID]
) -> dict[UUID, tuple[frozenset[str], date | None]]:
    """What keepers said that these records also are, and when a child died: the newest word."""
    rows = Classing.objects.filter(child_id__in=list(children)).order_by("id")
    return {
        child: (frozenset(classes), died)
        for child, classes, died in rows.values_list("child_id", "classes", "died_on")
    }
