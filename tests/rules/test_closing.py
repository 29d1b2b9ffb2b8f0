"""The next step in closing an episode: the path, the outcomes, the guards that lines meet."""

from __future__ import annotations

import pytest

from homeward.rules.closing import OUTCOMES, closing_step
from homeward.rules.episodes import State

SUPERVISOR = frozenset({"POLICE_SUPERVISOR"})
MANAGER = frozenset({"SOCIAL_CARE_MANAGER"})
LEARNT = ("interview.refused", "risk_assessment.updated", "information.shared")


@pytest.mark.parametrize(
    ("state", "roles", "reason", "kinds", "to", "code"),
    [
        (State.RETURNED, SUPERVISOR, "", ("prevention_interview.held",), "POLICE_CLOSED", ""),
        (State.RETURNED, SUPERVISOR, "by phone", (), "POLICE_CLOSED", ""),
        (State.RETURNED, SUPERVISOR, "", (), "POLICE_CLOSED", "prevention_interview"),
        (State.RETURNED, MANAGER, "why", (), "POLICE_CLOSED", "not-your-role"),
        (State.OPEN, SUPERVISOR, "why", (), "POLICE_CLOSED", "no-such-move"),
        (State.POLICE_CLOSED, MANAGER, "", LEARNT, "COMPLETE", ""),
        (State.LESSONS_PENDING, MANAGER, "", LEARNT[:2], "COMPLETE", "lessons_learnt"),
        (State.POLICE_CLOSED, SUPERVISOR, "", LEARNT, "COMPLETE", "not-your-role"),
        (State.COMPLETE, MANAGER, "why", LEARNT, "POLICE_CLOSED", "no-such-move"),
    ],
)
def test_a_blank_outcome_goes_on_along_the_path(
    state: State, roles: frozenset[str], reason: str, kinds: tuple[str, ...], to: str, code: str
) -> None:
    step = closing_step(state, "", roles, reason, kinds)
    assert (step.to, step.decision.code) == (State(to), code)
    assert step.kind == ("episode.closed" if to == "COMPLETE" else "")


@pytest.mark.parametrize("outcome", sorted(OUTCOMES))
def test_each_outcome_has_its_line_and_needs_a_reason(outcome: State) -> None:
    roles = SUPERVISOR
    step = closing_step(State.OPEN, outcome, roles, "told by the hospital", ())
    assert step.decision
    assert step.kind == ("episode.cancelled" if outcome is State.CANCELLED else "episode.closed")
    assert closing_step(State.OPEN, outcome, roles, "", ()).decision.code == "reason"


def test_what_is_no_outcome_is_refused() -> None:
    assert closing_step(State.OPEN, "RETURNED", SUPERVISOR, "why", ()).decision.code == "outcome"
