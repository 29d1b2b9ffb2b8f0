"""Changing people of an agency. The database asks whether the web may (0010_people_policies)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from homeward.access.facts import NewContact
from homeward.access.models import Emergency, Handover, Invitation, Membership, Person
from homeward.ground.bulk import insert_rows
from homeward.rules.acts import Act
from homeward.rules.sharing import Role


def add_membership(
    act: Act, person: UUID, team: int, role: Role, since_on: date, until_on: date | None
) -> None:
    """Give a role in a team."""
    Membership(
        person_id=person, team_id=team, role=role.value, since_on=since_on, until_on=until_on
    ).save(force_insert=True)


def end_membership(act: Act, membership: int, until_on: date | None) -> None:
    """Let a role end on a day, or run on without an end."""
    Membership.objects.filter(pk=membership).update(until_on=until_on)


def invite(act: Act, person: UUID, team: int, site: str, expires_at: datetime) -> UUID:
    """A new invitation; what was open for the person before is withdrawn."""
    withdraw(act, person)
    made = Invitation(
        person_id=person,
        team_id=team,
        site=site,
        made_at=act.at,
        expires_at=expires_at,
        act_id=act.id,
    )
    made.save(force_insert=True)
    return made.id


def withdraw(act: Act, person: UUID) -> bool:
    """Withdraw what is open for the person; whether there was anything."""
    rows = Invitation.objects.filter(person_id=person, used_at=None, withdrawn_at=None)
    return bool(rows.update(withdrawn_at=act.at))


def use_invitation(act: Act, invitation: UUID, password: str) -> bool:
    """Let the invited person in with this password; False when it was used meanwhile."""
    rows = Invitation.objects.filter(
        pk=invitation, used_at=None, withdrawn_at=None, expires_at__gt=act.at
    )
    if rows.update(used_at=act.at) != 1:
        return False
    person = Person.objects.get(pk=act.viewer.person or UUID(int=0))
    person.set_password(password)
    person.is_active, person.joined_at, person.closed_at = True, act.at, None
    person.save(update_fields=["password", "is_active", "joined_at", "closed_at"])
    return True


def shut_out(act: Act, person: UUID) -> None:
    """No password is right any more and no session goes on."""
    found = Person.objects.get(pk=person)
    found.set_unusable_password()
    found.is_active, found.closed_at = False, act.at
    found.save(update_fields=["password", "is_active", "closed_at"])


def set_waiting(act: Act, person: UUID) -> None:
    """Somebody who was invited cannot sign in before they used the invitation."""
    Person.objects.filter(pk=person).update(is_active=False)


def ask_handover(
    act: Act, person: UUID, kind: str, agency: str, to_team: int, to_person: UUID | None
) -> UUID:
    """Note that one kind of work goes to a team, led by a person or by nobody yet."""
    made = Handover(
        person_id=person,
        kind=kind,
        agency=agency,
        to_team_id=to_team,
        to_person_id=to_person,
        reason=act.reason[:300],
        asked_by=act.viewer.person or UUID(int=0),
        asked_at=act.at,
    )
    made.save(force_insert=True)
    return made.id


@dataclass(frozen=True, slots=True)
class Carried:
    """Work that waits to be handed on."""

    id: UUID
    person_id: UUID
    kind: str
    to_team_id: int
    to_person_id: UUID | None
    reason: str


def claim_handover(act: Act) -> Carried | None:
    """The longest waiting, locked until the transaction ends; None when none waits."""
    rows = Handover.objects.filter(carried_at=None).order_by("asked_at")
    found = rows.select_for_update(skip_locked=True).values_list(*Carried.__slots__)[:1]
    return next((Carried(*row) for row in found), None)


def handed_over(act: Act, handover: UUID) -> None:
    """It was carried out."""
    Handover.objects.filter(pk=handover, carried_at=None).update(carried_at=act.at)


def add_contact(act: Act, contact: NewContact) -> None:
    """Enter a contact; the newest row of a team or person is current."""
    insert_rows(
        "access_contact",
        (
            "team_id",
            "person_id",
            "phone",
            "email",
            "hours",
            "verified_on",
            "entered_at",
            "entered_by",
            "act_id",
        ),
        [
            (
                contact.team,
                contact.person,
                contact.phone,
                contact.email,
                contact.hours,
                contact.verified_on,
                act.at,
                act.viewer.person,
                act.id,
            )
        ],
    )


def claim_invitation(act: Act, tries: int) -> tuple[UUID, UUID, str] | None:
    """Claim an invitation that waits to be mailed: its id, person and site."""
    rows = Invitation.objects.filter(
        mailed_at=None,
        used_at=None,
        withdrawn_at=None,
        tries__lt=tries,
        expires_at__gt=act.at,
    ).order_by("made_at")
    found = rows.select_for_update(skip_locked=True).values_list("id", "person_id", "site").first()
    if found is not None:
        Invitation.objects.filter(pk=found[0]).update(mailed_at=act.at, tries=F("tries") + 1)
    return found


def unclaim_invitation(act: Act, invitation: UUID) -> None:
    """It could not be mailed: it waits again."""
    Invitation.objects.filter(pk=invitation).update(mailed_at=None)


def claim_emergency(act: Act) -> tuple[UUID, int | None] | None:
    """Claim an emergency access that nobody was written to about: its id and owning team."""
    rows = Emergency.objects.filter(told_at=None).order_by("opened_at")
    found = rows.select_for_update(skip_locked=True).values_list("id", "owner_team_id").first()
    if found is not None:
        Emergency.objects.filter(pk=found[0]).update(told_at=act.at)
    return found


def unclaim_emergency(act: Act, emergency: UUID) -> None:
    """Nobody could be written to: it waits again."""
    Emergency.objects.filter(pk=emergency).update(told_at=None)
