"""Does to the tables of a noun what its data map says an erasure does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from homeward.rules.personal import STAYS, Erasing, Table

#: Lists and maps that are emptied keep their shape; texts and bytes become empty ones.
_EMPTY: tuple[tuple[type[models.Field[Any, Any]], str], ...] = (
    (ArrayField, "'{}'"),
    (models.JSONField, "'{}'::jsonb"),
    (models.BinaryField, "''::bytea"),
    (models.CharField, "''"),
    (models.TextField, "''"),
)


def erase_tables(noun: str, tables: Sequence[Table], reach: Mapping[str, Any]) -> dict[str, int]:
    """Remove the rows, or empty the columns, that `reach` reaches; how many of each table.

    `reach` gives the names that the tables' conditions use. Tables that an action of the
    noun empties are left to it.
    """
    done = {}
    with connection.cursor() as cursor:
        for table in tables:
            statement = erasing_statement(noun, table)
            if not statement:
                continue
            cursor.execute(statement, dict(reach))
            done[f"{noun}.{table.model}"] = cursor.rowcount
            if table.erasing is Erasing.WORDS:
                ids = [row[0] for row in cursor.fetchall()]
                cursor.execute(
                    "SELECT homeward_erase_columns(%s, %s, %s)",
                    [table_of(noun, table), list(table.columns), ids],
                )
    return done


def erasing_statement(noun: str, table: Table) -> str:
    """The SQL that erases a table's rows of one child, or finds their ids; blank without one."""
    model = apps.get_model(noun, table.model)
    name = connection.ops.quote_name(table_of(noun, table))
    if table.erasing is Erasing.WORDS:
        return f"SELECT id::text FROM {name} WHERE {table.of_child}"
    if table.erasing is Erasing.ROWS:
        return f"DELETE FROM {name} WHERE {table.of_child}"
    if table.erasing is not Erasing.COLUMNS:
        return ""
    sets = [
        f"{connection.ops.quote_name(column)} = {each.erased or empty(model, column)}"
        for column, each in table.columns.items()
        if each.erased != STAYS
    ]
    return f"UPDATE {name} SET {', '.join(sets)} WHERE {table.of_child}" if sets else ""


def table_of(noun: str, table: Table) -> str:
    """The table's name in the database."""
    return str(apps.get_model(noun, table.model)._meta.db_table)


def empty(model: type[models.Model], column: str) -> str:
    """What an emptied column of this model holds, as SQL."""
    field = next(each for each in model._meta.concrete_fields if each.attname == column)
    if field.null:
        return "NULL"
    for kind, words in _EMPTY:
        if isinstance(field, kind):
            return words
    raise TypeError(f"{model.__name__}.{column} cannot be emptied: say what it becomes.")
