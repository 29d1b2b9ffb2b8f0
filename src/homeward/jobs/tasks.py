"""The work that somebody waits for: reports placed, reviews carried out, downloads, duties."""

from __future__ import annotations

from uuid import UUID

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.carry_out_reviews import NotCarriedOut, carry_out_next
from homeward.casework.erase_record import erase_next
from homeward.casework.gather_copy import gather_copy
from homeward.casework.kept_downloads import take_next
from homeward.casework.make_copy import make_copy
from homeward.casework.place_submission import place_submission
from homeward.casework.postpone_refresh import postpone_refresh
from homeward.casework.refresh_duties import BATCH, refresh_duties
from homeward.ground.clock import now
from homeward.ground.ids import new_id
from homeward.intake.queries import list_submissions
from homeward.jobs.backoff import LOG, Backoff
from homeward.jobs.lanes import Stopping
from homeward.rules.acts import Act

FORMS = 1000
_forms = Backoff()
_reviews = Backoff()


def system_act(verb: str) -> Act:
    """An act of the worker, at this moment."""
    return Act(new_id(), SYSTEM_VIEWER, now(), verb)


def place_forms(stopping: Stopping) -> bool:
    """Place every form that was sent, oldest first. One that fails waits; the others go on."""
    with scoped(SYSTEM_VIEWER):
        sent = [each.id for each in list_submissions(SYSTEM_VIEWER, ["SUBMITTED"], FORMS)]
    for form in reversed(sent):
        if not stopping.is_set() and _forms.ready(form):
            _place(form)
    return False


def _place(form: UUID) -> None:
    with _forms.attempt(form, f"Placing form {form}"):
        place_submission(system_act("place_submission"), form)


def carry_out(stopping: Stopping) -> bool:
    """Carry out the oldest decision of the review queue; whether there was one.

    One that fails waits; the others go on.
    """
    failed = [key for key in _reviews.waiting() if isinstance(key, UUID)]
    try:
        return carry_out_next(system_act("carry_out_reviews"), failed)
    except NotCarriedOut as failure:
        _reviews.note(failure.review, failure.__cause__, f"Carrying out review {failure.review}")
    return True


def take_downloads(stopping: Stopping) -> bool:
    """Take the oldest download that waits; whether there was one.

    Asked to stop, it ends between two batches and the file goes on waiting. One that
    fails is claimed again after ten minutes; the others are taken meanwhile.
    """
    return take_next(system_act("take_download"), stopping.is_set)


def erase(stopping: Stopping) -> bool:
    """Erase the record that two people decided about, once it waited; whether there was one."""
    return erase_next(system_act("erase_record"))


def copy(stopping: Stopping) -> bool:
    """Gather the oldest copy that was asked for, else make the oldest that was checked."""
    return gather_copy(system_act("gather_copy")) or make_copy(system_act("make_copy"))


class Refreshing:
    """Judges queued children anew: many at once, and one by one after a failure.

    The one that fails alone goes to the end of the queue; it never stops the others.
    """

    def __init__(self) -> None:
        self._one_by_one = 0
        self._failures = Backoff()

    def __call__(self, stopping: Stopping) -> bool:
        """One batch; whether there may be more."""
        limit = 1 if self._one_by_one else BATCH
        done = 0
        with self._failures.attempt(limit, f"Judging {limit} queued children anew") as attempt:
            done = refresh_duties(system_act("refresh_duties"), limit)
        if attempt.failed:
            self._after_failure(limit)
            return True
        self._one_by_one = max(self._one_by_one - 1, 0)
        return done == limit

    def _after_failure(self, limit: int) -> None:
        if limit > 1:
            self._one_by_one = limit
            return
        child = postpone_refresh(system_act("postpone_refresh"))
        LOG.error("Child %s could not be judged anew and waits.", child)


refresh = Refreshing()
