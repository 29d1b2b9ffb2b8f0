"""Keys of lists that are paged by key: a number and an id, as they stand in an address.

A page number would cost more the further one goes; a key costs the same everywhere.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

_SINCE = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def write_key(number: int, row: UUID) -> str:
    """The key of a row for the address of the next page."""
    return f"{number}-{row.hex}"


def read_key(text: str) -> tuple[int, UUID] | None:
    """The number and id of a key; None for no key, or for what is none."""
    number, _, row = text.partition("-")
    if not number.isdecimal() or len(number) > 18:
        return None
    try:
        return int(number), UUID(hex=row)
    except ValueError:
        return None


def write_time_key(at: datetime, row: UUID) -> str:
    """The key of a row that is ordered by a moment."""
    return write_key((at - _SINCE) // _MICROSECOND, row)


def read_time_key(text: str) -> tuple[datetime, UUID] | None:
    """The moment (UTC) and id of a key; None for no key, or for what is none."""
    read = read_key(text)
    if read is None:
        return None
    number, row = read
    try:
        return _SINCE + number * _MICROSECOND, row
    except OverflowError:
        return None


def write_row_key(at: datetime, row: int) -> str:
    """The key of a numbered row that is ordered by a moment."""
    return f"{(at - _SINCE) // _MICROSECOND}-{row}"


def read_row_key(text: str) -> tuple[datetime, int] | None:
    """The moment (UTC) and number of a key; None for no key, or for what is none."""
    at, _, row = text.partition("-")
    if not (at.isdecimal() and row.isdecimal() and len(at) < 18 and len(row) < 18):
        return None
    return _SINCE + int(at) * _MICROSECOND, int(row)
