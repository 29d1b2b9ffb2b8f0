"""Writing who is involved with a child on which ground, and who signs in with which roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from homeward.access.facts import NewMembership
from homeward.access.models import Membership, Person
from homeward.ground.bulk import insert_rows
from homeward.rules.acts import Act
from homeward.rules.sharing import Ground

#: child, team, ground, since, until
Involved = tuple[UUID, int, Ground, datetime, datetime | None]


def involve(act: Act, involved: Sequence[Involved]) -> None:
    """Make teams involved, each once a ground."""
    insert_rows(
        "access_involvement",
        ("child_id", "team_id", "ground", "since_at", "until_at", "act_id"),
        [
            (child, team, ground.value, since, until, act.id)
            for child, team, ground, since, until in involved
        ],
        once=True,
    )


def set_until(act: Act, changed: Sequence[tuple[UUID, int, Ground, datetime | None]]) -> None:
    """Move the end of involvements: a new report opens them again, a return closes them.

    One statement: it may end the sight of the very person who acts, so that nothing of the
    child can be written after it.
    """
    if not changed:
        return
    children, teams, grounds, ends = zip(*changed, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE access_involvement i SET until_at = c.until_at, act_id = %s"
            " FROM unnest(%s::uuid[], %s::int[], %s::text[], %s::timestamptz[])"
            " AS c (child_id, team_id, ground, until_at)"
            " WHERE i.child_id = c.child_id AND i.team_id = c.team_id AND i.ground = c.ground",
            [act.id, list(children), list(teams), [each.value for each in grounds], list(ends)],
        )


def withdraw(act: Act, child: UUID, keys: Iterable[tuple[int, Ground]]) -> None:
    """Take back sight that a mistaken join gave; the join keeps who had it. The worker's work."""
    with connection.cursor() as cursor:
        for team, ground in keys:
            cursor.execute(
                "DELETE FROM access_involvement"
                " WHERE child_id = %s AND team_id = %s AND ground = %s",
                [child, team, ground.value],
            )


def add_person(act: Act, email: str, name: str, password: str | None, *, rehearsal: bool) -> UUID:
    """Enter somebody who may sign in; their id. No password: none will ever be right."""
    person = Person(
        email=email.strip().lower(),
        name=name.strip(),
        is_rehearsal=rehearsal,
        joined_at=act.at,
    )
    person.set_password(password)
    person.save(force_insert=True)
    return person.id


def add_memberships(act: Act, person: UUID, held: Sequence[tuple[int, NewMembership]]) -> None:
    """Enter the roles that a person holds, each with its team's id."""
    Membership.objects.bulk_create(
        Membership(person_id=person, team_id=team, role=each.role.value, since_on=each.since_on)
        for team, each in held
    )
