"""What founding a partnership names: agencies and their teams, as plain facts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewAgency:
    """An agency to be entered. `kind` is a code of `agencies.models.AgencyKind`.

    `reference` is its public code: force, authority or register number; `place` the
    slug of the area it serves, blank for all.
    """

    code: str
    name: str
    kind: str
    place: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A team to be entered; `agency` is its agency's code, `kind` a code of `TeamKind`.

    `reference` is the register number that routes to it: a school's or a home's.
    """

    code: str
    agency: str
    name: str
    kind: str
    place: str = ""
    reference: str = ""
