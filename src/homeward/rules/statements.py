"""What a person may state by hand, and how it may be put right afterwards.

A line is never changed or taken away. A wrong time is replaced by a line of the same kind;
a line about the wrong child is marked as entered in error. Both stay in view (house, 4;
domain notes 7: every transition keeps its history). The rules here are the product's own
(P) unless a source is named beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from homeward.rules.acts import YES, Decision
from homeward.rules.clocks import DAY, LONDON, MINUTE, Clock, Source
from homeward.rules.lines import KINDS, Arises
from homeward.rules.sharing import Role

ERROR = "line.entered_in_error"
CLAIM = "clock.claimed"

#: Lines that say what another verb did: that verb puts them right, not a mark.
OTHER_WAY: Mapping[str, str] = MappingProxyType(
    {
        ERROR: "This line marks another as entered in error. Record anew what is right.",
        "report.classed": "Class the report anew instead.",
        "report.reclassified": "Class the report anew instead.",
        "report.linked": "Undo the join in the review queue instead.",
        "child.joined": "Undo the join in the review queue instead.",
        "child.unjoined": "Decide the waiting review instead.",
        "document.added": "Withdraw the document instead.",
        "document.withdrawn": "Add the document anew instead.",
        "document.kept_out": "Add a clean copy of the document instead.",
    }
)
_LEADS = frozenset({Role.POLICE_SUPERVISOR, Role.SOCIAL_CARE_MANAGER})
#: What a correction may not change: only a new record can.
_FIXED = frozenset({"clock", "source", "grade", "team", "outcome", "chosen", "from", "to"})


def has_happened(at: datetime, now: datetime) -> Decision:
    """Whether a time lies in the past, or is this moment. Both are aware."""
    return YES if at <= now else Decision(False, "This time lies in the future.", "future")


def lies_ahead(at: datetime | None, now: datetime) -> Decision:
    """Whether a time to check again, where one is given, has still to come."""
    if at is None or at > now:
        return YES
    return Decision(False, "The time to check again must still lie ahead.", "past")


def in_order(
    clock: Clock,
    at: datetime,
    started_at: datetime,
    returned_at: datetime | None,
    precision: str = MINUTE,
) -> Decision:
    """Whether a time fits an episode: nobody returns before the start, or starts after the return.

    `started_at` and `returned_at` are the settled times (UTC). With precision `day` only the
    local days are compared.
    """
    by_day = precision == DAY
    if clock is Clock.RETURNED and _is_before(at, started_at, by_day=by_day):
        return Decision(
            False,
            "The return lies before the start of this episode. Check the time, or record"
            " what is known of the start first.",
            "before-start",
        )
    if clock is Clock.START and returned_at and _is_before(returned_at, at, by_day=by_day):
        return Decision(
            False,
            "This start lies after the return that is used. Settle the return first.",
            "after-return",
        )
    return YES


def _is_before(one: datetime, other: datetime, *, by_day: bool) -> bool:
    if by_day:
        return one.astimezone(LONDON).date() < other.astimezone(LONDON).date()
    return one < other


def may_state(source: Source) -> Decision:
    """Whether a person may state a time in the name of a source: not for the police download."""
    if source is not Source.MSPR:
        return YES
    return Decision(
        False,
        "The police download speaks for itself. Choose the police call record.",
        "download",
    )


def may_add(kind: str) -> Decision:
    """Whether a person may add a line of this kind by hand."""
    known = KINDS.get(kind)
    if known is not None and known.arises is Arises.HAND:
        return YES
    return Decision(False, "A line of this kind cannot be added by hand.", "not-by-hand")


@dataclass(frozen=True, slots=True)
class Stated:
    """A line that somebody wants to put right. `is_only_start`: its report has no other start."""

    kind: str
    agency: str
    data: Mapping[str, Any]
    stands: bool = True
    is_only_start: bool = False


def may_correct(
    line: Stated, agency: str, roles: frozenset[str], reason: str, *, replaced: bool
) -> Decision:
    """Whether somebody of `agency` may mark a line as entered in error, or replace its time.

    A line is its agency's own. What police sent is put right by police, in a later version
    of their report: until then the date is settled. `replaced`: a right line takes its place.
    """
    if not line.stands:
        return Decision(False, "This line was put right before.", "gone")
    if line.data.get("source") == Source.MSPR:
        return Decision(
            False,
            "Police put this right in a later version of their report. Until then, settle"
            " the date.",
            "download",
        )
    if line.agency != agency:
        return Decision(
            False,
            "Another agency wrote this line. Ask them to mark it.",
            "other-agency",
        )
    if line.kind in OTHER_WAY:
        return Decision(False, OTHER_WAY[line.kind], "other-way")
    if line.kind.startswith("episode.") and _LEADS.isdisjoint(roles):
        return Decision(False, "This can be done by a police supervisor or a manager.", "lead")
    if line.is_only_start and not replaced:
        return Decision(
            False, "The report has no other start. Give the right time instead.", "only-start"
        )
    return _reasoned(reason)


def _reasoned(reason: str) -> Decision:
    if reason.strip():
        return YES
    return Decision(False, "Say what was wrong with this line.", "needs-reason")


def corrected_data(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The data of the line that takes the place of another: which clock, grade or team stays."""
    changed = {name: value for name, value in new.items() if name not in _FIXED}
    return {**old, **changed}
