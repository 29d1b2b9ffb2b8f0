"""Inside a record: who is there before anything is measured."""

from __future__ import annotations

from bench.records import OTHERS, PEOPLE
from homeward.access.facts import NewMembership
from homeward.access.queries import SYSTEM_VIEWER
from homeward.casework.adopt_edition import adopt_default
from homeward.casework.found_partnership import found_partnership
from homeward.casework.invite_person import make_person
from homeward.ground.clock import now, today
from homeward.ground.ids import new_id
from homeward.rehearsal.partnership import AGENCIES, TEAMS
from homeward.rules.acts import Act


def found() -> dict[str, int]:
    """The rehearsal's agencies and teams, four people, the shipped current edition."""
    act = Act(new_id(), SYSTEM_VIEWER, now(), "found_partnership")
    founded = found_partnership(act, AGENCIES, TEAMS)
    for email, (role, team) in (PEOPLE | OTHERS).items():
        make_person(act, email, email, None, [NewMembership(team, role, today())], rehearsal=True)
    adopt_default(act)
    return {"teams": founded.teams, "people": len(PEOPLE | OTHERS)}
