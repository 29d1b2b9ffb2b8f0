"""Adopt an edition of the protocol for a place: frozen by its hash, from a day on."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.ground.editions import shipped_text
from homeward.ground.wake import wake
from homeward.ledger.actions import enter
from homeward.protocol.actions import Answering, adopt, spread_adoptions
from homeward.protocol.queries import get_governance
from homeward.rules.acts import Act, Decision, Purpose, Refusal
from homeward.rules.protocol.adopting import can_adopt, is_answered_for, may_adopt
from homeward.rules.protocol.catalogue import EditionError, read_edition

DEFAULT = "north-yorkshire-current"


def adopt_edition(
    act: Act,
    text: str,
    name: str,
    place: str,
    on: date,
    *,
    answers: str = "",
    review_on: date | None = None,
) -> str:
    """Adopt the edition of this text for `place` (blank: the whole partnership) from `on`.

    Episodes that start on or after that day are judged by it; older ones keep theirs. The
    children concerned are queued and judged by the worker. The edition's id. Refused for a
    text that is no edition, with the sentence that says where; for a day before the edition
    is in force; for a person without the role, a reason or somebody who answers for it.
    """
    try:
        edition = read_edition(text, name)
    except EditionError as fault:
        raise Refusal(str(fault), code="not-an-edition") from None
    _demand(may_adopt(act.viewer))
    _demand(can_adopt(edition, on), "on")
    _demand(is_answered_for(act.viewer, act.reason, answers, review_on), "reason")
    with transaction.atomic():
        set_scope(act.viewer)
        adopt(act, edition, text, place, on, Answering(answers.strip(), review_on))
        enter(act, [], None)
        if act.viewer.purpose is Purpose.SYSTEM:
            spread_adoptions(act)
        else:
            wake()
    return edition.id


def _demand(decision: Decision, field: str = "") -> None:
    if not decision:
        raise Refusal(decision.reason, code=decision.code, field=field)


def adopt_default(act: Act) -> None:
    """Where nothing was ever adopted: the current North Yorkshire edition, for everybody."""
    with transaction.atomic():
        set_scope(act.viewer)
        if get_governance():
            return
    text = shipped_text(DEFAULT)
    adopt_edition(act, text, f"{DEFAULT}.toml", "", read_edition(text, DEFAULT).in_force)
