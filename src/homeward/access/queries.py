"""Who somebody is at this moment: memberships, and the viewer they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from homeward.access.models import Involvement, Membership, Person
from homeward.rules.acts import Purpose, Viewer
from homeward.rules.sharing import Ground

#: The worker's own viewer: no person, every child, for the system's own work.
SYSTEM_VIEWER = Viewer(None, "homeward", purpose=Purpose.SYSTEM)


@dataclass(frozen=True, slots=True)
class Standing:
    """The viewer that somebody is, with the names of person, agency and teams for the screen."""

    viewer: Viewer
    name: str
    agency: str
    teams: tuple[str, ...]


def get_viewer(person_id: UUID, on: date) -> Viewer:
    """The viewer that this person is on this day. Without a team: a viewer who sees no child."""
    return find_standing(person_id, on).viewer


def find_standing(person_id: UUID, on: date) -> Standing:
    """As `get_viewer`, with names: one query. Names are blank for somebody without a team."""
    rows = _running(on).filter(person_id=person_id).order_by("id")
    names = ("person__name", "team__agency__name", "team__name")
    held = list(rows.values_list("team_id", "role", "team__agency_id", *names))
    viewer = Viewer(
        person=person_id,
        agency=held[0][2] if held else "",
        teams=tuple(sorted({row[0] for row in held})),
        roles=frozenset(row[1] for row in held),
    )
    name, agency = held[0][3:5] if held else ("", "")
    return Standing(viewer, name, agency, tuple(dict.fromkeys(row[5] for row in held)))


def _running(on: date) -> QuerySet[Membership]:
    rows = Membership.objects.filter(since_on__lte=on)
    return rows.filter(Q(until_on=None) | Q(until_on__gte=on))


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody of the rehearsal partnership, for the sign-in page."""

    id: UUID
    name: str
    team: str
    agency: str
    role: str


def rehearsal_cast(on: date) -> list[CastMember]:
    """The fictional people of the rehearsal, each once with the first role, in order of making."""
    rows = (
        _running(on)
        .filter(person__is_rehearsal=True, person__is_active=True)
        .order_by("person_id", "id")
        .values_list("person_id", "person__name", "team__name", "team__agency__name", "role")
    )
    return list({row[0]: CastMember(*row) for row in reversed(list(rows))}.values())[::-1]


def rehearsal_person(person_id: UUID) -> Person | None:
    """A fictional person who may be signed in as, None for anybody else. For the session alone."""
    return Person.objects.filter(pk=person_id, is_rehearsal=True, is_active=True).first()


def colleagues(viewer: Viewer, on: date) -> dict[UUID, str]:
    """Who shares a team with the viewer on this day, the viewer among them: names by id."""
    rows = _running(on).filter(team_id__in=viewer.teams)
    return dict(rows.values_list("person_id", "person__name"))


def names_of(people: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of colleagues by id, for showing who wrote a line."""
    wanted = {person for person in people if person is not None}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def involvements_of(
    viewer: Viewer, children: Iterable[UUID]
) -> list[tuple[UUID, int, str, datetime | None]]:
    """Who is involved with these children: child, team, ground, until."""
    rows = Involvement.objects.filter(child_id__in=list(children)).order_by("id")
    return list(rows.values_list("child_id", "team_id", "ground", "until_at"))


def involved_teams(viewer: Viewer, child_id: UUID) -> list[int]:
    """The teams that the viewer may know to be involved with the child."""
    return list(
        Involvement.objects.filter(child_id=child_id)
        .values_list("team_id", flat=True)
        .distinct()
        .order_by("team_id")
    )


def person_by_email(viewer: Viewer, email: str) -> UUID | None:
    """Who signs in with this address, None where nobody does."""
    wanted = email.strip().lower()
    return Person.objects.filter(email=wanted).values_list("pk", flat=True).first()


def has_holder(viewer: Viewer, role: str, on: date) -> bool:
    """Whether anybody who may sign in holds this role on this day."""
    return _running(on).filter(role=role, person__is_active=True).exists()


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody held in a team, between two days."""

    person_id: UUID
    name: str
    team_id: int
    team: str
    agency: str
    role: str
    since_on: date
    until_on: date | None

    def ran(self, on: date) -> bool:
        """Whether it was held on this day."""
        return self.since_on <= on and (self.until_on is None or on <= self.until_on)


def roles_of(viewer: Viewer, people: Iterable[UUID]) -> list[Held]:
    """Every role that these people hold or held, with their names: one query."""
    names = ("person__name", "team_id", "team__name", "team__agency_id", "role")
    rows = Membership.objects.filter(person_id__in=set(people)).order_by("id")
    return [Held(*row) for row in rows.values_list("person_id", *names, "since_on", "until_on")]


def grounds_of_child(
    viewer: Viewer, child: UUID
) -> list[tuple[int, Ground, datetime, datetime | None]]:
    """Which team is or was involved with the child on which ground: team, ground, from, until."""
    rows = Involvement.objects.filter(child_id=child).order_by("id")
    found = rows.values_list("team_id", "ground", "since_at", "until_at")
    return [(team, Ground(ground), since, until) for team, ground, since, until in found]
