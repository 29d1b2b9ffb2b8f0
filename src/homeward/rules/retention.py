"""How long a child's record is kept, when somebody must decide, and what stops it.

The periods are data, each with its source (`retention.toml`, or a partnership's own file).
Nothing here erases: a record is due, a person decides, a second person confirms, and a
legal hold stops all of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from homeward.rules.acts import YES, Decision, Viewer
from homeward.rules.sharing import Role

EVERYBODY = "everybody"
LOOKED_AFTER = "looked-after"
#: What a keeper of the record may say a record also is; the record cannot know it by itself.
CLASSES: Mapping[str, str] = {
    LOOKED_AFTER: "The child was looked after",
    "child-protection": "There was a child protection plan or enquiry",
    "child-in-need": "The child was a child in need",
}
EVENTS = ("birth", "last_contact", "death")
EVIDENCE = ("S", "B", "P")


class PeriodsRefused(ValueError):
    """A file of periods that cannot be used; the sentence says where and why."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period: whom it applies to, what must have passed, where it comes from."""

    id: str
    title: str
    applies_to: str
    after: tuple[tuple[str, int], ...]
    source: str
    evidence: str
    died_before: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What the rule needs to know of a record. `classes` are those of `CLASSES`."""

    born_on: date
    last_contact_on: date
    classes: frozenset[str] = frozenset()
    died_on: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """From which day somebody must decide about a record, by which period, and why."""

    on: date
    period: Period
    why: str


class Stands(StrEnum):
    """How a record stands on a day."""

    KEPT = "KEPT"
    DUE = "DUE"
    HELD = "HELD"


def read_periods(text: str, name: str) -> tuple[Period, ...]:
    """The periods of a file. Raises PeriodsRefused with one sentence that names the place."""
    try:
        rows = tomllib.loads(text).get("period", [])
    except tomllib.TOMLDecodeError as error:
        raise PeriodsRefused(f"{name} is no TOML: {error}.") from None
    periods = tuple(_period(name, row) for row in rows)
    if not any(each.applies_to == EVERYBODY for each in periods):
        raise PeriodsRefused(f"{name} has no period that applies to everybody.")
    return periods


def _period(name: str, row: Mapping[str, Any]) -> Period:
    known = str(row.get("id", "without id"))
    try:
        after = tuple((each["from"], int(each["years"])) for each in row["after"])
        period = Period(
            row["id"],
            row["title"],
            row["applies_to"],
            after,
            row["source"],
            row["evidence"],
            int(row.get("died_before", 0)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PeriodsRefused(f"{name}, period {known}: {error} is missing or wrong.") from None
    wrong = [event for event, years in after if event not in EVENTS or years < 0]
    if wrong or not after:
        raise PeriodsRefused(f"{name}, period {known}: it must count years from {EVENTS}.")
    if period.applies_to not in (EVERYBODY, *CLASSES) or period.evidence not in EVIDENCE:
        raise PeriodsRefused(f"{name}, period {known}: applies_to or evidence is not known.")
    return period


def due(kept: Kept, periods: Sequence[Period]) -> Due:
    """When somebody must decide about a record: the latest day of all periods that apply.

    A child may be of several classes; the record is one, so the longest period counts.
    """
    found = [_due(kept, period) for period in periods if _applies(kept, period)]
    return max(found, key=lambda each: (each.on, each.period.id))


def _applies(kept: Kept, period: Period) -> bool:
    if period.applies_to not in (EVERYBODY, *kept.classes):
        return False
    died = died_young(kept, period.died_before)
    if period.died_before:
        return died
    return not (died_young(kept, 18) and period.applies_to == LOOKED_AFTER)


def died_young(kept: Kept, years: int) -> bool:
    """Whether the child died before this birthday."""
    return kept.died_on is not None and kept.died_on < years_after(kept.born_on, years)


def _due(kept: Kept, period: Period) -> Due:
    begins = {
        "birth": kept.born_on,
        "last_contact": kept.last_contact_on,
        "death": kept.died_on or kept.last_contact_on,
    }
    days = [(years_after(begins[event], years), event, years) for event, years in period.after]
    on, event, years = max(days)
    words = {
        "birth": f"{years} years after birth",
        "last_contact": f"{years} years after the last entry",
        "death": f"{years} years after the child died",
    }
    return Due(on, period, f"{period.title}: {words[event]}")


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 1 March where there is no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def stands(found: Due, held: bool, on: date) -> Stands:
    """How a record stands on a day. A hold stops it whether it is due or not."""
    if held:
        return Stands.HELD
    return Stands.DUE if found.on <= on else Stands.KEPT


#: Why a record must not be erased whatever its period says.
HOLDS: Mapping[str, str] = {
    "INQUIRY": "Public inquiry or review",
    "CLAIM": "Legal claim",
    "POLICE": "Police operation or prosecution",
    "COMPLAINT": "Complaint, or a request for a copy",
    "OTHER": "Another reason",
}
KEEPERS = (Role.DATA_STEWARD,)
HOLDERS = (Role.DATA_STEWARD, Role.SOCIAL_CARE_MANAGER, Role.POLICE_SUPERVISOR)


def may_keep(viewer: Viewer) -> Decision:
    """Whether the viewer decides about records whose period is over."""
    if viewer.has_role(*KEEPERS):
        return YES
    return Decision(False, "Only a keeper of the record can decide this.", "needs-keeper")


def may_hold(viewer: Viewer, kind: str, reason: str) -> Decision:
    """Whether the viewer may put a record on hold, or lift a hold, for this reason."""
    if not viewer.has_role(*HOLDERS):
        return Decision(
            False,
            "A keeper of the record, a social care manager or a police supervisor can do this.",
            "needs-holder",
        )
    if kind not in HOLDS:
        return Decision(False, "Choose what the hold is for.", "needs-kind")
    if not reason.strip():
        return Decision(False, "Say why, so that whoever reads it later can judge it.", "needed")
    return YES


def can_erase(standing: Stands, *, missing: bool, waiting: bool, asked: bool = False) -> Decision:
    """Whether a record can be erased as it stands now."""
    if standing is Stands.HELD:
        return Decision(False, "A hold is on this record. Nothing is erased under it.", "held")
    if standing is Stands.KEPT:
        return Decision(False, "The keeping period of this record is not over.", "not-due")
    if missing:
        return Decision(False, "The child is missing now. The record stays.", "missing")
    if asked:
        return Decision(False, "Somebody asked for a copy of this record. Answer first.", "asked")
    if waiting:
        return Decision(
            False,
            "A report waits for a decision whether it is this child. Decide it first.",
            "review-waits",
        )
    return YES


def may_confirm(viewer: Viewer, proposed_by: UUID | None) -> Decision:
    """Whether the viewer may confirm what somebody else proposed."""
    first = may_keep(viewer)
    if not first:
        return first
    if viewer.person is None or viewer.person == proposed_by:
        return Decision(
            False, "Somebody else must confirm it: two people decide, never one.", "needs-second"
        )
    return YES
