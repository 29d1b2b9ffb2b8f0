"""Writing many rows at once, through the policies.

PostgreSQL refuses COPY into a table with policies, so a large batch is copied
into a temporary table of the same shape and inserted from there; a small one
is one INSERT.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb

SMALL = 20


def insert_rows(
    table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, once: bool = False
) -> None:
    """Insert `rows` (values in the order of `columns`) into `table`. Dicts become jsonb.

    `once`: a row that a constraint of the table knows already is left out.
    """
    if not rows:
        return
    ending = sql.SQL(" ON CONFLICT DO NOTHING" if once else "")
    with connection.cursor() as cursor:
        if len(rows) <= SMALL:
            _insert(cursor, table, columns, rows, ending)
        else:
            _copy(cursor, table, columns, rows, ending)


def _insert(
    cursor: Any, table: str, columns: Sequence[str], rows: Sequence[Any], ending: sql.SQL
) -> None:
    one = sql.SQL("({})").format(sql.SQL(", ").join(sql.Placeholder() * len(columns)))
    statement = sql.SQL("INSERT INTO {} ({}) VALUES {}{}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join([one] * len(rows)),
        ending,
    )
    values = [as_parameter(value) for row in rows for value in row]
    cursor.execute(statement.as_string(cursor.connection), values)


def _copy(
    cursor: Any, table: str, columns: Sequence[str], rows: Sequence[Any], ending: sql.SQL
) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    staging = sql.Identifier(f"staging_{table}")
    cursor.execute(
        sql.SQL(
            "CREATE TEMP TABLE IF NOT EXISTS {} ON COMMIT DELETE ROWS AS SELECT {} FROM {} LIMIT 0"
        )
        .format(staging, names, sql.Identifier(table))
        .as_string(cursor.connection)
    )
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(staging, names)
    with cursor.copy(copy.as_string(cursor.connection)) as stream:
        for row in rows:
            stream.write_row([as_parameter(value) for value in row])
    cursor.execute(
        sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}{}")
        .format(sql.Identifier(table), names, names, staging, ending)
        .as_string(cursor.connection)
    )
    cursor.execute(sql.SQL("TRUNCATE {}").format(staging).as_string(cursor.connection))


def as_parameter(value: Any) -> Any:
    """A value as the driver takes it: a dict becomes jsonb."""
    return Jsonb(value) if type(value) is dict else value


class IdBlocks:
    """Hands out ids of a table's sequence, fetched in blocks, so that rows know theirs early."""

    def __init__(self, table: str, block: int = 5000) -> None:
        self._sequence = f"{table}_id_seq"
        self._block = block
        self._ready: Iterator[int] = iter(())

    def next(self) -> int:
        """The next id."""
        found = next(self._ready, None)
        return found if found is not None else self._fetch()

    def _fetch(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(%s::regclass) FROM generate_series(1, %s)",
                [self._sequence, self._block],
            )
            self._ready = iter([row[0] for row in cursor.fetchall()])
        return next(self._ready)
