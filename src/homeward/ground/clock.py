"""The one place that reads the clock. Doors call it once and pass the answer down."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, UTC, aware."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in Europe/London at this moment."""
    return now().astimezone(LOCAL).date()


def milliseconds() -> int:
    """This moment as whole milliseconds since 1970, for ids that sort by time."""
    return int(now().timestamp() * 1000)
