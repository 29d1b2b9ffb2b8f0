"""Days and moments as they are written on the command line."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import click

from homeward.ground.clock import LOCAL


class Day(click.ParamType[date]):
    """A day, `2026-11-23`."""

    name = "DATE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Reads the day; fails when it is none."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f'"{value}" is no day; write it like 2026-11-23.', param, ctx)


class DayOrMoment(click.ParamType[datetime]):
    """A day in Europe/London (its first moment, or its last with `end`) or a time with offset."""

    name = "DATE"

    def __init__(self, *, end: bool = False) -> None:
        self._end = end

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Reads it and gives it as UTC; fails when it is neither."""
        text = str(value)
        try:
            at = self._of_day(date.fromisoformat(text)) if len(text) == 10 else _moment(text)
        except ValueError:
            self.fail(
                f'"{text}" is no day and no time with offset; write it like 2026-11-23 or'
                " 2026-11-23T09:15:00Z.",
                param,
                ctx,
            )
        return at.astimezone(UTC)

    def _of_day(self, day: date) -> datetime:
        return datetime.combine(day, time.max if self._end else time.min, tzinfo=LOCAL)


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at
