"""Reading people for those who administer an agency, and contacts for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, Subquery

from homeward.access.models import Contact, Handover, Invitation, Membership, Person
from homeward.rules.acts import Viewer
from homeward.rules.people import Undone
from homeward.rules.sharing import Role


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody of the viewer's agency."""

    id: UUID
    name: str
    email: str
    is_active: bool
    joined_at: datetime | None
    closed_at: datetime | None


_PERSON = tuple(PersonFacts.__slots__)


def list_people(viewer: Viewer, text: str, after: UUID | None, limit: int) -> list[PersonFacts]:
    """People who hold or held a role in the viewer's agency, by name, from one of them on."""
    of_agency = Membership.objects.filter(team__agency_id=viewer.agency).values("person_id")
    rows = Person.objects.filter(pk__in=of_agency)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if after is not None:
        name = Subquery(Person.objects.filter(pk=after).values("name"))
        rows = rows.filter(Q(name__gt=name) | Q(name=name, id__gt=after))
    return [PersonFacts(*row) for row in rows.order_by("name", "id").values_list(*_PERSON)[:limit]]


def get_person(viewer: Viewer, person: UUID) -> PersonFacts | None:
    """Somebody of the viewer's agency, None for anybody else."""
    of_agency = Membership.objects.filter(team__agency_id=viewer.agency, person_id=person)
    rows = Person.objects.filter(pk=person, pk__in=of_agency.values("person_id"))
    return next((PersonFacts(*row) for row in rows.values_list(*_PERSON)), None)


def find_person(viewer: Viewer, person: UUID) -> PersonFacts | None:
    """Anybody, for the worker and for who is invited."""
    rows = Person.objects.filter(pk=person).values_list(*_PERSON)
    return next((PersonFacts(*row) for row in rows), None)


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """A role in a team, with its number."""

    id: int
    person_id: UUID
    team_id: int
    team: str
    agency: str
    role: str
    since_on: date
    until_on: date | None

    def runs(self, on: date) -> bool:
        """Whether it is held on this day."""
        return self.since_on <= on and (self.until_on is None or on <= self.until_on)


def roles_held(viewer: Viewer, people: Iterable[UUID]) -> list[RoleFacts]:
    """All roles of these people, newest first: one query."""
    rows = Membership.objects.filter(person_id__in=list(people)).order_by("-since_on", "-id")
    names = ("team__name", "team__agency_id", "role", "since_on", "until_on")
    return [RoleFacts(*row) for row in rows.values_list("id", "person_id", "team_id", *names)]


def administrators(viewer: Viewer, agency: str, on: date) -> set[UUID]:
    """Who administers an agency on this day, locked until the transaction ends."""
    rows = Membership.objects.filter(
        team__agency_id=agency,
        role=Role.ADMINISTRATOR,
        since_on__lte=on,
        person__is_active=True,
    ).filter(Q(until_on=None) | Q(until_on__gt=on))
    locked = rows.order_by("id").select_for_update(of=("self",))
    return set(locked.values_list("person_id", flat=True))


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """An invitation. Times are UTC."""

    id: UUID
    person_id: UUID
    team_id: int
    site: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    withdrawn_at: datetime | None
    mailed_at: datetime | None
    tries: int

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and self.withdrawn_at is None and now < self.expires_at


_INVITATION = tuple(InvitationFacts.__slots__)


def newest_invitation(viewer: Viewer, person: UUID) -> InvitationFacts | None:
    """The newest invitation of a person, None without one."""
    rows = Invitation.objects.filter(person_id=person).order_by("-made_at", "-id")
    return next((InvitationFacts(*row) for row in rows.values_list(*_INVITATION)[:1]), None)


def get_invitation(viewer: Viewer, invitation: UUID) -> InvitationFacts | None:
    """One invitation, None where there is none for this viewer."""
    rows = Invitation.objects.filter(pk=invitation).values_list(*_INVITATION)
    return next((InvitationFacts(*row) for row in rows), None)


def open_work(viewer: Viewer, person: UUID) -> list[Undone]:
    """What would be nobody's if this person left, in numbers alone: one reviewed function."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, team, number FROM homeward_open_work(%s)", [person])
        return [Undone(*row) for row in cursor.fetchall()]


def handed_on(viewer: Viewer, person: UUID) -> list[str]:
    """Which kinds of a person's work were handed on and wait for the worker."""
    rows = Handover.objects.filter(person_id=person, carried_at=None).order_by("asked_at")
    return list(rows.values_list("kind", flat=True))


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """How a team, or a person in it, is reached; `verified_on`: when somebody last tried it."""

    team_id: int
    person_id: UUID | None
    person: str | None
    phone: str
    email: str
    hours: str
    verified_on: date


def contacts(viewer: Viewer) -> list[ContactFacts]:
    """The current contacts of all teams, and of people who may still sign in: one query."""
    rows = Contact.objects.filter(Q(person=None) | Q(person__is_active=True))
    newest = rows.order_by("team_id", "person_id", "-id").distinct("team_id", "person_id")
    found = newest.values_list(
        "team_id", "person_id", "person__name", "phone", "email", "hours", "verified_on"
    )
    return [ContactFacts(*row) for row in found]


def address_of_team(viewer: Viewer, team: int) -> str:
    """The current e-mail address of a team, blank where it has none."""
    rows = Contact.objects.filter(team_id=team, person=None).order_by("-id")
    return rows.values_list("email", flat=True).first() or ""
