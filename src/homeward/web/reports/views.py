"""Reporting a child: drafts, one step a page, the last look, what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from homeward.access.queries import names_of
from homeward.agencies.queries import get_directory
from homeward.casework.discard_draft import discard_draft
from homeward.casework.report_missing import report_missing
from homeward.casework.save_draft import save_draft
from homeward.children.facts import ChildFacts
from homeward.children.queries import find_children, get_child
from homeward.episodes.queries import EpisodeFacts, get_episode, get_report
from homeward.intake.queries import SubmissionFacts, get_submission, list_submissions
from homeward.rules.acts import Refusal, Viewer
from homeward.rules.reports import CALL_999
from homeward.rules.sharing import Section, sections_for
from homeward.web.acting import act_of, found, open_to, read_id
from homeward.web.acting import sent as posted
from homeward.web.reports import present
from homeward.web.reports.forms import DiscardForm, ReporterForm
from homeward.web.reports.steps import form_of
from homeward.web.request import Request

LISTED = 20
UNDER_WAY = ("DRAFT", "SUBMITTED", "REVIEW")


def _may_report(viewer: Viewer) -> bool:
    return bool(viewer.teams) and Section.STATUS in sections_for(viewer.roles)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(_may_report)
def start(request: Request) -> HttpResponse:
    """Begin a report, or go on with one."""
    child = _asked_child(request)
    opened = {"reporter": present.reporter_of(request.viewer.roles)}
    form = ReporterForm(posted(request), initial=opened)
    if request.method == "POST" and form.is_valid():
        answers = form.answers() | {"child": child.id.hex if child else ""}
        kept = save_draft(act_of(request, "save_draft"), None, answers)
        return redirect("reports:step", kept, "child")
    forms = list_submissions(request.viewer, UNDER_WAY, LISTED)
    known = {each for each in map(present.child_in, (each.answers for each in forms)) if each}
    page = {
        "form": form,
        "child": child,
        "forms": present.form_lines(
            forms, find_children(request.viewer, known), names_of(one.person_id for one in forms)
        ),
        "now": request.now,
    }
    return render(request, "reports/start.html", page)


def _asked_child(request: Request) -> ChildFacts | None:
    """The known child of `?child=`, which must be one of the viewer's."""
    text = request.GET.get("child")
    if not text:
        return None
    return found(get_child(request.viewer, found(read_id(text))))


def _known(request: Request, form: SubmissionFacts) -> ChildFacts | None:
    child = present.child_in(form.answers)
    return get_child(request.viewer, child) if child else None


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(_may_report)
def step(request: Request, submission: UUID, step: str) -> HttpResponse:
    """One step of a draft: what it asks, kept when it is sent."""
    if step not in present.SLUGS:
        raise Http404
    draft = found(get_submission(request.viewer, submission))
    if draft.state != "DRAFT":
        return redirect("reports:sent", submission)
    known = _known(request, draft)
    directory = get_directory()
    form = form_of(step, request, draft.answers, directory)
    if request.method == "POST" and "keep" in request.POST and known is not None:
        return redirect(present.step_url(submission, present.next_step(step, draft.answers)))
    if request.method == "POST" and form.is_valid():
        answers = {**draft.answers, **form.answers()}
        save_draft(act_of(request, "save_draft"), submission, answers)
        return redirect(present.step_url(submission, present.next_step(step, answers)))
    page = _step_page(submission, step) | {"draft": draft, "form": form, "now": request.now}
    page["known"] = known if step == "child" and "other" not in request.GET else None
    page["name"] = present.name_in(draft.answers, known)
    return render(request, f"reports/{step}.html", page)


def _step_page(submission: UUID, step: str) -> dict[str, Any]:
    before = present.step_before(step)
    return {
        "title": dict(present.STEPS)[step],
        "place": present.SLUGS.index(step) + 1,
        "places": len(present.SLUGS) + 1,
        "back": present.step_url(submission, before) if before else "/report/",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(_may_report)
def confirm(request: Request, submission: UUID) -> HttpResponse:
    """The last look, and the sending."""
    draft = found(get_submission(request.viewer, submission))
    if draft.state != "DRAFT":
        return redirect("reports:sent", submission)
    left = present.first_unanswered(draft.answers)
    if left:
        return redirect(present.step_url(submission, left))
    refused = _send(request, draft, draft.answers) if request.method == "POST" else ""
    if refused is None:
        return redirect("reports:sent", submission)
    known = _known(request, draft)
    kind = str(draft.answers.get("report_class", "MISSING"))
    page = {
        "rows": present.rows_of(draft, known, get_directory(), request.now),
        "made": present.checks_made(draft.answers, request.now),
        "left": present.checks_left(draft.answers),
        "draft": draft,
        "send": present.SEND[kind],
        "refused": refused,
        "now": request.now,
    }
    return render(request, "reports/confirm.html", page)


def _send(request: Request, draft: SubmissionFacts, answers: Any) -> str | None:
    """Send the report: the sentence of a refusal, None when it was sent."""
    try:
        report_missing(act_of(request, "report_missing"), draft.id, answers)
    except Refusal as refusal:
        return refusal.sentence
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(_may_report)
def emergency(request: Request, submission: UUID) -> HttpResponse:
    """A suspected abduction: ring 999; the form ends here."""
    draft = found(get_submission(request.viewer, submission))
    if draft.state != "DRAFT":
        return redirect("reports:sent", submission)
    if not draft.answers.get("abduction_suspected"):
        return redirect("reports:step", submission, "where")
    refused: str | None = ""
    if request.method == "POST":
        noticed = draft.answers.get("noticed_at") or request.now.isoformat()
        refused = _send(request, draft, {**draft.answers, "noticed_at": noticed})
    if refused is None:
        return redirect("reports:sent", submission)
    name = present.name_in(draft.answers, _known(request, draft))
    page = {"draft": draft, "name": name, "call": CALL_999, "refused": refused}
    return render(request, "reports/emergency.html", page | {"now": request.now})


@require_safe
@open_to(_may_report)
def sent(request: Request, submission: UUID) -> HttpResponse:
    """What became of a report; a draft goes on where it was left."""
    form = found(get_submission(request.viewer, submission))
    if form.state == "DRAFT":
        left = present.first_unanswered(form.answers)
        return redirect(present.step_url(submission, left or "confirm"))
    outcome = present.outcome_of(form, _episode_of(request.viewer, form))
    page = {
        "outcome": outcome,
        "form_facts": form,
        "name": present.name_in(form.answers, _known(request, form)),
        "refresh_seconds": 3 if outcome.running else None,
        "now": request.now,
    }
    return render(request, "reports/sent.html", page)


def _episode_of(viewer: Viewer, form: SubmissionFacts) -> EpisodeFacts | None:
    """The episode that the report belongs to, where the viewer may know it."""
    placed = get_report(viewer, form.report_id) if form.report_id else None
    if placed is None or placed[1].episode_id is None:
        return None
    return get_episode(viewer, placed[1].episode_id)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(_may_report)
def discard(request: Request, submission: UUID) -> HttpResponse:
    """Discard a draft, with the reason."""
    draft = found(get_submission(request.viewer, submission))
    if draft.state != "DRAFT":
        return redirect("reports:sent", submission)
    form = DiscardForm(posted(request))
    if request.method == "POST" and form.is_valid():
        discard_draft(act_of(request, "discard_draft", form.cleaned_data["reason"]), submission)
        return redirect("reports:start")
    name = present.name_in(draft.answers, _known(request, draft))
    page = {"form": form, "draft": draft, "name": name, "now": request.now}
    return render(request, "reports/discard.html", page)
