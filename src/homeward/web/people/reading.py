"""What the pages of people need, read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from homeward.access.people.queries import (
    InvitationFacts,
    PersonFacts,
    RoleFacts,
    get_person,
    list_people,
    newest_invitation,
    roles_held,
)
from homeward.agencies.queries import TeamFacts, get_directory
from homeward.rules.acts import Viewer
from homeward.rules.sharing import Role

PAGE = 25
#: People offered to take work on; an agency with more searches by team first.
MOST = 500


def administers(viewer: Viewer) -> bool:
    """Whether the viewer administers people."""
    return viewer.has_role(Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One person with all roles, newest first, and the newest invitation."""

    person: PersonFacts
    roles: list[RoleFacts]
    invitation: InvitationFacts | None

    def held(self, number: int) -> RoleFacts | None:
        """One of the roles."""
        return next((each for each in self.roles if each.id == number), None)


def read_person(viewer: Viewer, person: UUID) -> PersonRecord | None:
    """Somebody of the viewer's agency: three queries."""
    found = get_person(viewer, person)
    if found is None:
        return None
    return PersonRecord(found, roles_held(viewer, [person]), newest_invitation(viewer, person))


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the list with what they hold now."""

    person: PersonFacts
    roles: list[RoleFacts]


def read_people(
    viewer: Viewer, text: str, after: UUID | None, today: date
) -> tuple[list[PersonLine], bool]:
    """A page of people, and whether there are more: two queries."""
    rows = list_people(viewer, text, after, PAGE + 1)
    held = roles_held(viewer, [row.id for row in rows])
    lines = [
        PersonLine(row, [each for each in held if each.person_id == row.id and each.runs(today)])
        for row in rows[:PAGE]
    ]
    return lines, len(rows) > PAGE


def own_teams(viewer: Viewer) -> list[TeamFacts]:
    """The teams of the viewer's agency."""
    return [each for each in get_directory().by_id.values() if each.agency == viewer.agency]


def team_choices(teams: Iterable[TeamFacts]) -> list[tuple[object, str]]:
    """The teams as a form offers them."""
    return [("", "Choose"), *((team.id, team.name) for team in teams)]


def colleagues_in(
    viewer: Viewer, teams: Iterable[TeamFacts], today: date, but: UUID | None = None
) -> list[tuple[TeamFacts, PersonFacts]]:
    """Who works in these teams today and may sign in: two queries."""
    people = {each.id: each for each in list_people(viewer, "", None, MOST) if each.is_active}
    held = roles_held(viewer, people)
    found = {
        (each.team_id, each.person_id)
        for each in held
        if each.runs(today) and each.person_id != but
    }
    return [
        (team, person)
        for team in teams
        for person in people.values()
        if (team.id, person.id) in found
    ]
