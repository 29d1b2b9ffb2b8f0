"""Which versions of which reports were taken before: the first question to every row.

`Shelf` holds what the record knows of the references of one batch; `Standing` says
how a row stands to it (contracts, section 3: counting, rule 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from homeward.intake.download.shapes import DoubtfulRow, ReportRow
from homeward.intake.models import Row

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


class Standing(StrEnum):
    """How a row stands to what was taken before."""

    FIRST = "FIRST"
    HIGHER = "HIGHER"
    OLDER = "OLDER"
    SAME = "SAME"
    EARLIER = "EARLIER"
    WAITS = "WAITS"
    CLASHES = "CLASHES"
    REPLACES = "REPLACES"


@dataclass(slots=True)
class Taken:
    """One version that was taken: held, waiting for a person, or decided."""

    ref: str
    version: int
    digest: bytes
    extract_at: datetime | None
    row: int
    held: bool
    waits: bool
    row_id: int
    report_id: UUID | None

    @property
    def order(self) -> tuple[datetime, int, bytes]:
        """Of two contents of a version the earlier extract holds; ties always fall alike."""
        return self.extract_at or _NEVER, self.row, self.digest


class Shelf:
    """The versions taken before, of the references of one batch."""

    def __init__(self, taken: Iterable[Taken] = ()) -> None:
        self._by_version: dict[tuple[str, int], list[Taken]] = {}
        self._newest: dict[str, int] = {}
        for each in taken:
            self.put(each)

    def put(self, taken: Taken) -> None:
        """Add a version just taken."""
        self._by_version.setdefault((taken.ref, taken.version), []).append(taken)
        if taken.held:
            self._newest[taken.ref] = max(taken.version, self._newest.get(taken.ref, 0))

    def held(self, ref: str, version: int) -> Taken | None:
        """The content that counts for a version."""
        return next((t for t in self._by_version.get((ref, version), ()) if t.held), None)

    def waiting(self, ref: str, version: int, digest: bytes) -> list[Taken]:
        """The rows with this very content that wait for a person."""
        taken = self._by_version.get((ref, version), ())
        return [each for each in taken if each.waits and each.digest == digest]

    def newest(self, ref: str) -> int | None:
        """The newest version held of a reference."""
        return self._newest.get(ref)

    def of(self, row: ReportRow | DoubtfulRow) -> Standing:
        """How this row stands."""
        return self.standing(row.ref, row.version, row.digest, row.extract_at, row.row)

    def standing(
        self, ref: str, version: int, digest: bytes, extract_at: datetime | None, row: int
    ) -> Standing:
        """How a row with this reference, version and content stands."""
        held = self.held(ref, version)
        same = [t for t in self._by_version.get((ref, version), ()) if t.digest == digest]
        before = held is not None and (extract_at or _NEVER, row, digest) < held.order
        if same:
            return _again(same, held, extract_at, before)
        if held is not None:
            return Standing.REPLACES if before else Standing.CLASHES
        newest = self._newest.get(ref)
        if newest is None:
            return Standing.FIRST
        return Standing.HIGHER if version > newest else Standing.OLDER


def refs_of(row: ReportRow | DoubtfulRow) -> list[str]:
    """The references that a row names: its own, and the report that police merged it into."""
    merged = row.merged_into if isinstance(row, ReportRow) else ""
    return [ref for ref in (row.ref, merged) if ref]


def _again(
    same: Sequence[Taken], held: Taken | None, extract_at: datetime | None, before: bool
) -> Standing:
    """The same content again. An earlier extract of what holds was known earlier.

    What waits because of other content holds after all when it comes `before` that.
    """
    if any(taken.waits for taken in same):
        return Standing.REPLACES if before and held not in same else Standing.WAITS
    if held is None or held.extract_at is None or extract_at is None or held not in same:
        return Standing.SAME
    return Standing.EARLIER if extract_at < held.extract_at else Standing.SAME


def load_shelf(refs: Iterable[str]) -> Shelf:
    """Everything taken before of these references: one query, in SYSTEM scope."""
    rows = Row.objects.filter(ref__in=list(refs), version__isnull=False).values_list(
        "ref", "version", "digest", "extract_at", "row", "held", "outcome", "id", "report_id"
    )
    return Shelf(
        Taken(ref, version or 0, bytes(digest), at, row, held, outcome == "REVIEW", row_id, report)
        for ref, version, digest, at, row, held, outcome, row_id, report in rows
    )
