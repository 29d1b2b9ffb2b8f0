"""Who was invited, how their agency signs in, what they agreed to, what waits for a reset."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from homeward.access.models import Acceptance, FactorReset, Membership, Person, WayIn
from homeward.access.sign_in.facts import Invited, OpenReset
from homeward.agencies.models import Agency, AgencyKind
from homeward.rules.acts import Viewer
from homeward.rules.sign_in import WayIn as Way


def agencies_of(person: UUID, on: date) -> list[str]:
    """The agencies in which somebody holds a role on this day. Asked before there is a viewer."""
    rows = Membership.objects.filter(person_id=person, since_on__lte=on)
    rows = rows.filter(Q(until_on=None) | Q(until_on__gte=on)).order_by("id")
    return list(dict.fromkeys(rows.values_list("team__agency_id", flat=True)))


def ways_in(agencies: Iterable[str]) -> list[Way]:
    """How these agencies sign in now; an agency that never said so has a password alone."""
    rows = WayIn.objects.filter(agency_id__in=list(agencies))
    newest = rows.order_by("agency_id", "-at", "-id").distinct("agency_id")
    return [Way(each.provider, tuple(each.domains), each.password) for each in newest]


def invited_with(email: str) -> Person | None:
    """Who was invited with this address, open or closed. For the session alone."""
    return Person.objects.filter(email=email.strip().lower(), is_rehearsal=False).first()


def conduct_accepted(viewer: Viewer, version: str) -> datetime | None:
    """When the viewer agreed to this version of the code of conduct; None: not yet."""
    rows = Acceptance.objects.filter(person=viewer.person, version=version)
    return rows.values_list("at", flat=True).first()


def people_to_help(viewer: Viewer, on: date) -> list[Invited]:
    """Whose second step the viewer, an administrator, may ask to reset: by name."""
    running = Membership.objects.filter(since_on__lte=on, person__is_active=True)
    running = running.filter(Q(until_on=None) | Q(until_on__gte=on))
    if not keeps_record(viewer):
        running = running.filter(team__agency_id=viewer.agency)
    rows = running.exclude(person=viewer.person).order_by("person__name", "person_id", "id")
    names = ("person_id", "person__name", "person__email", "person__is_active", "team__agency_id")
    return list({row[0]: Invited(*row) for row in rows.values_list(*names)}.values())


def keeps_record(viewer: Viewer) -> bool:
    """Whether the viewer's agency is the partnership itself."""
    return Agency.objects.filter(code=viewer.agency, kind=AgencyKind.PARTNERSHIP).exists()


def open_resets(viewer: Viewer, on: date) -> list[OpenReset]:
    """Requests that nobody has ended yet, for people the viewer may help; oldest first."""
    helped = {each.id: each for each in people_to_help(viewer, on)}
    rows = FactorReset.objects.filter(end=None, person_id__in=helped).order_by("asked_at", "id")
    rows = rows.select_related("asked_by")
    return [
        OpenReset(
            row.id,
            helped[row.person_id],
            row.asked_by_id,
            row.asked_by.name,
            row.reason,
            row.asked_at,
        )
        for row in rows
    ]
