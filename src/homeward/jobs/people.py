"""What administrators leave to the worker: work handed on, letters sent."""

from __future__ import annotations

from django.conf import settings

from homeward.casework.carry_out_handovers import carry_out_handover
from homeward.casework.notice_odd_looks import notice_odd_looks
from homeward.casework.send_letters import send_next
from homeward.jobs.lanes import Stopping
from homeward.jobs.tasks import system_act


def hand_on(stopping: Stopping) -> bool:
    """One step of the work that an administrator handed on; whether there may be more."""
    return carry_out_handover(system_act("carry_out_handovers"))


def send_letters(stopping: Stopping) -> bool:
    """Send one letter that waits; whether there was one. Nothing without a mail server."""
    return bool(settings.SENDS_MAIL) and send_next(system_act("send_letters"))


def look_for_odd(stopping: Stopping) -> bool:
    """One step through what was read; whether there may be more."""
    return notice_odd_looks(system_act("notice_odd_looks"))
