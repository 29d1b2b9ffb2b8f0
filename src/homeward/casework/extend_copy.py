"""Extend the time for a copy by two months, with the reason that the person is told."""

from __future__ import annotations

from uuid import UUID

from homeward.casework.copying import handling
from homeward.copies.actions import extend
from homeward.ground.calendar import calendar
from homeward.rules.acts import Act, Refusal
from homeward.rules.copies import due_on


def extend_copy(act: Act, request: UUID) -> None:
    """Once, within the first month. Refused without a reason and when that month is over."""
    if not act.reason:
        raise Refusal("Say why: the person must be told.", code="needed", field="reason")
    with handling(act, request) as found:
        if act.at.date() > found.due_on:
            raise Refusal("The month is over. It can be extended only within it.", code="late")
        if not extend(act, request, due_on(found.received_on, calendar(), extended=True)):
            raise Refusal("It was extended already.", code="already")
