"""Adopting an edition from the command line. Loaded when the record is open."""

from __future__ import annotations

from datetime import date

from homeward.access.queries import SYSTEM_VIEWER
from homeward.casework.adopt_edition import adopt_edition
from homeward.casework.refresh_duties import refresh_duties
from homeward.cli.answers import BadInput
from homeward.ground.clock import now
from homeward.ground.ids import new_id
from homeward.rules.acts import Act, Refusal


def adopt(text: str, name: str, place: str, on: date) -> int:
    """Adopt, then judge anew whoever is concerned; how many children. Raises BadInput."""
    try:
        adopt_edition(_act("adopt_edition"), text, name, place, on)
    except Refusal as refusal:
        raise BadInput(refusal.sentence) from None
    judged = 0
    while found := refresh_duties(_act("refresh_duties")):
        judged += found
    return judged


def _act(verb: str) -> Act:
    return Act(new_id(), SYSTEM_VIEWER, now(), verb)
