"""One episode judged against the whole current edition: no database, no file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from homeward.ground.calendar import calendar
from homeward.ground.editions import shipped_text
from homeward.rules.protocol.catalogue import read_edition
from homeward.rules.protocol.evaluate import EpisodeLog, Facts, Line, evaluate

EDITION = "north-yorkshire-current"
LIMIT_US = 1000
ROUNDS, TIMES = 9, 300
_START = datetime(2026, 11, 20, 20, 15, tzinfo=UTC)
#: A night and the week after it: what happened, and how many minutes after the start.
_LINES = (
    ("child.last_seen", -95),
    ("report.received", -12),
    ("episode.started", 0),
    ("risk.graded", 0),
    ("enquiry.recorded", 20),
    ("enquiry.recorded", 55),
    ("parents.told", 60),
    ("sighting.recorded", 140),
    ("risk.graded", 180),
    ("ownership.taken", 185),
    ("enquiry.recorded", 200),
    ("child.located", 390),
    ("child.seen", 400),
    ("child.returned", 410),
    ("prevention_interview.held", 460),
    ("interview.offered", 1500),
    ("interview.held", 3200),
    ("interview.shared", 4000),
    ("strategy_discussion.held", 4300),
    ("episode.closed", 6000),
)


def measure() -> dict[str, Any]:
    """Microseconds for one evaluation: the median of some rounds."""
    edition = read_edition(shipped_text(EDITION), EDITION)
    facts = Facts("care", "HIGH", date(2012, 5, 1), True, "121678", "north-yorkshire")
    lines = [Line(kind, _START + timedelta(minutes=after)) for kind, after in _LINES]
    child = [EpisodeLog("1", lines, facts)]
    as_at, days = _START + timedelta(days=30), calendar()
    rounds = []
    for _ in range(ROUNDS):
        began = perf_counter()
        for _ in range(TIMES):
            verdicts = evaluate(edition, child, as_at, days)
        rounds.append((perf_counter() - began) / TIMES * 1e6)
    spent = median(rounds)
    return {
        "microseconds": round(spent, 1),
        "limit": LIMIT_US,
        "ok": spent < LIMIT_US,
        "edition": EDITION,
        "duties_in_edition": len(edition.duties),
        "lines": len(lines),
        "verdicts": len(verdicts),
    }
