"""Writing who is involved with a child, on which ground, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

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
    """Move the end of involvements: a new report opens them again, a return closes them."""
    with connection.cursor() as cursor:
        for child, team, ground, until in changed:
            cursor.execute(
                "UPDATE access_involvement SET until_at = %s, act_id = %s"
                " WHERE child_id = %s AND team_id = %s AND ground = %s",
                [until, act.id, child, team, ground.value],
            )
