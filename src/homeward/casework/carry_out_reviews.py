"""Carry out what people decided in the review queue: join, make new, set aside, undo.

The worker's work. Also takes on its own what a later file has made plain: a waiting
version of a report that is placed now, a merged report whose survivor has come.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.children_joined import join, part
from homeward.casework.one_file import Shared
from homeward.casework.place_submission import place_waiting_form
from homeward.casework.police_row import row_from_json
from homeward.casework.reports_moved import put_back, take_off
from homeward.casework.row_batch import RowBatch
from homeward.casework.row_outcomes import UNKNOWN_SURVIVOR
from homeward.episodes.queries import reports_by_ref
from homeward.intake.actions import settle_row
from homeward.intake.queries import download_of_row
from homeward.linkage.actions import carried_out, undone
from homeward.linkage.carrying import Carried, next_decided, next_made_plain
from homeward.linkage.joining import join_of_review, kept_of
from homeward.rules.acts import Act, Viewer

SET_ASIDE = "REFUSED"


class NotCarriedOut(Exception):
    """A review could not be carried out and waits on; its cause is the error that arose."""

    def __init__(self, review: UUID) -> None:
        super().__init__(f"Review {review} could not be carried out.")
        self.review = review


def carry_out_reviews(act: Act) -> int:
    """Carry out every decision that waits for the worker, each in its own transaction."""
    done = 0
    while carry_out_next(act):
        done += 1
    return done


def carry_out_next(act: Act, skip: Collection[UUID] = ()) -> bool:
    """Carry out the oldest decision that waits, but for `skip`; False when none does.

    Raises NotCarriedOut, which names the review, so that the others need not wait for it.
    """
    return _next(act, skip, next_decided) or _next(act, skip, _made_plain)


def _made_plain(viewer: Viewer, skip: Collection[UUID]) -> Carried | None:
    return next_made_plain(viewer, UNKNOWN_SURVIVOR, skip)


def _next(
    act: Act, skip: Collection[UUID], find: Callable[[Viewer, Collection[UUID]], Carried | None]
) -> bool:
    with scoped(act.viewer):
        review = find(act.viewer, skip)
        if review is None:
            return False
        try:
            _carry_out(act, review)
        except Exception as error:
            raise NotCarriedOut(review.id) from error
    return True


def _carry_out(act: Act, review: Carried) -> None:
    chosen = kept_of(act.viewer, review.chosen_id) if review.chosen_id else None
    if review.undo_asked_at is not None:
        _undo(act, review)
    elif review.kind == "CHILDREN":
        _two_numbers(act, review)
    elif review.report_id is not None:
        put_back(act, review.report_id, chosen, "Placed again by a person")
        carried_out(act, review.id, review.report_id)
    elif review.submission_id is not None:
        report = place_waiting_form(act, review.submission_id, chosen)
        carried_out(act, review.id, report)
    elif review.state == "DIFFERENT" and review.kind == "CONTENT":
        _set_aside(act, review)
    else:
        _take(act, review, chosen)


def _two_numbers(act: Act, review: Carried) -> None:
    """Two numbers of one child are joined under the chosen one; two children stay as they are."""
    if review.chosen_id is not None:
        other = next(each for each in review.candidates if each != review.chosen_id)
        join(act, review.chosen_id, other, review.id)
    carried_out(act, review.id, None)


def _take(act: Act, review: Carried, child: UUID | None) -> None:
    """Put the waiting row on the record, with the child that was chosen or a new one."""
    row = row_from_json(review.parsed)
    known = reports_by_ref(SYSTEM_VIEWER, [row.ref, row.merged_into])
    decided = review.state in ("SAME", "DIFFERENT")
    if not decided:
        child = known[row.ref if row.ref in known else row.merged_into][0]
    record, name, agency = download_of_row(SYSTEM_VIEWER, review.row_id or 0)
    report = RowBatch(act, Shared(agency, name, record)).take_as(row, child)
    settle_row(act, review.row_id or 0, "DUPLICATE", report, held=False)
    carried_out(act, review.id, report, "" if decided else "SETTLED")


def _set_aside(act: Act, review: Carried) -> None:
    settle_row(act, review.row_id or 0, SET_ASIDE, None, held=False)
    carried_out(act, review.id, None)


def _undo(act: Act, review: Carried) -> None:
    joined = join_of_review(act.viewer, review.id)
    if joined is not None:
        part(act, joined.id)
    elif review.report_id is not None:
        take_off(act, review.report_id, "Join undone by a person")
    elif review.row_id is not None:
        settle_row(act, review.row_id, "REVIEW", None, held=False)
    undone(act, review.id)
