"""What the children's record hands out: a child as plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

CARE = frozenset({"FOSTER", "CHILDRENS_HOME", "SUPPORTED"})


@dataclass(slots=True)
class ChildFacts:
    """A child. `setting` is a code of `children.models.Setting`; `place` a slug or blank."""

    id: UUID
    surname: str
    forename: str
    forename2: str
    dob: date
    sex: str
    ethnicity: str
    setting: str
    place: str
    school_urn: str
    placed_by_other_la: bool | None

    @property
    def name(self) -> str:
        """Forename first, as the child is called."""
        return f"{self.forename} {self.surname}".strip()

    @property
    def care_or_home(self) -> str:
        """`care` or `home`, as an edition's `setting` says it; blank when not known."""
        if self.setting in CARE:
            return "care"
        return "home" if self.setting == "HOME" else ""
