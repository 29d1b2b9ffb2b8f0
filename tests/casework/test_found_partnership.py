"""Entering agencies and teams: by an administrator, each once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.casework.worlds import act_of, as_worker, system_act

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.agencies.facts import NewAgency, NewTeam
from homeward.agencies.queries import agency_codes, get_directory, team_by_code
from homeward.casework.found_partnership import Founded, found_partnership
from homeward.ledger.models import Entry
from homeward.rules.acts import Refusal, Viewer

pytestmark = pytest.mark.django_db

HOME = NewAgency("larkfield", "Larkfield House", "HOME", "north-yorkshire", "SC041234")
TEAM = NewTeam("larkfield-team", "larkfield", "Larkfield", "HOME", "north-yorkshire", "SC041234")


def test_agencies_and_teams_go_in_once() -> None:
    with as_worker():
        founded = found_partnership(system_act("found_partnership"), [HOME], [TEAM])
        assert founded == Founded(1, 1)
        again = found_partnership(
            system_act("found_partnership"), [replace(HOME, name="Other")], [TEAM]
        )
        assert again == Founded(0, 0)
        with scoped(SYSTEM_VIEWER):
            assert Entry.objects.filter(verb="found_partnership").count() == 1
    assert agency_codes() == {"larkfield"}
    found = get_directory().for_reference("HOME", "SC041234")
    assert found is not None
    assert (found.id, found.agency_name) == (team_by_code("larkfield-team"), "Larkfield House")


def test_an_administrator_may_and_others_may_not() -> None:
    administrator = Viewer(None, "partnership", (), frozenset({"ADMINISTRATOR"}))
    worker = Viewer(None, "partnership", (), frozenset({"SOCIAL_WORKER"}))
    with pytest.raises(Refusal) as refused:
        found_partnership(act_of(worker, "found_partnership"), [HOME])
    assert refused.value.code == "needs-administrator"
    assert agency_codes() == set()
    with pytest.raises(Refusal, match="not known: CIRCUS"):
        found_partnership(
            act_of(administrator, "found_partnership"), [replace(HOME, kind="CIRCUS")]
        )


@pytest.mark.parametrize(
    ("team", "code", "field"),
    [
        (replace(TEAM, agency="nobody"), "unknown-agency", "agency"),
        (replace(TEAM, kind="CIRCUS"), "unknown-kind", "kind"),
    ],
)
def test_a_team_needs_its_agency_and_a_known_kind(team: NewTeam, code: str, field: str) -> None:
    with as_worker(), pytest.raises(Refusal) as refused:
        found_partnership(system_act("found_partnership"), [HOME], [team])
    assert (refused.value.code, refused.value.field) == (code, field)
    assert agency_codes() == set()
