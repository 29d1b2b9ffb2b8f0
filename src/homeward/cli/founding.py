"""Founding a partnership from the command line. Loaded when the record is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from homeward.agencies.facts import NewAgency, NewTeam
from homeward.casework.adopt_edition import adopt_default
from homeward.casework.found_partnership import found_partnership
from homeward.cli.acts import system_act
from homeward.cli.answers import BadInput
from homeward.rules.acts import Refusal


def enter_partnership(
    agencies: Sequence[Mapping[str, str]], teams: Sequence[Mapping[str, str]]
) -> tuple[int, int]:
    """Enter them; how many agencies and teams were new. Raises BadInput, nothing kept."""
    try:
        founded = found_partnership(
            system_act("found_partnership"),
            [NewAgency(**row) for row in agencies],
            [NewTeam(**row) for row in teams],
        )
    except Refusal as refusal:
        raise BadInput(refusal.sentence) from None
    adopt_default(system_act("adopt_edition"))
    return founded.agencies, founded.teams
