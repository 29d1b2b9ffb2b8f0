"""Say what a child's record also is: it is kept by the longest period that applies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from homeward.casework.keeping import entered
from homeward.casework.transaction import demand
from homeward.retention.actions import class_record as write
from homeward.retention.queries import get_due
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.retention import CLASSES, may_keep


def class_record(
    act: Act, child: UUID, *, classes: Iterable[str], died_on: date | None = None
) -> None:
    """What the record cannot know by itself; the worker works out anew when it is due.

    Refused for anybody but a keeper of the record, for an unknown class and for a death
    that has not come. NotFound where the record is not due for this viewer.
    """
    demand(may_keep(act.viewer))
    named = frozenset(classes)
    if not named <= set(CLASSES):
        raise Refusal("Choose from the classes shown.", code="unknown", field="classes")
    if died_on is not None and died_on > act.at.date():
        raise Refusal("This day has not come yet.", code="future", field="died_on")
    with entered(act, child):
        if get_due(act.viewer, child) is None:
            raise NotFound
        write(act, child, named, died_on)
