"""Inside a record: taking a download, and the floor that plain COPY sets for its rows."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from homeward.cli.taking import take_file

#: What a download leaves behind, and what of it the floor is measured on.
RESULT = ("episodes_report", "chronology_line", "ledger_entry", "protocol_duty")
ALL = ("children_child", "episodes_episode", *RESULT)
_BLOCK = 1 << 16


def take(path: str) -> dict[str, Any]:
    """Take a download as the command line does: seconds from opening it to the last answer."""
    began = perf_counter()
    taken = take_file(Path(path), _unheard)
    seconds = perf_counter() - began
    return {"seconds": round(seconds, 3), "rows": taken.rows, "counts": dict(taken.counts)}


def _unheard(done: int, total: int) -> None:
    """Nobody watches."""


def count_rows() -> dict[str, int]:
    """How many rows the record's main tables hold, every one of them (owner's role)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE homeward_keeper")
        cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {name})" for name in ALL))
        return dict(zip(ALL, cursor.fetchone(), strict=True))


def copy_floor(folder: str, times: str) -> dict[str, Any]:
    """Write the same rows by COPY from text into bare tables: the median seconds of some times.

    Bare: the columns and nothing else, no key, index, check or policy. The text is dumped
    beforehand; its reading from the file is not counted, its sending and the commit are.
    """
    dumps = {table: _dump(table, Path(folder) / f"{table}.copy") for table in RESULT}
    rounds = [{t: _copy(t, dump) for t, dump in dumps.items()} for _ in range(int(times))]
    by_table = {table: round(median(each[table] for each in rounds), 3) for table in RESULT}
    return {
        "seconds": round(median(sum(each.values()) for each in rounds), 3),
        "by_table": by_table,
        "megabytes": round(sum(dump.stat().st_size for dump in dumps.values()) / 1e6, 1),
    }


def _dump(table: str, path: Path) -> Path:
    with transaction.atomic(), connection.cursor() as cursor, path.open("wb") as file:
        cursor.execute("SET LOCAL ROLE homeward_keeper")
        with cursor.copy(f"COPY {table} TO STDOUT") as stream:
            file.writelines(stream)
    return path


def _copy(table: str, dump: Path) -> float:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table})")
        with dump.open("rb") as file:
            seconds = _send(cursor, f"COPY bare_{table} FROM STDIN", file)
        cursor.execute(f"DROP TABLE bare_{table}")
    return seconds


def _send(cursor: Any, statement: str, file: Any) -> float:
    """Send a file block by block; only the sending and the commit are timed."""
    reading = 0.0
    began = perf_counter()
    with transaction.atomic(), cursor.copy(statement) as stream:
        while True:
            before = perf_counter()
            block = file.read(_BLOCK)
            reading += perf_counter() - before
            if not block:
                break
            stream.write(block)
    return perf_counter() - began - reading


def settle_down() -> dict[str, Any]:
    """What the server does by itself within minutes of a load: statistics and dead rows."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {}
