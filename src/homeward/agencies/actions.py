"""Entering agencies and teams. What is there already stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

from homeward.agencies.facts import NewAgency, NewTeam
from homeward.agencies.models import Agency, Team
from homeward.rules.acts import Act


def add_agencies(act: Act, agencies: Sequence[NewAgency]) -> int:
    """Enter the agencies whose code is not known yet; how many that were."""
    known = set(Agency.objects.values_list("code", flat=True))
    fresh = [each for each in agencies if each.code not in known]
    Agency.objects.bulk_create(
        Agency(
            code=each.code,
            name=each.name,
            kind=each.kind,
            place=each.place,
            reference=each.reference,
        )
        for each in fresh
    )
    return len(fresh)


def add_teams(act: Act, teams: Sequence[NewTeam]) -> int:
    """Enter the teams whose code is not known yet; how many that were."""
    known = set(Team.objects.values_list("code", flat=True))
    fresh = [each for each in teams if each.code not in known]
    Team.objects.bulk_create(
        Team(
            agency_id=each.agency,
            code=each.code,
            name=each.name,
            kind=each.kind,
            place=each.place,
            reference=each.reference,
        )
        for each in fresh
    )
    return len(fresh)
