"""Form fields for a date, and for a date with a clock time, as people write them.

Both show separate boxes (day, month, year and, for a moment, the time) and name them
`seen_day`, `seen_month`, `seen_year`, `seen_time` for a field called `seen`. What is typed
is local time; what comes out is a `date`, or a moment in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from homeward.web.words import LOCAL, day, local

TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a date or moment: the name it is sent under, its label and content."""

    name: str
    label: str
    value: str
    width: int
    inputmode: str


class DayWidget(forms.Widget):
    """Three boxes: day, month, year. Drawn by `components/form.html`."""

    boxes: Sequence[tuple[str, str, int]] = (
        ("day", "Day", 2),
        ("month", "Month", 2),
        ("year", "Year", 4),
    )

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> list[str]:
        """Return what was typed in each box, trimmed, in the order of the boxes."""
        return [str(data.get(f"{name}_{part}") or "").strip() for part, _, _ in self.boxes]

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        """Whether no box at all was sent."""
        return not any(f"{name}_{part}" in data for part, _, _ in self.boxes)

    def parts(self, name: str, value: object) -> list[Box]:
        """Return the boxes to draw, filled from what was typed or from a known value."""
        filled = value if isinstance(value, list) else self.spread(value)
        return [
            Box(f"{name}_{part}", label, content, width, "numeric")
            for (part, label, width), content in zip(self.boxes, filled, strict=True)
        ]

    def spread(self, value: object) -> list[str]:
        """Return a known date or moment as the content of each box; blank for None."""
        if not isinstance(value, date):
            return [""] * len(self.boxes)
        shown = local(value) if isinstance(value, datetime) else value
        filled = [str(shown.day), str(shown.month), str(shown.year)]
        if isinstance(shown, datetime):
            filled.append(f"{shown:%H:%M}")
        return [*filled, ""][: len(self.boxes)]


class MomentWidget(DayWidget):
    """Four boxes: day, month, year and time."""

    boxes = (*DayWidget.boxes, ("time", "Time", 5))


class DayField(forms.Field):
    """A date typed as day, month and year. Cleans to a `date`, or None when left blank."""

    widget = DayWidget
    example = "for example 27 3 2026"

    def clean(self, value: Any) -> date | None:
        """Return the date. Raises ValidationError with a sentence that says what is wrong."""
        typed = _typed(value)
        if typed is None:
            if self.required:
                raise ValidationError(f"Enter the date, {self.example}.", code="required")
            return None
        return _date(typed)


class MomentField(forms.Field):
    """A date and local clock time. Cleans to a moment in UTC, or None when left blank.

    A time that the clocks skipped in March is refused. A time that came twice in October
    is taken as the first of the two, so that no duty starts later than it should.
    """

    widget = MomentWidget
    example = "for example 27 3 2026 and 23:10"

    def clean(self, value: Any) -> datetime | None:
        """Return the moment. Raises ValidationError with a sentence that says what is wrong."""
        typed = _typed(value)
        if typed is None:
            if self.required:
                raise ValidationError(f"Enter the date and time, {self.example}.", code="required")
            return None
        return _moment(_date(typed[:3]), _time(typed[3]))


def _typed(value: Any) -> list[str] | None:
    """Return what was typed, or None when every box is blank."""
    return value if isinstance(value, list) and any(value) else None


def _date(typed: list[str]) -> date:
    names = ("day", "month", "year")
    missing = [name for name, content in zip(names, typed, strict=True) if not content]
    if missing:
        raise ValidationError(f"The date must include a {missing[0]}.", code="incomplete")
    month = _month(typed[1])
    if not (typed[0].isdecimal() and typed[2].isdecimal() and month):
        raise ValidationError("Write the date in numbers, for example 27 3 2026.", code="invalid")
    if len(typed[2]) != 4:
        raise ValidationError("The year must have 4 numbers, for example 2026.", code="invalid")
    try:
        return date(int(typed[2]), month, int(typed[0]))
    except ValueError:
        raise ValidationError(
            "There is no such date. Check day and month.", code="invalid"
        ) from None


def _month(typed: str) -> int:
    """Return the month's number from "3", "03", "Mar" or "March"; 0 when it is none."""
    if typed.isdecimal():
        return int(typed)
    short = typed[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def _time(typed: str) -> time:
    found = TIME.fullmatch(typed)
    hour, minute = (int(found[1]), int(found[2])) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise ValidationError("Write the time with 24 hours, for example 23:10.", code="invalid")
    return time(hour, minute)


def _moment(on: date, at: time) -> datetime:
    moment = datetime.combine(on, at, LOCAL).astimezone(UTC)
    if local(moment).time() != at:
        raise ValidationError(
            f"There was no {at:%H:%M} on {day(on)}: the clocks went forward. Check the time.",
            code="skipped",
        )
    return moment
