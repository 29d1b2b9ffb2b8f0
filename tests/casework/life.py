"""A child with one entry of every kind on record: family, placement, school, needs."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tests.casework.cast import World

from homeward.casework.record_household import record_household
from homeward.casework.record_need import record_need
from homeward.casework.record_placement import NewPlacement, record_placement
from homeward.casework.record_schooling import NewSchooling, record_schooling
from homeward.casework.record_tie import NewRelative, NewTie, record_tie
from homeward.children.facts import Kept
from homeward.rules.acts import Act

SINCE = date(2026, 9, 1)
FOSTER = NewPlacement("FOSTER", "Hill carers", "SC990001", "E06000065", "E08000035", "E08000035")


def with_life(world: World) -> dict[Kept, UUID]:
    """Record one of each, as the social worker; the threads of the entries."""

    def act() -> Act:
        return world.act(world.social_worker)

    child = world.child
    tie = record_tie(
        act(),
        child,
        tie=NewTie("MOTHER", responsibility="YES", lives_with="YES", safe="YES"),
        said_by="CHILD",
        person=NewRelative("Dilys Harrow", "07700 900123", "Works nights"),
    )
    school = NewSchooling("SCHOOL", "121678", year_group="10")
    return {
        Kept.TIE: tie,
        Kept.HOUSEHOLD: record_household(
            act(), child, name="Mum's", said_by="CHILD", members=[tie]
        ),
        Kept.PLACEMENT: record_placement(
            act(), child, placement=FOSTER, said_by="SOCIAL_CARE", since_on=SINCE
        ),
        Kept.SCHOOLING: record_schooling(
            act(), child, schooling=school, said_by="SCHOOL", since_on=SINCE
        ),
        Kept.NEED: record_need(act(), child, kind="PREFERRED_NAME", words="Bee", said_by="CHILD"),
    }
