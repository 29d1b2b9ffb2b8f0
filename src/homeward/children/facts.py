"""What the children's record hands out: a child as plain facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
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
    erased_at: datetime | None = None

    @property
    def name(self) -> str:
        """Forename first, as the child is called."""
        if self.erased_at is not None:
            return "Erased record"
        return f"{self.forename} {self.surname}".strip()

    @property
    def care_or_home(self) -> str:
        """`care` or `home`, as an edition's `setting` says it; blank when not known."""
        if self.setting in CARE:
            return "care"
        return "home" if self.setting == "HOME" else ""


class Kept(StrEnum):
    """The kinds of dated entry that agencies record of a child by hand."""

    RELATIVE = "RELATIVE"
    TIE = "TIE"
    HOUSEHOLD = "HOUSEHOLD"
    PLACEMENT = "PLACEMENT"
    SCHOOLING = "SCHOOLING"
    NEED = "NEED"


@dataclass(frozen=True, slots=True)
class Stated:
    """Who said an entry, when, and for which days it holds. `thread` names it for good."""

    thread: UUID
    since_on: date | None
    until_on: date | None
    in_error: bool
    reason: str
    said_by: str
    agency: str
    person_id: UUID | None
    known_at: datetime

    @property
    def stands(self) -> bool:
        """Whether it holds today: neither ended nor entered in error."""
        return self.until_on is None and not self.in_error


@dataclass(frozen=True, slots=True)
class RelativeFacts:
    """A person around the child, as described for this child."""

    stated: Stated
    relative: UUID
    name: str
    reach: str
    notes: str


@dataclass(frozen=True, slots=True)
class TieFacts:
    """What a relative, or another child, is to the child."""

    stated: Stated
    child: UUID
    relative: UUID | None
    other_child: UUID | None
    kind: str
    words: str
    responsibility: str
    lives_with: str
    safe: str
    why_unsafe: str


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """Who lives together; `members` are threads of the child's ties."""

    stated: Stated
    name: str
    address: str
    postcode: str
    members: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """A placement recorded by hand. Authorities by their public codes."""

    stated: Stated
    setting: str
    provider: str
    provider_urn: str
    host_la: str
    placing_la: str
    home_la: str
    school_urn: str


@dataclass(frozen=True, slots=True)
class SchoolingFacts:
    """How the child is taught."""

    stated: Stated
    route: str
    school_urn: str
    school_name: str
    year_group: str
    is_second: bool


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """One thing that the child needs others to know."""

    stated: Stated
    kind: str
    words: str


EntryFacts = RelativeFacts | TieFacts | HouseholdFacts | PlacementFacts | SchoolingFacts | NeedFacts


@dataclass(frozen=True, slots=True)
class Life:
    """All current entries of a child, ended ones too, as far as they were asked for.

    `ties` are the child's own. Of other children whom the viewer has as well, `back` are the
    ties to this child, `shared` the ties to a relative of this child.
    """

    relatives: dict[UUID, RelativeFacts] = field(default_factory=dict)
    ties: list[TieFacts] = field(default_factory=list)
    back: list[TieFacts] = field(default_factory=list)
    shared: list[TieFacts] = field(default_factory=list)
    households: list[HouseholdFacts] = field(default_factory=list)
    placements: list[PlacementFacts] = field(default_factory=list)
    schooling: list[SchoolingFacts] = field(default_factory=list)
    needs: list[NeedFacts] = field(default_factory=list)

    @property
    def others(self) -> set[UUID]:
        """Other children who are named in these ties."""
        named = {tie.other_child for tie in self.ties if tie.other_child}
        return named | {tie.child for tie in (*self.back, *self.shared)}
