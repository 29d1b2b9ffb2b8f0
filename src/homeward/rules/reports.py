"""Classing a report: missing, or what else, and on what grounds.

Unknown whereabouts of a child make *report missing* the default; any other
choice then needs a named decision-maker, a reason and a time to check again
(domain notes 1.3 and 7.1: the inspection of 2022 found children logged as a
concern while nobody looked for them). All times are aware UTC datetimes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from homeward.rules.acts import YES, Decision
from homeward.rules.sharing import Role


class ReportClass(StrEnum):
    """What a report is. Only MISSING opens an episode; all are kept."""

    MISSING = "MISSING"
    CONCERN_FOR_WELFARE = "CONCERN_FOR_WELFARE"
    NOT_WHERE_SUPPOSED_TO_BE = "NOT_WHERE_SUPPOSED_TO_BE"
    ABDUCTION = "ABDUCTION"

    @property
    def words(self) -> str:
        """The class as it stands on a screen."""
        return self.value.replace("_", " ").capitalize()


class ReportStatus(StrEnum):
    """What the police download says of a report."""

    OPEN = "OPEN"
    FOUND = "FOUND"
    CANCELLED = "CANCELLED"
    MERGED = "MERGED"
    NO_TRACE = "NO_TRACE"

    @property
    def opens_episode(self) -> bool:
        """Whether such a report opens or joins an episode; a withdrawn one does not."""
        return self in OPENING


OPENING = frozenset({ReportStatus.OPEN, ReportStatus.FOUND, ReportStatus.NO_TRACE})

CALL_999 = "Call 999 now. Abduction is handled by police outside this protocol."
REPORT_NOW = "Report missing to police now. Unfinished checks never hold a report back."
TELL_POLICE_WHERE = "Tell police where the child is, as a concern for welfare."
KEEP_CHECKING = "Do not report missing. Record where the child is and when you will check again."


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person reporting says. `location_verified_by` names who checked it."""

    location_known: bool
    at_risk_there: bool = False
    abduction_suspected: bool = False
    location_verified_by: str = ""


@dataclass(frozen=True, slots=True)
class Classing:
    """The class offered first, those that may be chosen, what to do now, and why."""

    default: ReportClass
    allowed: tuple[ReportClass, ...]
    instruction: str
    reason: str


_ABDUCTION = Classing(
    ReportClass.ABDUCTION,
    (ReportClass.ABDUCTION,),
    CALL_999,
    "Somebody is suspected of having taken the child.",
)
_UNKNOWN = Classing(
    ReportClass.MISSING,
    (ReportClass.MISSING, ReportClass.NOT_WHERE_SUPPOSED_TO_BE, ReportClass.ABDUCTION),
    REPORT_NOW,
    "Nobody knows where the child is.",
)
_AT_RISK = Classing(
    ReportClass.CONCERN_FOR_WELFARE,
    (ReportClass.CONCERN_FOR_WELFARE, ReportClass.MISSING, ReportClass.ABDUCTION),
    TELL_POLICE_WHERE,
    "It is known where the child is, and the child is believed to be at risk there.",
)
_SAFE = Classing(
    ReportClass.NOT_WHERE_SUPPOSED_TO_BE,
    tuple(ReportClass),
    KEEP_CHECKING,
    "It is known where the child is, and nothing suggests a risk there.",
)


def class_report(answers: Answers) -> Classing:
    """The class to offer for these answers, those that may be chosen, and the instruction.

    Sources: domain notes 1.3 and 1.4 (City of York page; North Yorkshire guide).
    """
    if answers.abduction_suspected:
        return _ABDUCTION
    if not answers.location_known:
        return _UNKNOWN
    return _AT_RISK if answers.at_risk_there else _SAFE


def may_class(
    choice: ReportClass,
    answers: Answers,
    *,
    decided_by: str = "",
    reason: str = "",
    recheck_at: datetime | None = None,
) -> Decision:
    """Whether a report with these answers may be classed as `choice`.

    Missing may always be chosen, abduction always where it is suspected. Away
    from the default a name and a reason are asked for, and a time to check again
    for every child who is not reported missing.
    """
    offered = class_report(answers)
    if choice is ReportClass.MISSING and offered is not _ABDUCTION:
        return YES
    if choice not in offered.allowed:
        return _not_offered(choice, answers)
    if choice is ReportClass.ABDUCTION:
        return YES
    if choice is not offered.default:
        named = _named_and_reasoned(decided_by, reason)
        if not named:
            return named
    if choice is ReportClass.NOT_WHERE_SUPPOSED_TO_BE and recheck_at is None:
        return Decision(False, "Say when this will be checked again.", "needs-recheck")
    return YES


