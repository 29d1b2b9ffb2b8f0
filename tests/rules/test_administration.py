"""Who may change agencies, teams and people, and who may give a case to a team."""

from __future__ import annotations

import pytest

from homeward.rules.acts import Purpose, Viewer
from homeward.rules.administration import may_administer, may_allocate
from homeward.rules.sharing import Role


def somebody(role: Role, purpose: Purpose = Purpose.CASEWORK) -> Viewer:
    return Viewer(None, "agency", (1,), frozenset({role.value}), purpose)


def test_an_administrator_and_the_system_may_enter_people() -> None:
    assert may_administer(somebody(Role.ADMINISTRATOR))
    assert may_administer(Viewer(None, "homeward", purpose=Purpose.SYSTEM))


def test_nobody_else_may() -> None:
    refused = may_administer(somebody(Role.SOCIAL_WORKER))
    assert not refused
    assert refused.code == "needs-administrator"


@pytest.mark.parametrize(
    "role", [Role.SOCIAL_WORKER, Role.SOCIAL_CARE_MANAGER, Role.EMERGENCY_DUTY]
)
def test_social_care_gives_a_case_to_a_team_with_a_reason(role: Role) -> None:
    assert may_allocate(somebody(role), "The nurses see her every week.")
    assert may_allocate(somebody(role), "  ").code == "needs-reason"


def test_others_cannot_give_a_case_away() -> None:
    assert may_allocate(somebody(Role.POLICE_COORDINATOR), "why").code == "needs-social-care"
