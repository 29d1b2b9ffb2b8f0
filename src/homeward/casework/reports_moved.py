"""Taking a report off a child, and putting it with one: its lines stay where they are.

Not a verb: `carry_out_reviews` uses it. What moves is the source; which child it belonged
to before stays on record.
"""

from __future__ import annotations

from uuid import UUID

from homeward.access.queries import SYSTEM_VIEWER
from homeward.casework.casebook import Casebook
from homeward.casework.said import from_detail, profile_of
from homeward.children.actions import child_of, forget_said
from homeward.children.queries import lock_children, names_by_hand
from homeward.chronology.actions import PlacedSource, append, place_sources, prepare
from homeward.chronology.queries import lines_of_sources
from homeward.episodes.actions import detach_report
from homeward.episodes.facts import ReportFacts
from homeward.episodes.queries import get_report
from homeward.ground.ids import new_id
from homeward.ledger.actions import enter
from homeward.linkage.actions import drop_profile, keep_profiles
from homeward.rules.acts import Act, NewLine, NotFound


def take_off(act: Act, report_id: UUID, reason: str) -> UUID:
    """Take a report off its child: it waits for a person again. The child's id.

    The child is recounted from the reports that remain; without any, nobody is involved
    with it any longer and matching forgets it.
    """
    child, _ = _found(report_id)
    if child is None:
        raise NotFound
    lock_children(SYSTEM_VIEWER, [child])
    said = NewLine("child.unjoined", act.at, text=reason, data={})
    written = append(act, prepare(act, [(report_id, said)]))
    place_sources(act, [PlacedSource(report_id, "REPORT", None, None, reason)])
    detach_report(act, report_id)
    forget_said(act, child, report_id)
    _recount(act, child)
    enter(act, [child], report_id, written)
    return child


def put_back(act: Act, report_id: UUID, child: UUID | None, reason: str) -> UUID:
    """Put a waiting report with a child, or with a new one. The child's id."""
    _, report = _found(report_id)
    book = Casebook(act)
    said = from_detail(report)
    if child is None:
        case = book.open_new(child_of(new_id(), said))
    else:
        if child not in lock_children(SYSTEM_VIEWER, [child]):
            raise NotFound
        book.load([child])
        case = book.cases[child]
    case.reports[report_id] = report
    case.returning.add(report_id)
    case.lines += lines_of_sources(SYSTEM_VIEWER, [report_id])
    book.children.said.append((case.child.id, said))
    book.summarise(case)
    book.recount(case.child.id)
    book.write()
    _renew_profile(act, book, case.child.id)
    joined = NewLine("child.joined", act.at, text=reason, data={})
    written = append(act, prepare(act, [(report_id, joined)]))
    enter(act, [case.child.id], report_id, written)
    return case.child.id


def _found(report_id: UUID) -> tuple[UUID | None, ReportFacts]:
    found = get_report(SYSTEM_VIEWER, report_id)
    if found is None:
        raise NotFound
    return found


def _recount(act: Act, child: UUID) -> None:
    book = Casebook(act)
    book.load([child])
    book.summarise(book.cases[child])
    book.recount(child)
    book.write()
    _renew_profile(act, book, child)


def _renew_profile(act: Act, book: Casebook, child: UUID) -> None:
    case = book.cases[child]
    names = names_by_hand(act.viewer, [child]).get(child, ())
    profile = profile_of(case.reports.values(), names)
    if profile is None:
        drop_profile(act, child)
    elif case.is_new:
        keep_profiles(act, {child: profile}, {})
    else:
        keep_profiles(act, {}, {child: profile})
