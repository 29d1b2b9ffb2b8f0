"""Taking downloads: a country's day, a long history, and the same file again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.generate import Mix, write_download
from bench.records import Record, throw_away_record
from homeward.ground.clock import now

NAME = "MSPR_12_{:%Y%m%d}_01.csv"
DAY_ROWS, DAY_LIMIT = 600, 2.0
PEAK_LIMIT_MB, RATIO_LIMIT = 300, 10.0
FLOOR_TIMES = 3
TAKE, FLOOR, COUNT = "bench.taking:take", "bench.taking:copy_floor", "bench.taking:count_rows"


def download(record: Record, mix: Mix) -> Path:
    """A generated download in the record's own folder."""
    at = now()
    return write_download(record.folder / NAME.format(at), mix, at)


def measure_day() -> dict[str, Any]:
    """A download of a whole country's day, into a fresh record."""
    with throw_away_record() as record:
        mix = Mix(DAY_ROWS, DAY_ROWS, missing=DAY_ROWS // 3, back=DAY_ROWS - DAY_ROWS // 3)
        taken = record.measure("worker", TAKE, download(record, mix))
    return {**taken, "limit": DAY_LIMIT, "ok": taken["seconds"] < DAY_LIMIT}


def measure_history(rows: int) -> dict[str, Any]:
    """A long download into a fresh record, against plain COPY of what it left; and once more."""
    with throw_away_record() as record:
        path = download(record, Mix(rows, rows))
        taken = record.measure("worker", TAKE, path)
        held = record.measure("owner", COUNT)
        floor = record.measure("owner", FLOOR, record.folder, FLOOR_TIMES)
        again = record.measure("worker", TAKE, path)
        kept = record.measure("owner", COUNT)
    ratio = taken["seconds"] / floor["seconds"]
    same = _same(held, kept) and again["counts"].get("DUPLICATE", 0) == _accepted(taken)
    return {
        **taken,
        "rows_per_second": round(taken["rows"] / taken["seconds"]),
        "left_behind": {name: count for name, count in held.items() if name != "peak_mb"},
        "copy": floor,
        "ratio": round(ratio, 2),
        "ratio_limit": RATIO_LIMIT,
        "peak_limit_mb": PEAK_LIMIT_MB,
        "ok": ratio <= RATIO_LIMIT and taken["peak_mb"] < PEAK_LIMIT_MB and same,
        "again": {**again, "nothing_changed": same},
    }


def _accepted(taken: dict[str, Any]) -> int:
    waiting = taken["counts"].get("REVIEW", 0) + taken["counts"].get("REFUSED", 0)
    return int(taken["rows"] - waiting)


def _same(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether the record holds as much as before; the ledger enters that a file came."""
    return all(
        after[name] == count
        for name, count in before.items()
        if name not in ("ledger_entry", "peak_mb")
    )
