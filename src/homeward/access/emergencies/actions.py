"""Opening, ending and reviewing emergency access."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from homeward.access.models import Emergency
from homeward.ground.bulk import insert_rows
from homeward.ground.ids import new_id
from homeward.rules.acts import Act


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is sought: a number and its kind, or names with date of birth and their match key."""

    surname: str = ""
    forename: str = ""
    dob: date | None = None
    name_key: str = ""
    number_kind: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of asking: `OPENED`, `KNOWN`, `NOTHING` or `LIMIT`, and the child if any."""

    outcome: str
    child_id: UUID | None
    emergency_id: UUID


def ask_for_emergency(act: Act, sought: Sought, team: int, hours: int) -> Opened:
    """Ask the one reviewed function, which finds at most one child and opens the record."""
    fresh = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outcome, child FROM homeward_emergency("
            "%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                new_id(),
                fresh,
                act.id,
                team,
                act.reason[:500],
                hours,
                sought.name_key,
                sought.surname,
                sought.forename,
                sought.dob,
                sought.number_kind,
                sought.number,
            ],
        )
        outcome, child = cursor.fetchone()
    return Opened(outcome, child, fresh)


def end_emergency_now(act: Act, emergency: UUID) -> bool:
    """Let an emergency access end at this moment by the database's clock; whether it ran."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE access_emergency SET until_at = greatest(homeward_now(), opened_at)"
            " WHERE id = %s AND until_at > homeward_now()",
            [emergency],
        )
        return bool(cursor.rowcount)


def add_review(act: Act, emergency: UUID, *, right: bool) -> None:
    """Enter what the reviewer said; the newest counts."""
    insert_rows(
        "access_emergencyreview",
        ("id", "emergency_id", "person_id", "at", "right", "reason", "act_id"),
        [(new_id(), emergency, act.viewer.person, act.at, right, act.reason[:500], act.id)],
    )
    Emergency.objects.filter(pk=emergency).update(reviewed_at=act.at)
