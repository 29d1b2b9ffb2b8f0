"""The states of a missing episode, and who may move it from one to the next.

`TRANSITIONS` is the table of domain notes 7.2, each row with its source. Most
states are not stored but read from the settled clocks by `state_of`; the verbs
ask `can_move` before they add the line that changes them. Grouping reports into
episodes stands in `homeward.rules.groups` and is handed on here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from homeward.rules.acts import YES, Decision
from homeward.rules.clocks import Clock
from homeward.rules.groups import EpisodeSpan, Merges, ReportSpan, group_reports, merge_into
from homeward.rules.reports import ReportClass
from homeward.rules.sharing import Role

__all__ = [
    "ENDED",
    "TRANSITIONS",
    "EpisodeSpan",
    "Marks",
    "Merges",
    "MoveFacts",
    "ReportSpan",
    "State",
    "Transition",
    "can_move",
    "group_reports",
    "is_same_episode",
    "merge_into",
    "state_of",
]


class State(StrEnum):
    """Where an episode stands."""

    OPEN = "OPEN"
    LOCATED = "LOCATED"
    RETURNED = "RETURNED"
    WELLBEING_CONFIRMED = "WELLBEING_CONFIRMED"
    POLICE_CLOSED = "POLICE_CLOSED"
    LESSONS_PENDING = "LESSONS_PENDING"
    COMPLETE = "COMPLETE"
    FOUND_HARMED = "FOUND_HARMED"
    DECEASED = "DECEASED"
    TRANSFERRED = "TRANSFERRED"
    CANCELLED = "CANCELLED"

    @property
    def words(self) -> str:
        """The state as it stands on a screen."""
        return self.value.replace("_", " ").capitalize()


ENDED = frozenset(
    {State.COMPLETE, State.FOUND_HARMED, State.DECEASED, State.TRANSFERRED, State.CANCELLED}
)


@dataclass(frozen=True, slots=True)
class Marks:
    """What people have said of an episode beside its clocks. Times are UTC.

    `outcome` is FOUND_HARMED, DECEASED or TRANSFERRED, else None. A reopening
    undoes every closing at or before it. `lessons_owed`: the interview or the
    plan is still to do.
    """

    cancelled: bool = False
    outcome: State | None = None
    completed_at: datetime | None = None
    reopened_at: datetime | None = None
    left_again_at: datetime | None = None
    lessons_owed: bool = False


NO_MARKS = Marks()


def state_of(settled: Mapping[Clock, datetime], marks: Marks = NO_MARKS) -> State:
    """The state of an episode, read from its settled clocks (UTC) and its marks."""
    if marks.cancelled:
        return State.CANCELLED
    if marks.outcome is not None:
        return marks.outcome
    if _holds(marks.completed_at, marks.reopened_at):
        return State.COMPLETE
    if _holds(settled.get(Clock.CLOSED), marks.reopened_at):
        return State.LESSONS_PENDING if marks.lessons_owed else State.POLICE_CLOSED
    seen = _holds(settled.get(Clock.SEEN), marks.left_again_at)
    if Clock.RETURNED in settled:
        return State.WELLBEING_CONFIRMED if seen else State.RETURNED
    located = seen or _holds(settled.get(Clock.LOCATED), marks.left_again_at)
    return State.LOCATED if located else State.OPEN


def _holds(at: datetime | None, undone_at: datetime | None) -> bool:
    """Whether something happened and was not undone at the same time or later."""
    return at is not None and (undone_at is None or at > undone_at)


def is_same_episode(returned_at: datetime | None, left_again_at: datetime) -> Decision:
    """Whether a child who leaves again is in the same episode: only before the return (7.2)."""
    if returned_at is None or left_again_at < returned_at:
        return Decision(True, "The child had not returned: the same episode goes on.", "same")
    return Decision(False, "The child had returned: this is a new episode.", "new")


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """What a guard needs to know. Times are UTC; `roles` are those of the person who acts.

    `by_download` says that the police download, not a person, makes the move.
    """

    roles: frozenset[str] = frozenset()
    by_download: bool = False
    report_class: ReportClass | None = None
    reason: str = ""
    returned_at: datetime | None = None
    left_again_at: datetime | None = None
    seen_at: datetime | None = None
    prevention_interview_held: bool = False
    interview_ended: bool = False
    plan_updated: bool = False
    information_shared: bool = False


class Guard(StrEnum):
    """The condition of a transition; `_GUARDS` says how each is tested."""

    NONE = "NONE"
    REPORT_IS_MISSING = "REPORT_IS_MISSING"
    RETURN_TIME = "RETURN_TIME"
    LEFT_BEFORE_RETURN = "LEFT_BEFORE_RETURN"
    CHILD_SEEN = "CHILD_SEEN"
    PREVENTION_INTERVIEW = "PREVENTION_INTERVIEW"
    LESSONS_LEARNT = "LESSONS_LEARNT"
    REASON = "REASON"


def _no_guard(_: MoveFacts) -> str:
    return ""


def _report_is_missing(facts: MoveFacts) -> str:
    if facts.report_class is ReportClass.MISSING:
        return ""
    return "Only a report classed as missing opens an episode."


def _return_time(facts: MoveFacts) -> str:
    return "" if facts.returned_at else "Say when the child returned."


def _left_before_return(facts: MoveFacts) -> str:
    if facts.left_again_at is None:
        return "Say when the child left again."
    same = is_same_episode(facts.returned_at, facts.left_again_at)
    return "" if same else same.reason


def _child_seen(facts: MoveFacts) -> str:
    return "" if facts.seen_at else "Say when the child was seen and wellbeing confirmed."


def _prevention_interview(facts: MoveFacts) -> str:
    if facts.prevention_interview_held or facts.reason.strip():
        return ""
    return "Record the prevention interview, or give the reason why none was held."


def _lessons_learnt(facts: MoveFacts) -> str:
    owed = {
        "the return interview has ended": facts.interview_ended,
        "the plan is updated": facts.plan_updated,
        "what is needed has been shared": facts.information_shared,
    }
    left = [words for words, done in owed.items() if not done]
    return f"The episode can be completed once {' and '.join(left)}." if left else ""


def _reason(facts: MoveFacts) -> str:
    return "" if facts.reason.strip() else "Give the reason."


_GUARDS: Mapping[Guard, Callable[[MoveFacts], str]] = MappingProxyType(
    {
        Guard.NONE: _no_guard,
        Guard.REPORT_IS_MISSING: _report_is_missing,
        Guard.RETURN_TIME: _return_time,
        Guard.LEFT_BEFORE_RETURN: _left_before_return,
        Guard.CHILD_SEEN: _child_seen,
        Guard.PREVENTION_INTERVIEW: _prevention_interview,
        Guard.LESSONS_LEARNT: _lessons_learnt,
        Guard.REASON: _reason,
    }
)


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: from which states to which, by what verb, who, under which guard.

    `before` holds None where no episode existed yet. `who` empty means everyone
    involved; `download` whether the police download may make the move by itself.
    `evidence` is P where the notes name the move but no source confirms who.
    """

    before: frozenset[State | None]
    after: State
    verb: str
    who: frozenset[Role]
    guard: Guard
    source: str
    evidence: str
    download: bool = False


