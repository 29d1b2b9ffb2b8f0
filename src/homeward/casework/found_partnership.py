"""Found a partnership: enter its agencies and teams. What is there already stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from homeward.access.scope import scoped
from homeward.agencies.actions import add_agencies, add_teams
from homeward.agencies.facts import NewAgency, NewTeam
from homeward.agencies.queries import agency_codes, agency_kinds, team_kinds
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, Refusal
from homeward.rules.administration import may_administer


@dataclass(frozen=True, slots=True)
class Founded:
    """How many agencies and teams were entered; those known by their code are not counted."""

    agencies: int
    teams: int


def found_partnership(
    act: Act, agencies: Sequence[NewAgency] = (), teams: Sequence[NewTeam] = ()
) -> Founded:
    """Enter agencies and teams that are not known by their code yet.

    Done by an administrator, or by the system for the first one. Refused for a kind that
    is not known and for a team of an agency that is not.
    """
    allowed = may_administer(act.viewer)
    if not allowed:
        raise Refusal(allowed.reason, code=allowed.code)
    with scoped(act.viewer):
        _check(agencies, teams)
        founded = Founded(add_agencies(act, agencies), add_teams(act, teams))
        if founded.agencies or founded.teams:
            enter(act, [], None)
    return founded


def _check(agencies: Sequence[NewAgency], teams: Sequence[NewTeam]) -> None:
    for agency in agencies:
        _known_kind(agency.kind, agency_kinds(), agency.name)
    codes = agency_codes() | {agency.code for agency in agencies}
    for team in teams:
        _known_kind(team.kind, team_kinds(), team.name)
        if team.agency not in codes:
            raise Refusal(
                f"{team.name} belongs to an agency that is not known: {team.agency}."
                " Enter the agency first.",
                code="unknown-agency",
                field="agency",
            )


def _known_kind(kind: str, kinds: frozenset[str], name: str) -> None:
    if kind not in kinds:
        raise Refusal(
            f"{name} is of a kind that is not known: {kind}. Choose one of"
            f" {', '.join(sorted(kinds))}.",
            code="unknown-kind",
            field="kind",
        )
