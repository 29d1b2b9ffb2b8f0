"""Who somebody is at this moment: memberships, and the viewer they make."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from homeward.access.models import Involvement, Membership, Person
from homeward.rules.acts import Purpose, Viewer

#: The worker's own viewer: no person, every child, for the system's own work.
SYSTEM_VIEWER = Viewer(None, "homeward", purpose=Purpose.SYSTEM)


def get_viewer(person_id: UUID, on: date) -> Viewer:
    """The viewer that this person is on this day. Without a team: a viewer who sees no child."""
    held = list(
        Membership.objects.filter(person_id=person_id, since_on__lte=on)
        .filter(Q(until_on=None) | Q(until_on__gte=on))
        .values_list("team_id", "role", "team__agency_id")
        .order_by("id")
    )
    return Viewer(
        person=person_id,
        agency=held[0][2] if held else "",
        teams=tuple(sorted({team for team, _, _ in held})),
        roles=frozenset(role for _, role, _ in held),
    )


def names_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """Names of colleagues by id, for showing who wrote a line."""
    wanted = {person for person in people if person}
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