def _not_offered(choice: ReportClass, answers: Answers) -> Decision:
    if answers.abduction_suspected:
        return Decision(False, CALL_999, "abduction")
    if choice is ReportClass.CONCERN_FOR_WELFARE:
        return Decision(
            False,
            "Concern for welfare needs a known location. Report the child missing.",
            "location-unknown",
        )
    return Decision(
        False,
        "The child is believed to be at risk there. Tell police as a concern for welfare.",
        "at-risk-there",
    )


def _named_and_reasoned(decided_by: str, reason: str) -> Decision:
    if not decided_by.strip():
        return Decision(False, "Name the person who decides this.", "needs-name")
    if not reason.strip():
        return Decision(False, "Give the reason for this decision.", "needs-reason")
    return YES


def may_reclassify(
    old: ReportClass,
    new: ReportClass,
    answers: Answers,
    *,
    decided_by: str = "",
    reason: str = "",
    recheck_at: datetime | None = None,
) -> Decision:
    """Whether a report classed `old` may now be classed `new` (domain notes 7.1).

    Every change has a name and a reason. From missing, *not where supposed to
    be* needs a known location and the person who verified it. An abduction has
    left the protocol; only *missing* brings it back.
    """
    if old is new:
        return Decision(False, "The report is already classed so.", "same-class")
    if old is ReportClass.ABDUCTION and new is not ReportClass.MISSING:
        return Decision(False, "From abduction a report can only become missing.", "abduction")
    named = _named_and_reasoned(decided_by, reason)
    if not named:
        return named
    if old is ReportClass.MISSING and new is ReportClass.NOT_WHERE_SUPPOSED_TO_BE:
        verified = _verified(answers)
        if not verified:
            return verified
    return may_class(new, answers, decided_by=decided_by, reason=reason, recheck_at=recheck_at)


#: Who may say that a child is not missing after all (domain notes 7.1).
_CALLING_OFF = frozenset({Role.POLICE_COORDINATOR, Role.POLICE_SUPERVISOR})


def may_call_off(new: ReportClass, roles: frozenset[str]) -> Decision:
    """Whether holders of these roles may class a report `new` (domain notes 7.1).

    Anybody who works with the child may say missing; anything else ends the search for a
    child, and police alone say so.
    """
    if new is ReportClass.MISSING or not roles.isdisjoint(_CALLING_OFF):
        return YES
    return Decision(
        False,
        "Police alone class a report as anything but missing. Tell them what you know.",
        "needs-police",
    )


def _verified(answers: Answers) -> Decision:
    if not answers.location_known:
        return Decision(
            False, "Nobody knows where the child is: the report stays missing.", "location-unknown"
        )
    if not answers.location_verified_by.strip():
        return Decision(False, "Say who verified where the child is.", "needs-verifier")
    return YES


def must_become_missing(held: ReportClass, answers: Answers) -> Decision:
    """Whether a report must now be classed missing: a concern without a known location."""
    if held is ReportClass.CONCERN_FOR_WELFARE and not answers.location_known:
        return Decision(
            True,
            "Nobody knows where the child is any more: class this report as missing.",
            "concern-without-location",
        )
    return Decision(False)


@dataclass(frozen=True, slots=True)
class TraceCheck:
    """One step taken before reporting. `evidence` is S (stated by the source) or P (proposal)."""

    code: str
    words: str
    source: str
    evidence: str
    optional: bool = False


_YORK = "City of York: missing child or young person (RAISE-YORK)"
_SUSSEX = "Brighton & Hove and Sussex 2017 (another area's protocol)"

TRACE_CHECKS: tuple[TraceCheck, ...] = (
    TraceCheck("ROOM", "Bedroom and the whole home searched, hiding places too", _YORK, "S"),
    TraceCheck("GROUNDS", "Garden, garage and sheds searched", _YORK, "S"),
    TraceCheck("SURROUNDINGS", "Streets and places close by searched", _YORK, "S"),
    TraceCheck("FAMILY", "Family asked", _YORK, "S"),
    TraceCheck("FRIENDS", "Friends asked", _YORK, "S"),
    TraceCheck("PHONE", "Phone rung and messages sent", _SUSSEX, "S", True),
    TraceCheck("ONLINE", "Social media looked at", _SUSSEX, "S", True),
    TraceCheck("HAUNTS", "Places where the child often goes checked", _SUSSEX, "S", True),
    TraceCheck(
        "BELONGINGS", "What is gone from the room: bag, clothes, medicine", _SUSSEX, "S", True
    ),
    TraceCheck("MEANS", "Money and transport that the child may have", _SUSSEX, "S", True),
)
OPENING_QUESTIONS: tuple[str, ...] = (
    "Why are you worried?",
    "What has been done so far to find the child?",
)


def unfinished_checks(done: frozenset[str], immediate_concern: str = "") -> tuple[TraceCheck, ...]:
    """The checks still to make, for showing only: a report is never held back by them.

    With a reason for immediate concern none is asked for.
    """
    if immediate_concern.strip():
        return ()
    return tuple(check for check in TRACE_CHECKS if not check.optional and check.code not in done)
