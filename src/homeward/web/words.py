"""How times, spans and counts are worded: one way, on every screen and letter.

Pure functions. Moments handed in are aware; screens show them in local time
(Europe/London, so clock changes are the zone's business). Nothing here reads the clock:
whoever asks for "time left" says what time it is.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def local(at: datetime) -> datetime:
    """Return the same moment on the local clock.

    Raises ValueError for a moment without a time zone: guessing one would move it.
    """
    if at.tzinfo is None:
        raise ValueError("This moment has no time zone, so it cannot be shown.")
    return at.astimezone(LOCAL)


def day(on: date, now: datetime | None = None) -> str:
    """Return a date as "Sun 22 Nov", with the year when `now` lies in another one.

    A datetime is read on the local clock, a plain date is taken as it stands.
    """
    shown = local(on) if isinstance(on, datetime) else on
    words = f"{WEEKDAYS[shown.weekday()]} {shown.day} {MONTHS[shown.month - 1]}"
    if now is not None and local(now).year != shown.year:
        return f"{words} {shown.year}"
    return words


def clock(at: datetime) -> str:
    """Return the local time of day as "23:10"."""
    return f"{local(at):%H:%M}"


def when(at: datetime, now: datetime | None = None) -> str:
    """Return a moment as "Sun 22 Nov, 23:10", the one format.

    With `now`, a moment of another year says its year: "Sat 22 Nov 2025, 23:10".
    The second 01:30 of the October night that repeats it says so.
    """
    shown = local(at)
    words = f"{day(shown, now)}, {shown:%H:%M}"
    if shown.fold:
        return f"{words} (after the clocks went back)"
    return words


def duration(span: timedelta) -> str:
    """Return the length of a span in its two largest units: "9 h 20 min", "3 days 4 h".

    The sign is ignored. Whole units drop the smaller one ("3 h", "1 day"). Days come in
    from 48 hours, because duties are spoken of in hours until then. Anything under a
    minute is "less than a minute". Rounded down, so that nobody is promised more time
    than is left.
    """
    seconds = int(abs(span.total_seconds()))
    if seconds < MINUTE:
        return "less than a minute"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min"
    if seconds < 2 * DAY:
        return _two(f"{seconds // HOUR} h", seconds % HOUR // MINUTE, "min")
    return _two(plural(seconds // DAY, "day"), seconds % DAY // HOUR, "h")


def time_left(due: datetime, now: datetime) -> str:
    """Return how a running duty stands: "due in 3 h 10 min", "due now", "4 h over".

    "due now" covers the minute before the limit and the minute after it.
    """
    gap = due - now
    if abs(gap) < timedelta(minutes=1):
        return "due now"
    if gap > timedelta(0):
        return f"due in {duration(gap)}"
    return f"{duration(gap)} over"


def is_over(due: datetime, now: datetime) -> bool:
    """Whether the limit has passed: the same line that `time_left` draws for "over"."""
    return now - due >= timedelta(minutes=1)


def ago(at: datetime, now: datetime) -> str:
    """Return how long since a moment: "just now", "40 min ago", "3 h ago", "2 days ago".

    One unit only. A moment that still lies ahead is given as "in 40 min".
    """
    gap = now - at
    if abs(gap) < timedelta(minutes=1):
        return "just now"
    words = _one(int(abs(gap.total_seconds())))
    return f"{words} ago" if gap > timedelta(0) else f"in {words}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: "1 report", "4 reports", "2 children"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def join(parts: list[str], last: str = "and") -> str:
    """Return "a", "a and b" or "a, b and c"; an empty list gives an empty string."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def _two(large: str, rest: int, unit: str) -> str:
    return f"{large} {rest} {unit}" if rest else large


def _one(seconds: int) -> str:
    if seconds < HOUR:
        return f"{seconds // MINUTE} min"
    if seconds < 2 * DAY:
        return f"{seconds // HOUR} h"
    return plural(seconds // DAY, "day")
