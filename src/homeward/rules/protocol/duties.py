"""The parts of an edition: duties, tasks and the floor, as small frozen facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from homeward.rules.protocol.limits import CountIn, Limit, Repeats

SETTINGS = ("home", "care")
RISKS = ("VERY_LOW", "LOW", "MEDIUM", "HIGH")
STATUSES = ("evidenced", "not-yet")
_DUTY_NEEDS = (
    "id",
    "title",
    "owner",
    "starts",
    "within",
    "met_by",
    "evidence",
    "jurisdiction",
    "source",
)
_DUTY_MAY = (
    "excused_by",
    "applies",
    "limit_evidence",
    "status",
    "from",
    "until",
    "repeats",
    "count_in",
)
APPLIES_KEYS = ("setting", "risk", "age_under", "placed_by_other_la", "place", "has_school")
DUTY_KEYS = _DUTY_NEEDS + _DUTY_MAY


@dataclass(frozen=True, slots=True)
class Applies:
    """To whom a duty applies. None: the key is not given. All given keys must hold."""

    setting: tuple[str, ...] | None = None
    risk: tuple[str, ...] | None = None
    age_under: int | None = None
    placed_by_other_la: bool | None = None
    place: tuple[str, ...] | None = None
    has_school: bool | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of the obligations table, with its clock, its sources and how they are known.

    `evidence` says how the duty is known, `figure_evidence` how its figure is known.
    `from_on` and `until_on` are the first and last local day on which a line starts it.
    """

    id: str
    title: str
    owner: str
    starts: str
    within: Limit
    met_by: tuple[str, ...]
    evidence: str
    jurisdiction: str
    source: str
    excused_by: tuple[str, ...] = ()
    applies: Applies | None = None
    limit_evidence: str | None = None
    status: str = "evidenced"
    from_on: date | None = None
    until_on: date | None = None
    repeats: Repeats | None = None
    count_in: CountIn | None = None

    @property
    def named_kinds(self) -> frozenset[str]:
        """Every kind of line that starts, meets, excuses or ends this duty."""
        until = (self.repeats.until,) if self.repeats else ()
        return frozenset((self.starts, *self.met_by, *self.excused_by, *until))

    @property
    def figure_evidence(self) -> str:
        """How the figure is known: the same as the duty unless stated."""
        return self.limit_evidence or self.evidence


@dataclass(frozen=True, slots=True)
class Task:
    """A response task that a risk grade opens."""

    id: str
    grades: tuple[str, ...]
    words: str
    source: str
    evidence: str
    owner: str | None = None
    jurisdiction: str | None = None


@dataclass(frozen=True, slots=True)
class RiskFloor:
    """The lowest grade at which a child may start, since when, and who says so."""

    grade: str
    since: date
    source: str
    evidence: str


@dataclass(frozen=True)
class Edition:
    """One edition, whole. `sha256` is that of its text; `kinds` those it declares itself."""

    id: str
    title: str
    in_force: date
    timezone: str
    duties: tuple[Duty, ...]
    sha256: str
    kinds: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    risk_floor: RiskFloor | None = None
    tolerance: Mapping[str, int] = field(default_factory=dict)

    @property
    def named_kinds(self) -> frozenset[str]:
        """Every kind of line that some duty looks at; others change no verdict."""
        return frozenset().union(*(duty.named_kinds for duty in self.duties))

    def duty(self, duty_id: str) -> Duty:
        """The duty of that id. Raises KeyError when the edition has none."""
        for duty in self.duties:
            if duty.id == duty_id:
                return duty
        raise KeyError(duty_id)


def duty_keys(duty: Duty) -> dict[str, object]:
    """The duty under the grammar's own keys, every one of them; None where not given.

    Values are texts, lists, numbers and flags, as they would stand in JSON.
    """
    applies = duty.applies
    return {
        "id": duty.id,
        "title": duty.title,
        "owner": duty.owner,
        "starts": duty.starts,
        "within": duty.within.text,
        "met_by": list(duty.met_by),
        "excused_by": list(duty.excused_by),
        "applies": _applies_keys(applies) if applies else None,
        "evidence": duty.evidence,
        "limit_evidence": duty.limit_evidence,
        "jurisdiction": duty.jurisdiction,
        "source": duty.source,
        "status": duty.status,
        "from": duty.from_on.isoformat() if duty.from_on else None,
        "until": duty.until_on.isoformat() if duty.until_on else None,
        "repeats": duty.repeats.text if duty.repeats else None,
        "count_in": duty.count_in.text if duty.count_in else None,
    }


def _applies_keys(applies: Applies) -> dict[str, object]:
    given = ((key, getattr(applies, key)) for key in APPLIES_KEYS)
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in given
        if value is not None
    }
