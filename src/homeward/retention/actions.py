"""Writing what is due, what is held, what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from homeward.ground.bulk import insert_newest
from homeward.ground.ids import new_id
from homeward.retention.models import Classing, Decision, Hold
from homeward.rules.acts import Act, Refusal

_DUE = ("child_id", "name", "dob", "classes", "period", "why", "due_on", "counted_at")


def keep_due(act: Act, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write when records are due: child, name, dob, classes, period, why, due on."""
    counted = [(*row, act.at) for row in rows]
    insert_newest("retention_due", _DUE, counted, key=1, by="counted_at")


def class_record(act: Act, child: UUID, classes: Iterable[str], died_on: date | None) -> None:
    """Write what a record also is."""
    Classing.objects.create(
        child_id=child,
        classes=sorted(classes),
        died_on=died_on,
        person_id=_person(act),
        classed_at=act.at,
        act_id=act.id,
    )


def place_hold(act: Act, child: UUID, kind: str) -> UUID:
    """Put a record on hold; the hold's id."""
    hold = Hold(
        id=new_id(),
        child_id=child,
        kind=kind,
        reason=act.reason[:300],
        agency=act.viewer.agency,
        placed_by=_person(act),
        placed_at=act.at,
    )
    hold.save(force_insert=True)
    return hold.id


def lift_hold(act: Act, hold: UUID) -> int:
    """Lift a hold that stands; how many rows changed."""
    return Hold.objects.filter(pk=hold, lifted_at=None).update(
        lifted_by=act.viewer.person, lifted_at=act.at, lift_reason=act.reason[:300]
    )


def propose(act: Act, child: UUID, period: str, why: str) -> UUID:
    """Propose that a record be erased."""
    decision = Decision(
        id=new_id(),
        child_id=child,
        period=period,
        why=why,
        reason=act.reason[:300],
        proposed_by=_person(act),
        proposed_at=act.at,
    )
    decision.save(force_insert=True)
    return decision.id


def confirm(act: Act, decision: UUID) -> int:
    """Confirm what somebody else proposed; how many rows changed."""
    waiting = Decision.objects.filter(pk=decision, confirmed_at=None, withdrawn_at=None)
    return waiting.update(confirmed_by=act.viewer.person, confirmed_at=act.at)


def withdraw(act: Act, decision: UUID) -> int:
    """Take a decision back that was not carried out; how many rows changed."""
    return Decision.objects.filter(pk=decision, carried_at=None, withdrawn_at=None).update(
        withdrawn_by=act.viewer.person, withdrawn_at=act.at
    )


def carried_out(act: Act, decision: UUID) -> None:
    """The record is erased."""
    Decision.objects.filter(pk=decision).update(carried_at=act.at)


def stopped(act: Act, decision: UUID, why: str) -> None:
    """The decision cannot be carried out as the record stands now; `why` says it."""
    Decision.objects.filter(pk=decision).update(stopped=why[:200])


def _person(act: Act) -> UUID:
    """Whose decision it is: the system decides nothing here."""
    if act.viewer.person is None:
        raise Refusal("A person decides this, not the system.", code="needs-person")
    return act.viewer.person
