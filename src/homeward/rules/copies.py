"""A copy of the record for the child or somebody who may ask for them: clock, reasons, people.

The exemptions are those of the Data Protection Act 2018 that a record like this meets, each
with its place in the Act. Which applies is a person's decision, twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from homeward.rules.acts import YES, Decision, Viewer
from homeward.rules.sharing import Role, Section, sections_for
from homeward.rules.workdays import Calendar

MONTHS, EXTENDED = 1, 3
#: How long a finished copy can be fetched, and how long original and copy are kept closed, so
#: that a complaint can be answered; then both are destroyed. Local defaults (P).
FETCHED_FOR = timedelta(days=30)
KEPT_FOR = timedelta(days=730)


class Capacity(StrEnum):
    """Who asks."""

    CHILD = "CHILD"
    PARENT = "PARENT"
    SOLICITOR = "SOLICITOR"
    OTHER = "OTHER"


CAPACITIES: Mapping[str, str] = MappingProxyType(
    {
        "CHILD": "The child or young person themself",
        "PARENT": "A parent, acting for the child",
        "SOLICITOR": "A solicitor or advocate, acting for the child",
        "OTHER": "Somebody else with authority",
    }
)
#: What must be said of the right to ask, for each who asks.
AUTHORITY: Mapping[str, str] = MappingProxyType(
    {
        "CHILD": "How it was checked that it is them, and that they understand what they ask for",
        "PARENT": "How parental responsibility was checked, and what the child wishes",
        "SOLICITOR": "Which signed authority was seen",
        "OTHER": "Which authority was seen, and what the child wishes",
    }
)


@dataclass(frozen=True, slots=True)
class Exemption:
    """One reason to leave something out: in words, and where the Act says so."""

    code: str
    words: str
    citation: str


_ACT = "Data Protection Act 2018"
EXEMPTIONS: Mapping[str, Exemption] = MappingProxyType(
    {
        each.code: each
        for each in (
            Exemption("THIRD_PARTY", "about somebody else", f"{_ACT}, Schedule 2, paragraph 16"),
            Exemption("CRIME", "would harm a police enquiry", f"{_ACT}, Schedule 2, paragraph 2"),
            Exemption("PRIVILEGE", "legal advice", f"{_ACT}, Schedule 2, paragraph 19"),
            Exemption(
                "HARM_HEALTH", "health: serious harm likely", f"{_ACT}, Schedule 3, paragraph 5"
            ),
            Exemption(
                "HARM_CARE", "social work: serious harm likely", f"{_ACT}, Schedule 3, paragraph 11"
            ),
            Exemption(
                "HARM_SCHOOL", "education: serious harm likely", f"{_ACT}, Schedule 3, paragraph 19"
            ),
            Exemption("ABUSE", "child abuse data", f"{_ACT}, Schedule 3, paragraph 21"),
            Exemption(
                "STAFF",
                "a worker's name, where naming them is a danger to them",
                "Local default, not policy: workers' names are otherwise given"
                f" ({_ACT}, Schedule 2, paragraph 17)",
            ),
        )
    }
)


def due_on(received_on: date, calendar: Calendar, *, extended: bool = False) -> date:
    """The last day for an answer: the same day of the next month, three months on if extended.

    A month without that day ends it on its last day; a weekend or bank holiday moves it to
    the next working day.
    """
    on = months_after(received_on, EXTENDED if extended else MONTHS)
    return on if calendar.is_working_day(on) else calendar.working_day_after(on, 1)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError  # every month has 28 days


@dataclass(frozen=True, slots=True)
class Suggested:
    """Words that probably belong to somebody else, and why they were marked."""

    words: str
    exemption: str
    why: str


def suggestions(known: Sequence[tuple[str, str, str]], own: Sequence[str]) -> tuple[Suggested, ...]:
    """What to mark, from known words: (words, exemption, why). The child's own are never marked.

    Names are marked whole and in their parts; parts shorter than three letters are not, and
    neither are words that the child's own name shares.
    """
    shared = {part.casefold() for words in own for part in [words, *words.split()]}
    found: dict[str, Suggested] = {}
    for words, exemption, why in known:
        for part in dict.fromkeys([words.strip(), *words.split()]):
            named = part.strip(".,;:()'\"")
            key = named.casefold()
            if len(named) > 2 and key not in shared and key not in found:
                found[key] = Suggested(named, exemption, why)
    return tuple(found.values())


HANDLERS = (Role.DATA_STEWARD, Role.DATA_PROTECTION)


def may_handle(viewer: Viewer) -> Decision:
    """Whether the viewer may prepare copies and hand them out."""
    if viewer.has_role(*HANDLERS):
        return YES
    return Decision(
        False, "Whoever protects the data, or keeps the record, prepares copies.", "needs-handler"
    )


def may_log(viewer: Viewer) -> Decision:
    """Whether the viewer may log that somebody asked for a copy."""
    if may_handle(viewer) or Section.CHRONOLOGY in sections_for(viewer.roles):
        return YES
    return Decision(False, "Ask a worker of the child to log the request.", "needs-worker")


def may_check(viewer: Viewer, first: UUID | None) -> Decision:
    """Whether the viewer may be the second pair of eyes on what somebody else marked."""
    handle = may_handle(viewer)
    if not handle:
        return handle
    if viewer.person is None or viewer.person == first:
        return Decision(
            False, "Somebody else must check what you marked: two pairs of eyes.", "needs-second"
        )
    return YES
