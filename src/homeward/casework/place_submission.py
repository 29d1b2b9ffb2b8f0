"""Place a report made by form with its child: the worker's work, moments after it was sent.

Matching compares it with every child under its own purpose; whoever sent it learns only
*joined*, *new* or *waiting*.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.casebook import Case, Casebook
from homeward.casework.form_lines import lines_of_form, report_of_form, said_by_form
from homeward.casework.said import person_said, profile_of
from homeward.children.actions import child_of
from homeward.children.facts import ChildFacts
from homeward.children.queries import get_child, lock_children, names_by_hand
from homeward.chronology.actions import append, prepare
from homeward.ground.ids import new_id
from homeward.intake.actions import claim_submission, end_submission
from homeward.intake.models import SubmissionState
from homeward.intake.queries import SubmissionFacts, get_submission
from homeward.ledger.actions import enter
from homeward.linkage.actions import Waiting, keep_profiles, raise_reviews
from homeward.linkage.finding import Finder
from homeward.linkage.joining import kept_of
from homeward.rules.acts import Act, NotFound
from homeward.rules.linkage import Outcome


def place_submission(act: Act, submission: UUID | None = None) -> bool:
    """Place one form: the one given, else the oldest that waits. False when none does."""
    with scoped(act.viewer):
        claimed = claim_submission(act, submission)
        if claimed is None:
            return False
        form = _form(claimed)
        chosen = str(form.answers.get("child") or "")
        if chosen:
            _place(act, form, UUID(chosen))
        else:
            _match(act, form)
    return True


def _form(submission: UUID) -> SubmissionFacts:
    form = get_submission(SYSTEM_VIEWER, submission)
    if form is None:
        raise NotFound
    return form


def _match(act: Act, form: SubmissionFacts) -> None:
    person = person_said(said_by_form(form, form.id, None))
    finder = Finder()
    finder.look_up([person])
    placed = finder.place(person)
    if placed.outcome is Outcome.REVIEW:
        raise_reviews(
            act,
            [Waiting("IDENTITY", placed.reason, person, placed.candidates, submission_id=form.id)],
        )
        end_submission(act, form.id, SubmissionState.REVIEW)
    else:
        _place(act, form, placed.child)


def place_waiting_form(act: Act, submission: UUID, child: UUID | None) -> UUID:
    """Place a form that a person decided about: with this child, or with a new one (None)."""
    return _place(act, _form(submission), child, decided=True)


def _place(act: Act, form: SubmissionFacts, child: UUID | None, *, decided: bool = False) -> UUID:
    """Put the form's report on the record of `child`, or of a new child; the report's id.

    A team that has nothing to do with a known child does not get sight of the child, nor a say
    in where the child lives, by typing a name that matches: a person must have `decided`.
    """
    report_id = new_id()
    book = Casebook(act)
    known = _locked(child)
    if known is not None:
        book.load([known.id])
    stranger = known is not None and not (decided or _knows(book.cases[known.id], form, act.at))
    chosen = stranger or form.answers.get("child")
    said = said_by_form(form, report_id, known if chosen else None)
    case = book.cases[known.id] if known else book.open_new(child_of(new_id(), said))
    case.reports[report_id] = report_of_form(form, report_id, said)
    if not stranger:
        case.reporting.add(form.team_id)
    agency = book.directory.by_id[form.team_id].agency
    lines = prepare(act, [(report_id, line) for line in lines_of_form(form, agency)])
    case.lines += lines.facts
    book.children.said.append((case.child.id, said))
    book.summarise(case)
    book.recount(case.child.id)
    book.write()
    written = append(act, lines)
    child = case.child.id
    names = names_by_hand(act.viewer, [child]).get(child, ())
    profile = profile_of(case.reports.values(), names)
    if profile is not None:
        here = {case.child.id: profile}
        keep_profiles(act, here if case.is_new else {}, {} if case.is_new else here)
    enter(act, [case.child.id], report_id, written)
    end_submission(act, form.id, SubmissionState.PLACED, report_id)
    return report_id


def _knows(case: Case, form: SubmissionFacts, at: datetime) -> bool:
    """Whether the form's team is involved with the child, or chose the child when it was."""
    ends = [until for (team, _), until in case.involved.items() if team == form.team_id]
    running = any(until is None or until > at for until in ends)
    return running or bool(form.answers.get("child"))


def _locked(child: UUID | None) -> ChildFacts | None:
    if child is None:
        return None
    child = kept_of(SYSTEM_VIEWER, child)
    if child not in lock_children(SYSTEM_VIEWER, [child]):
        raise NotFound
    return get_child(SYSTEM_VIEWER, child)
