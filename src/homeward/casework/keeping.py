"""What the verbs of keeping and erasing share: when a record is due, what stops its erasure.

Not a verb. `find_due_records` counts many at once; the others ask about one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from homeward.access.scope import set_scope
from homeward.children.facts import ChildFacts
from homeward.children.queries import find_children, once_in_care
from homeward.chronology.queries import last_entries, sources_of_child
from homeward.copies.queries import is_asked
from homeward.episodes.queries import (
    MISSING_NOW,
    episodes_of_children,
    keyed_ref,
    reports_of_children,
)
from homeward.ground.bulk import dumps
from homeward.ground.periods import periods
from homeward.intake.queries import forms_reached, rows_reached
from homeward.ledger.actions import enter
from homeward.linkage.joining import standing_joins
from homeward.linkage.queries import is_awaited
from homeward.retention.queries import classings_of, is_held
from homeward.rules.acts import Act, Decision, Viewer
from homeward.rules.clocks import LONDON
from homeward.rules.retention import LOOKED_AFTER, Due, Kept, can_erase, due, stands


@contextmanager
def entered(act: Act, child: UUID) -> Iterator[None]:
    """One click of a keeper: scope, then what the verb does, then its entry in the ledger."""
    with transaction.atomic():
        set_scope(act.viewer)
        yield
        enter(act, [child], child)


def count_due(viewer: Viewer, children: Sequence[ChildFacts]) -> dict[UUID, tuple[Kept, Due]]:
    """When each of these records is due, and what that was worked out from."""
    ids = [child.id for child in children]
    entries, care = last_entries(viewer, ids), once_in_care(viewer, ids)
    said = classings_of(viewer, ids)
    rules, found = periods(settings.VAR), {}
    for child in children:
        classes, died_on = said.get(child.id, (frozenset(), None))
        if child.id in care:
            classes |= {LOOKED_AFTER}
        last = entries.get(child.id)
        contact = last.astimezone(LONDON).date() if last else child.dob
        kept = Kept(child.dob, contact, classes, died_on)
        found[child.id] = kept, due(kept, rules)
    return found


@dataclass(frozen=True, slots=True)
class Reach:
    """What an erasure of one child reaches, by the names that the data map's conditions use."""

    child: UUID
    reports: list[UUID]
    refs: list[str]
    rows: list[int]
    forms: list[UUID]
    sources: list[UUID]
    episodes: list[UUID]
    missing: bool

    def names(self) -> dict[str, object]:
        """As parameters of a statement; `keyed` gives what stands instead of each reference."""
        return {
            "child": self.child,
            "reports": self.reports,
            "refs": self.refs,
            "rows": self.rows,
            "forms": self.forms,
            "sources": self.sources,
            "episodes": self.episodes,
            "keyed": dumps({ref: keyed_ref(ref) for ref in self.refs}),
        }


def reach_of(viewer: Viewer, child: UUID) -> Reach:
    """Everything in the record that an erasure of this child reaches."""
    reports = [report for _, report in reports_of_children(viewer, [child])]
    ids = [report.id for report in reports]
    refs = sorted({ref for report in reports for ref in (report.ref, report.merged_into) if ref})
    episodes = episodes_of_children(viewer, [child])
    return Reach(
        child,
        ids,
        refs,
        rows_reached(viewer, ids, refs),
        forms_reached(viewer, ids, child),
        sources_of_child(viewer, child),
        [each.id for each in episodes],
        any(each.state in MISSING_NOW for each in episodes),
    )


def numbers_of(viewer: Viewer, child: UUID) -> list[UUID]:
    """This number, and every number that was joined to it: one child, erased as one or not."""
    joined = standing_joins(viewer, [child])
    return [child, *sorted(other for other, kept in joined if kept == child)]


def may_go(viewer: Viewer, reaches: Mapping[UUID, Reach], at: datetime) -> Decision:
    """Whether the record of one child, all its numbers, can be erased now: the worker's view.

    What stops one number stops them all: the longest period, a hold, a request, a review.
    """
    facts = find_children(viewer, reaches).values()
    last = max((found for _, found in count_due(viewer, list(facts)).values()), key=_day)
    held = any(is_held(viewer, child) for child in reaches)
    standing = stands(last, held, at.astimezone(LONDON).date())
    waiting = any(is_awaited(viewer, r.child, r.rows, r.forms) for r in reaches.values())
    asked = any(is_asked(viewer, child) for child in reaches)
    missing = any(reach.missing for reach in reaches.values())
    return can_erase(standing, missing=missing, waiting=waiting, asked=asked)


def _day(found: Due) -> date:
    return found.on