_POLICE = frozenset({Role.POLICE_COORDINATOR, Role.POLICE_SUPERVISOR})
_POLICE_LEAD = frozenset({Role.POLICE_SUPERVISOR})
_CARE_LEAD = frozenset({Role.SOCIAL_CARE_MANAGER})
_LEADS = _POLICE_LEAD | _CARE_LEAD
_WITH_THE_CHILD = (
    _POLICE | _CARE_LEAD | {Role.CARER, Role.HOME_MANAGER, Role.SOCIAL_WORKER, Role.EMERGENCY_DUTY}
)
_EVERYONE: frozenset[Role] = frozenset()
_MISSING = frozenset({State.OPEN, State.LOCATED})
_BACK = frozenset({State.RETURNED, State.WELLBEING_CONFIRMED})
_CLOSED = frozenset({State.POLICE_CLOSED, State.LESSONS_PENDING})
_NEW: frozenset[State | None] = frozenset({None})
_NOTES = "Domain notes 7.2"
_APP = "College of Policing, missing persons (APP)"
_DFE = "DfE statutory guidance 2014"


def _row(
    before: frozenset[State] | frozenset[State | None],
    after: State,
    verb: str,
    who: frozenset[Role],
    guard: Guard = Guard.REASON,
    source: str = _NOTES,
    evidence: str = "P",
    *,
    download: bool = True,
) -> Transition:
    return Transition(frozenset(before), after, verb, who, guard, source, evidence, download)


TRANSITIONS: tuple[Transition, ...] = (
    _row(_NEW, State.OPEN, "open", _POLICE, Guard.REPORT_IS_MISSING, _APP, "S"),
    _row(frozenset({State.OPEN}), State.LOCATED, "locate", _EVERYONE, Guard.NONE, _APP, "S"),
    _row(_MISSING, State.RETURNED, "return", _WITH_THE_CHILD, Guard.RETURN_TIME, _DFE, "B"),
    _row(frozenset({State.LOCATED}), State.OPEN, "leave again", _POLICE, Guard.LEFT_BEFORE_RETURN),
    _row(
        frozenset({State.RETURNED}),
        State.WELLBEING_CONFIRMED,
        "see",
        _POLICE,
        Guard.CHILD_SEEN,
        _APP,
        "S",
    ),
    _row(_BACK, State.POLICE_CLOSED, "close", _POLICE_LEAD, Guard.PREVENTION_INTERVIEW),
    _row(_CLOSED, State.COMPLETE, "complete", _CARE_LEAD, Guard.LESSONS_LEARNT, download=False),
    _row(_CLOSED | {State.COMPLETE}, State.OPEN, "reopen", _LEADS, download=False),
    _row(_MISSING, State.FOUND_HARMED, "record harm", _POLICE, download=False),
    _row(_MISSING, State.DECEASED, "record death", _POLICE, download=False),
    _row(_MISSING, State.TRANSFERRED, "transfer", _POLICE | _CARE_LEAD, download=False),
    _row(_MISSING, State.CANCELLED, "cancel", _LEADS),
)


def can_move(state: State | None, to: State, facts: MoveFacts) -> Decision:
    """Whether an episode in `state` (None: not yet opened) may move to `to`, or why not.

    After *reopen* the state is read anew from the clocks: an episode whose child
    has returned is then RETURNED again, not OPEN.
    """
    for row in TRANSITIONS:
        if row.after is to and state in row.before:
            return _judge(row, facts)
    standing = state.words.lower() if state is not None else "not yet opened"
    return Decision(
        False, f"An episode that is {standing} cannot become {to.words.lower()}.", "no-such-move"
    )


def _judge(row: Transition, facts: MoveFacts) -> Decision:
    if not _is_allowed(row, facts):
        names = ", ".join(sorted(role.words.lower() for role in row.who))
        return Decision(False, f"This can be done by: {names or 'a person'}.", "not-your-role")
    objection = _GUARDS[row.guard](facts)
    return Decision(False, objection, row.guard.value.lower()) if objection else YES


def _is_allowed(row: Transition, facts: MoveFacts) -> bool:
    if facts.by_download:
        return row.download
    return not row.who or not row.who.isdisjoint(facts.roles)
