"""Writing many rows at once, through the policies.

PostgreSQL refuses COPY into a table with policies, so a large batch is copied
into a temporary table of the same shape and inserted from there; a small one
is one INSERT. Within `ahead`, PostgreSQL files a batch while Python makes the next.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb

SMALL = 20
CHUNK = 500

dumps = _json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def insert_rows(
    table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, once: bool = False
) -> None:
    """Insert `rows` (values in the order of `columns`) into `table`. Dicts become jsonb.

    `once`: a row that a constraint of the table knows already is left out.
    """
    _write(table, columns, rows, sql.SQL(" ON CONFLICT DO NOTHING" if once else ""))


def insert_newest(
    table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, key: int, by: str
) -> None:
    """Insert rows of which the first `key` columns are unique; of two the later `by` stays."""
    newer = sql.SQL(" ON CONFLICT ({}) DO UPDATE SET {} WHERE EXCLUDED.{} > {}.{}").format(
        sql.SQL(", ").join(map(sql.Identifier, columns[:key])),
        sql.SQL(", ").join(
            sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(name)) for name in columns[key:]
        ),
        sql.Identifier(by),
        sql.Identifier(table),
        sql.Identifier(by),
    )
    _write(table, columns, rows, newer)


def _write(
    table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], ending: sql.Composable
) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        if len(rows) <= SMALL:
            _insert(cursor, table, columns, rows, ending)
        else:
            _copy(cursor, table, columns, rows, ending)


def _insert(
    cursor: Any, table: str, columns: Sequence[str], rows: Sequence[Any], ending: sql.Composable
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
    cursor: Any, table: str, columns: Sequence[str], rows: Sequence[Any], ending: sql.Composable
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
        for start in range(0, len(rows), CHUNK):
            stream.write(copy_lines(rows[start : start + CHUNK]))
    filing = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}{}").format(
        sql.Identifier(table), names, names, staging, ending
    )
    _start()
    with connection.wrap_database_errors:
        for statement in (filing, sql.SQL("TRUNCATE {}").format(staging)):
            cursor.cursor.execute(statement)


#: What PostgreSQL is still busy with, where batches are written ahead.
_busy: ContextVar[ExitStack | None] = ContextVar("busy", default=None)


@contextmanager
def ahead() -> Iterator[None]:
    """Large batches written within are filed while Python goes on; all stand at the end.

    One connection, one transaction, one order of statements: the next statement waits for
    the one before it, and what PostgreSQL refuses is raised there, at the latest at the end.
    """
    with ExitStack() as filing, connection.execute_wrapper(_after_filing):
        token = _busy.set(filing)
        try:
            yield
            _await()
        finally:
            _busy.reset(token)


def _after_filing(execute: Any, statement: Any, params: Any, many: bool, context: Any) -> Any:
    _await()
    return execute(statement, params, many, context)


def _start() -> None:
    filing = _busy.get()
    if filing is not None:
        filing.enter_context(connection.connection.pipeline())


def _await() -> None:
    filing = _busy.get()
    if filing is not None:
        with connection.wrap_database_errors:
            filing.close()


def copy_line(row: Sequence[Any]) -> str:
    """One row in the text format of COPY, its line end included."""
    return "\t".join([_WRITERS[type(value)](value) for value in row]) + "\n"


def copy_lines(rows: Sequence[Sequence[Any]]) -> str:
    """Rows in the text format of COPY, written column by column.

    The same object below itself, as ids and times of one child are, is written once.
    """
    columns = [_column(values) for values in zip(*rows, strict=True)]
    return "\n".join(map("\t".join, zip(*columns, strict=True))) + "\n"


def _column(values: Sequence[Any]) -> Sequence[str]:
    if set(map(type, values)) == {str} and not _NEEDS_ESCAPE("".join(values)):
        return values
    last: object = _NOTHING
    text, texts = "", []
    for value in values:
        if value is not last:
            last, text = value, _WRITERS[type(value)](value)
        texts.append(text)
    return texts


_NOTHING = object()
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": ""})
_NEEDS_ESCAPE = re.compile(r"[\\\t\n\r\0]").search


def _text(value: str) -> str:
    return value.translate(_ESCAPED) if _NEEDS_ESCAPE(value) else value


def _array(values: Sequence[Any]) -> str:
    quoted = ['"' + str(each).replace("\\", "\\\\").replace('"', '\\"') + '"' for each in values]
    return _text("{" + ",".join(quoted) + "}")


def _uuid(value: UUID) -> str:
    return value.hex


#: The times of one episode recur on many of its rows.
_time = lru_cache(maxsize=16_384)(datetime.isoformat)


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: _text,
    type(None): lambda _: "\\N",
    datetime: _time,
    date: date.isoformat,
    UUID: _uuid,
    int: int.__repr__,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: "\\\\x" + value.hex(),
    dict: lambda value: _text(_json(value)),
    list: _array,
    tuple: _array,
}


def as_parameter(value: Any) -> Any:
    """A value as the driver takes it: a dict becomes jsonb."""
    return Jsonb(value) if type(value) is dict else value


@contextmanager
def without_collecting() -> Iterator[None]:
    """Do not look for reference cycles meanwhile.

    A batch makes millions of small objects, none of them in a cycle: looking through them
    again and again took a fifth of the time of taking a download (measured).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
