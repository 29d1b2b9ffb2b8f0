"""The next step in closing an episode, and what the lines say of its guards.

The path is that of domain notes 7.2: police close once wellbeing was confirmed and a
prevention interview was held or its absence explained; social care completes once the
return interview has ended, the plan is up to date and what is needed was shared.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from homeward.rules.acts import Decision
from homeward.rules.episodes import MoveFacts, State, can_move

#: What ends a return interview, held or not (domain notes 7.4).
INTERVIEW_ENDED = frozenset({"interview.held", "interview.refused", "interview.not_held_decided"})
PLAN_UPDATED = frozenset({"action_plan.updated", "risk_assessment.updated"})
SHARED = frozenset({"interview.shared", "information.shared"})
PREVENTION_HELD = frozenset({"prevention_interview.held"})
#: What a person may name as the outcome of an episode that did not end with a return.
OUTCOMES = frozenset({State.FOUND_HARMED, State.DECEASED, State.TRANSFERRED, State.CANCELLED})

_AFTER_POLICE = frozenset({State.POLICE_CLOSED, State.LESSONS_PENDING})


@dataclass(frozen=True, slots=True)
class Step:
    """Where a closing leads, whether it may, and the line that says so.

    `kind` is blank where the step is police's closing: that is a time of the episode.
    """

    to: State
    decision: Decision
    kind: str


def closing_step(
    state: State, outcome: str, roles: frozenset[str], reason: str, kinds: Collection[str]
) -> Step:
    """The step that closing an episode in `state` is.

    A blank `outcome` goes on along the path: police close, then social care completes.
    `kinds` are the kinds of the episode's live lines.
    """
    facts = MoveFacts(
        roles=roles,
        reason=reason,
        prevention_interview_held=_any(PREVENTION_HELD, kinds),
        interview_ended=_any(INTERVIEW_ENDED, kinds),
        plan_updated=_any(PLAN_UPDATED, kinds),
        information_shared=_any(SHARED, kinds),
    )
    if not outcome:
        to = State.COMPLETE if state in _AFTER_POLICE else State.POLICE_CLOSED
        kind = "episode.closed" if to is State.COMPLETE else ""
        return Step(to, can_move(state, to, facts), kind)
    if outcome not in OUTCOMES:
        return Step(state, Decision(False, "This is no outcome of an episode.", "outcome"), "")
    to = State(outcome)
    kind = "episode.cancelled" if to is State.CANCELLED else "episode.closed"
    return Step(to, can_move(state, to, facts), kind)


def _any(wanted: frozenset[str], kinds: Collection[str]) -> bool:
    return not wanted.isdisjoint(kinds)
