"""Adopting an edition from the command line. Loaded when the record is open."""

from __future__ import annotations

from datetime import date

from homeward.casework.adopt_edition import adopt_edition
from homeward.casework.refresh_duties import refresh_duties
from homeward.cli.acts import system_act
from homeward.cli.answers import BadInput
from homeward.rules.acts import Refusal


def adopt(text: str, name: str, place: str, on: date) -> int:
    """Adopt, then judge anew whoever is concerned; how many children. Raises BadInput."""
    try:
        adopt_edition(system_act("adopt_edition"), text, name, place, on)
    except Refusal as refusal:
        raise BadInput(refusal.sentence) from None
    judged = 0
    while found := refresh_duties(system_act("refresh_duties")):
        judged += found
    return judged
