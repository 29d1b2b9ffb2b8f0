"""Where a child lives and learns: kinds, routes, and which dated entry is in force.

An entry by hand that has not ended outweighs what a report says: it is dated and its
agency answers for it. Once it has ended, the newest report's word counts again. Both
readings are local defaults (P).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from homeward.rules.acts import YES, Decision
from homeward.rules.sharing import Role

#: How a child is taught; the first four have a school to name.
ROUTES: Mapping[str, str] = MappingProxyType(
    {
        "SCHOOL": "School",
        "ALTERNATIVE": "Alternative provision",
        "COLLEGE": "Post-16 college or training",
        "OUT_OF_COUNTY": "School outside the area",
        "HOME_EDUCATED": "Educated at home",
        "NO_SCHOOL": "No school place",
    }
)
WITHOUT_SCHOOL = frozenset({"HOME_EDUCATED", "NO_SCHOOL"})
#: In care of an authority: a placing authority is asked for.
CARE = frozenset({"FOSTER", "CHILDRENS_HOME", "SUPPORTED"})


#: Who records where a child lives and learns: it makes a home, an authority, a school involved.
RECORDERS = frozenset(
    {
        Role.POLICE_COORDINATOR,
        Role.POLICE_SUPERVISOR,
        Role.SOCIAL_WORKER,
        Role.SOCIAL_CARE_MANAGER,
        Role.EMERGENCY_DUTY,
    }
)


def may_record(roles: frozenset[str]) -> Decision:
    """Whether a holder of these roles may record placements and schooling."""
    if not RECORDERS.isdisjoint(roles):
        return YES
    return Decision(
        False,
        "Placements and schooling are recorded by children's social care or police, because"
        " they decide who else sees the record. Tell the child's social worker.",
        "recorders",
    )


def placed_by_other(setting: str, host_la: str, placing_la: str) -> bool | None:
    """Whether an authority placed the child outside its own area; None where nobody placed them."""
    if placing_la and host_la:
        return placing_la != host_la
    return False if setting in CARE else None


def can_place(setting: str, provider: str, provider_urn: str, school_urn: str) -> Decision:
    """Whether a placement says enough to be recorded."""
    if setting in CARE and not (provider.strip() or provider_urn.strip()):
        return Decision(False, "Say who provides the placement.", "provider")
    if setting == "SCHOOL" and not (school_urn.strip() or provider.strip()):
        return Decision(False, "Say which residential school it is.", "school")
    return YES


def can_teach(route: str, school_urn: str, school_name: str) -> Decision:
    """Whether an entry on schooling says enough."""
    named = school_urn.strip() or school_name.strip()
    if route not in ROUTES:
        return Decision(False, "Choose how the child is taught.", "route")
    if route in WITHOUT_SCHOOL and named:
        return Decision(False, "A child on this route has no school to name.", "no-school")
    if route not in WITHOUT_SCHOOL and not named:
        return Decision(False, "Give the school's number or its name.", "needs-school")
    if school_urn.strip() and not (school_urn.strip().isdecimal() and len(school_urn.strip()) == 6):
        return Decision(False, "A school's number (URN) has six digits.", "urn")
    return YES


def overlap(since: date, until: date | None) -> Decision:
    """The refusal where another entry covers some of the same days."""
    span = f"from {_day(since)} on" if until is None else f"from {_day(since)} to {_day(until)}"
    return Decision(
        False,
        f"Another entry covers some of the days {span}. End or correct that one first;"
        " nothing was changed.",
        "overlap",
    )


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
