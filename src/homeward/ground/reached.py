"""Reads from the tables of a noun what its data map says is held of one child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import connection

from homeward.ground.erasing import table_of
from homeward.rules.personal import Table

#: Besides the columns with personal data: what makes them readable, where a table has it.
READABLE = (
    "happened_at",
    "kind",
    "known_at",
    "since_on",
    "until_on",
    "started_at",
    "returned_at",
    "reported_at",
    "made_on",
    "added_at",
    "opened_at",
    "placed_at",
    "asked_at",
    "agency",
    "said_by",
    "state",
    "status",
    "outcome",
    "grade",
    "person_id",
    "recorded_at",
)


def rows_reached(
    noun: str, table: Table, reach: Mapping[str, Any], leave_out: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The rows of one child in a table, in the order of their keys, blanks left out."""
    model = apps.get_model(noun, table.model)
    there = {field.attname for field in model._meta.concrete_fields}
    names = [name for name in READABLE if name in there and name not in table.columns]
    names += [name for name in table.columns if name not in leave_out]
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    key = connection.ops.quote_name(str(model._meta.pk.attname))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {quoted} FROM {connection.ops.quote_name(table_of(noun, table))}"
            f" WHERE {table.of_child} ORDER BY {key}",
            dict(reach),
        )
        rows = cursor.fetchall()
    return [
        {
            name: value
            for name, value in zip(names, row, strict=True)
            if value not in (None, "", [], {}, "{}", "[]")
        }
        for row in rows
    ]
