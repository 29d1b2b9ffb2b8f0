"""Reporting a child: drafts, one step a page, the last look, what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from homeward.access.queries import names_of
from homeward.agencies.queries import get_directory
from homeward.casework.discard_draft import discard_draft
from homeward.casework.log_reading import log_reading
from homeward.casework.report_missing import report_missing
from homeward.casework.save_draft import save_draft
from homeward.children.facts import ChildFacts
from homeward.children.queries import find_children, get_child
from homeward.episodes.queries import EpisodeFacts, get_episode, get_report
from homeward.intake.queries import SubmissionFacts, get_submission, list_submissions
from homeward.linkage.search import find
from homeward.rules.acts import Refusal, Viewer
from homeward.rules.reports import CALL_999
from homeward.rules.sharing import Section, sections_for
from homeward.web import acting
from homeward.web.acting import View, act_of, found, open_to, read_id
from homeward.web.reports import present
from homeward.web.reports.forms import DiscardForm, ReporterForm
from homeward.web.reports.steps import form_of
from homeward.web.request import Request
from homeward.web.search import present as search

LISTED, CANDIDATES = 20, 10
UNDER_WAY = ("DRAFT", "SUBMITTED", "REVIEW")
NOT_SENT = ""


def _may_report(viewer: Viewer) -> bool:
    return bool(viewer.teams) and Section.STATUS in sections_for(viewer.roles)


def _of_draft(view: Callable[..., HttpResponse]) -> View:
    """A view of a draft of the viewer's teams; one that was sent shows what became of it."""

    @wraps(view)
    def answer(request: Request, submission: UUID, **kwargs: Any) -> HttpResponse:
        draft = found(get_submission(request.viewer, submission))
        if draft.state != "DRAFT":
            return redirect("reports:sent", submission)
        return view(request, draft, **kwargs)

    return require_http_methods(["GET", "HEAD", "POST"])(open_to(_may_report)(answer))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(_may_report)
def start(request: Request) -> HttpResponse:
    """Begin a report, or go on with one."""
    child = _asked_child(request)
    opened = {"reporter": present.reporter_of(request.viewer.roles)}
    form = ReporterForm(acting.sent(request), initial=opened)
    if request.method == "POST" and form.is_valid():
        answers = form.answers() | {"child": child.id.hex if child else ""}
        kept = save_draft(act_of(request, "save_draft"), None, answers)
        return redirect("reports:step", kept, "child")
    page = {"form": form, "child": child, "forms": _under_way(request), "now": request.now}
    return render(request, "reports/start.html", page)


def _under_way(request: Request) -> list[present.FormLine]:
    forms = list_submissions(request.viewer, UNDER_WAY, LISTED)
    wanted = {child for form in forms if (child := present.child_in(form.answers))}
    children = find_children(request.viewer, wanted)
    log_reading(act_of(request, "log_reading"), "reports", list(children))
    return present.form_lines(forms, children, names_of(form.person_id for form in forms))


def _asked_child(request: Request) -> ChildFacts | None:
    """The known child of `?child=`, which must be one of the viewer's."""
    text = request.GET.get("child")
    return found(_read(request, found(read_id(text)))) if text else None


def _known(request: Request, form: SubmissionFacts) -> ChildFacts | None:
    child = present.child_in(form.answers)
    return _read(request, child) if child else None


def _read(request: Request, child: UUID) -> ChildFacts | None:
    """A child whose name is shown; the reading is logged."""
    facts = get_child(request.viewer, child)
    if facts is not None:
        log_reading(act_of(request, "log_reading"), "report", [facts.id])
    return facts


