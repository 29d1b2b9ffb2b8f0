"""Receive a police download by upload: kept as it came until the worker takes it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.ground.wake import wake
from homeward.intake.actions import open_record
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, Refusal
from homeward.rules.sharing import Role

LARGEST = 50 * 1024 * 1024
#: A download counts as the word of the agency that sends it, so police send their own.
SENDERS = (Role.POLICE_COORDINATOR, Role.POLICE_SUPERVISOR)


def receive_download(act: Act, name: str, content: bytes) -> UUID:
    """Keep the file for the worker and wake it; the id of its entry in intake.

    Refused for a sender without the role, an empty file and one over 50 MB.
    """
    if not act.viewer.has_role(*SENDERS):
        raise Refusal(
            "Only police can send a download: its times count as their word.",
            code="needs-role",
        )
    if not content:
        raise Refusal(f"{name} is empty. Nothing was taken.", code="empty", field="file")
    if len(content) > LARGEST:
        raise Refusal(
            f"{name} is larger than 50 MB. Put it into the watched folder instead.",
            code="too-large",
            field="file",
        )
    with transaction.atomic():
        set_scope(act.viewer)
        record = open_record(act, name, content)
        enter(act, [], record)
        wake()
    return record
