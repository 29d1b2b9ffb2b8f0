"""Adopt an edition of the protocol for a place: frozen by its hash, from a day on."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.ground.editions import shipped_text
from homeward.ledger.actions import enter
from homeward.protocol.actions import adopt, ask_refresh_of_place
from homeward.protocol.queries import get_governance
from homeward.rules.acts import Act, Refusal
from homeward.rules.protocol.catalogue import EditionError, read_edition

DEFAULT = "north-yorkshire-current"


def adopt_edition(act: Act, text: str, name: str, place: str, on: date) -> str:
    """Adopt the edition of this text for `place` (blank: the whole partnership) from `on`.

    Episodes that start on or after that day are judged by it; older ones keep theirs. The
    children concerned are queued and judged by the worker. The edition's id. Refused for a
    text that is no edition, with the sentence that says where.
    """
    try:
        edition = read_edition(text, name)
    except EditionError as fault:
        raise Refusal(str(fault), code="not-an-edition") from None
    with transaction.atomic():
        set_scope(act.viewer)
        adopt(act, edition, text, place, on)
        ask_refresh_of_place(act, place, on)
        enter(act, [], None)
    return edition.id


def adopt_default(act: Act) -> None:
    """Where nothing was ever adopted: the current North Yorkshire edition, for everybody."""
    with transaction.atomic():
        set_scope(act.viewer)
        if get_governance():
            return
    text = shipped_text(DEFAULT)
    adopt_edition(act, text, f"{DEFAULT}.toml", "", read_edition(text, DEFAULT).in_force)
