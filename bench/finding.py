"""Searching for a child among 70,000, as the app role: by a county's team and by all at once."""

from __future__ import annotations

from statistics import median
from typing import Any

from bench.records import throw_away_record

CHILDREN, LIMIT_MS = 70_000, 50.0
#: Who is involved with one child in fifty has the limit; who knows all of them is told.
LIMITED = "social-worker"


def measure() -> dict[str, Any]:
    """Every text typed by both; the median and the worst answer, and tables read whole."""
    with throw_away_record() as record:
        record.measure("owner", "bench.searching:stage", CHILDREN)
        record.measure("owner", "bench.taking:settle_down")
        answers = record.measure("app", "bench.searching:search")["answers"]
    found = {who: _summary(rows) for who, rows in answers.items()}
    scans = sum(row["scans"] for rows in answers.values() for row in rows)
    limited = found[LIMITED]
    return {
        "children": CHILDREN,
        "limit": LIMIT_MS,
        "who": found,
        "tables_read_whole": scans,
        "answers": answers,
        "ok": limited["median_ms"] < LIMIT_MS and scans == 0,
    }


def _summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    times = [row["ms"] for row in rows]
    return {
        "median_ms": round(median(times), 1),
        "worst_ms": round(max(times), 1),
        "over_limit": sum(each >= LIMIT_MS for each in times),
        "typed": len(times),
    }
