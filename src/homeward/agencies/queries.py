"""The directory of teams: small, read whole, kept for the length of one piece of work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from homeward.agencies.models import Agency, AgencyKind, Team, TeamKind


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """One team. `reference` is the register number that routes to it, blank where none does."""

    id: int
    code: str
    name: str
    kind: str
    place: str
    reference: str
    agency: str
    agency_name: str
    agency_reference: str


class Directory:
    """All teams, found by kind and place or by register number."""

    def __init__(self, teams: Iterable[TeamFacts]) -> None:
        self.by_id: Mapping[int, TeamFacts] = {team.id: team for team in teams}
        self._by_kind: dict[str, list[TeamFacts]] = {}
        self._by_reference: dict[tuple[str, str], TeamFacts] = {}
        self._places: dict[str, str] = {}
        for team in self.by_id.values():
            self._by_kind.setdefault(team.kind, []).append(team)
            if team.agency_reference and team.place:
                self._places.setdefault(team.agency_reference, team.place)
            if team.reference:
                self._by_reference[team.kind, team.reference] = team

    def for_place(self, kind: str, place: str) -> TeamFacts | None:
        """The team of a kind that serves a place: its own, one for everywhere, or the first.

        A place nobody serves still has somebody: a notice without a reader is lost.
        """
        teams = self._by_kind.get(kind, [])
        own = [team for team in teams if team.place == place]
        everywhere = [team for team in teams if not team.place]
        return next(iter(own or everywhere or teams), None)

    def place_of(self, authority: str) -> str:
        """The place of the authority with this code; blank when it is none of ours."""
        return self._places.get(authority, "")

    def for_reference(self, kind: str, reference: str) -> TeamFacts | None:
        """The team of a kind with this register number."""
        return self._by_reference.get((kind, reference)) if reference else None

    def for_authority(self, kind: str, authority: str) -> TeamFacts | None:
        """The team of a kind that belongs to the authority with this code."""
        teams = self._by_kind.get(kind, ())
        return next((team for team in teams if team.agency_reference == authority), None)

    def named(self, team: int | None) -> str:
        """A team's name for the screen; blank for none."""
        found = self.by_id.get(team) if team is not None else None
        return found.name if found else ""


def get_directory() -> Directory:
    """The directory as it stands: one query."""
    rows = Team.objects.order_by("id").values_list(
        "id",
        "code",
        "name",
        "kind",
        "place",
        "reference",
        "agency_id",
        "agency__name",
        "agency__reference",
    )
    return Directory(TeamFacts(*row) for row in rows)


def agency_codes() -> set[str]:
    """The codes of all agencies."""
    return set(Agency.objects.values_list("code", flat=True))


def team_by_code(code: str) -> int | None:
    """The id of the team with this code, None where there is none."""
    return Team.objects.filter(code=code).values_list("id", flat=True).first()


def agency_kinds() -> frozenset[str]:
    """The codes that an agency's kind may have."""
    return frozenset(AgencyKind.values)


def team_kinds() -> frozenset[str]:
    """The codes that a team's kind may have."""
    return frozenset(TeamKind.values)


def police_with(force: str) -> str:
    """The code of the police agency with this force code, blank where there is none."""
    rows = Agency.objects.filter(kind=AgencyKind.POLICE, reference__in=[force, force.zfill(2)])
    return rows.order_by("code").values_list("code", flat=True).first() or ""


def police_agencies() -> list[str]:
    """The codes of all police agencies."""
    rows = Agency.objects.filter(kind=AgencyKind.POLICE)
    return list(rows.order_by("code").values_list("code", flat=True))