@_of_draft
def step(request: Request, draft: SubmissionFacts, step: str) -> HttpResponse:
    """One step of a draft: what it asks, kept when it is sent."""
    if step not in present.SLUGS:
        raise Http404
    known = _known(request, draft)
    form = form_of(step, request, draft.answers, get_directory())
    if request.method == "POST" and known is not None and "keep" in request.POST:
        return redirect(present.step_url(draft.id, present.next_step(step, draft.answers)))
    if request.method == "POST" and form.is_valid():
        answers = {**draft.answers, **form.answers()}
        save_draft(act_of(request, "save_draft"), draft.id, answers)
        onward = "known" if step == "child" else present.next_step(step, answers)
        return redirect(present.step_url(draft.id, onward))
    page = present.step_page(draft.id, step) | {"draft": draft, "form": form, "now": request.now}
    page["known"] = None if "other" in request.GET else known
    page["name"] = present.name_in(draft.answers, known)
    return render(request, f"reports/{step}.html", page)


@_of_draft
def known(request: Request, draft: SubmissionFacts) -> HttpResponse:
    """Before a new child is made: the children in scope whom the words may mean."""
    onward = redirect(present.step_url(draft.id, present.next_step("child", draft.answers)))
    typed = present.known_by(draft.answers)
    found_here = find(request.viewer, typed, most=CANDIDATES) if typed else []
    children = find_children(request.viewer, [each.child for each in found_here])
    chosen = read_id(request.POST.get("child", ""))
    if chosen is not None and chosen in children:
        answers = {**draft.answers, "child": chosen.hex}
        save_draft(act_of(request, "save_draft"), draft.id, answers)
    if not children or request.method == "POST":
        return onward
    log_reading(act_of(request, "log_reading"), "report", list(children))
    sections = sections_for(request.viewer.roles)
    groups = search.groups(found_here, children, sections, request.now)
    page = present.step_page(draft.id, "child") | {"draft": draft, "now": request.now}
    page |= {"title": "Is it one of these?", "back": present.step_url(draft.id, "child")}
    page |= {"name": present.name_in(draft.answers, None), "groups": groups}
    return render(request, "reports/known.html", page)


@_of_draft
def confirm(request: Request, draft: SubmissionFacts) -> HttpResponse:
    """The last look, and the sending."""
    left = present.first_unanswered(draft.answers)
    if left:
        return redirect(present.step_url(draft.id, left))
    refused = _send(request, draft, draft.answers)
    if refused is None:
        return redirect("reports:sent", draft.id)
    rows = present.rows_of(draft, _known(request, draft), get_directory(), request.now)
    page = {
        "rows": rows,
        "made": present.checks_made(draft.answers, request.now),
        "left": present.checks_left(draft.answers),
        "draft": draft,
        "send": present.SEND[str(draft.answers.get("report_class", "MISSING"))],
        "refused": refused,
        "now": request.now,
    }
    return render(request, "reports/confirm.html", page)


def _send(request: Request, draft: SubmissionFacts, answers: Mapping[str, Any]) -> str | None:
    """Send a report that was posted: None when it went, else the sentence of a refusal, if any."""
    if request.method != "POST":
        return NOT_SENT
    try:
        report_missing(act_of(request, "report_missing"), draft.id, answers)
    except Refusal as refusal:
        return refusal.sentence
    return None


@_of_draft
def emergency(request: Request, draft: SubmissionFacts) -> HttpResponse:
    """A suspected abduction: ring 999; the form ends here."""
    if not draft.answers.get("abduction_suspected"):
        return redirect("reports:step", draft.id, "where")
    noticed = draft.answers.get("noticed_at") or request.now.isoformat()
    refused = _send(request, draft, {**draft.answers, "noticed_at": noticed})
    if refused is None:
        return redirect("reports:sent", draft.id)
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


@_of_draft
def discard(request: Request, draft: SubmissionFacts) -> HttpResponse:
    """Discard a draft, with the reason."""
    form = DiscardForm(acting.sent(request))
    if request.method == "POST" and form.is_valid():
        discard_draft(act_of(request, "discard_draft", form.cleaned_data["reason"]), draft.id)
        return redirect("reports:start")
    name = present.name_in(draft.answers, _known(request, draft))
    page = {"form": form, "draft": draft, "name": name, "now": request.now}
    return render(request, "reports/discard.html", page)
