"""Log that somebody asked for a copy of a child's record: the month begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.casework.transaction import demand
from homeward.children.queries import get_child
from homeward.copies.actions import log_request
from homeward.ground.calendar import calendar
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.clocks import LONDON
from homeward.rules.copies import CAPACITIES, due_on, may_handle, may_log


def ask_for_copy(
    act: Act,
    child: UUID | None,
    *,
    asked_by: str,
    capacity: str,
    authority: str,
    received_on: date,
    wanted: Mapping[str, str] | None = None,
) -> UUID:
    """Who asks, in what capacity, and how their right to ask was checked; the request's id.

    With a child whom the viewer sees; or, for whoever handles copies, with the name and date
    of birth in the letter (`wanted`: surname, forename, dob): the worker finds the one record
    that fits. NotFound for a child that is not there. Refused for another role, a blank
    answer, and a day that has not come.
    """
    demand(may_log(act.viewer))
    if capacity not in CAPACITIES:
        raise Refusal("Choose who asks.", code="needed", field="capacity")
    for field, answer in (("asked_by", asked_by), ("authority", authority)):
        if not answer.strip():
            raise Refusal(
                "Say who asks, and how their right was checked.", code="needed", field=field
            )
    if received_on > act.at.astimezone(LONDON).date():
        raise Refusal("This day has not come yet.", code="future", field="received_on")
    with transaction.atomic():
        set_scope(act.viewer)
        if child is None:
            demand(may_handle(act.viewer))
        else:
            seen = get_child(act.viewer, child)
            if seen is None or seen.erased_at is not None:
                raise NotFound
        said = {"asked_by": asked_by.strip(), "capacity": capacity, "authority": authority.strip()}
        days = received_on, due_on(received_on, calendar())
        request = log_request(act, child, wanted or {}, said, days)
        enter(act, [child] if child else [], request)
    return request
