"""Copies of a record: what was asked for, marking and a second look, the files."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from homeward.access.queries import names_of
from homeward.casework.ask_for_copy import ask_for_copy
from homeward.casework.fetch_copy import fetch_copy
from homeward.casework.finish_marking import finish_marking, keep_marks
from homeward.casework.log_reading import log_reading
from homeward.casework.mark_copy import mark_copy
from homeward.children.queries import get_child
from homeward.copies.facts import ORIGINAL, REMOVED, CopyFacts, MarkFacts
from homeward.copies.queries import fetches_of, get_copy, list_closed, list_copies, marks_of
from homeward.rules.acts import Refusal, Viewer
from homeward.rules.copies import CAPACITIES, EXEMPTIONS, may_handle, may_log
from homeward.web.acting import act_of, found, open_to, sent
from homeward.web.copies.forms import AskForm, LetterForm, MarkForm, MarksForm
from homeward.web.copies.steps import STEPS, offered
from homeward.web.forms.acting import ActForm
from homeward.web.keys import read_key, write_key
from homeward.web.request import Request

PAGE = 25
MOST = 100
NOTICE = "notice"
KINDS = {"original": ORIGINAL, "copy": REMOVED}


def handles(viewer: Viewer) -> bool:
    """Whether the viewer prepares copies."""
    return bool(may_handle(viewer))


@require_safe
@open_to(handles)
def requests(request: Request) -> HttpResponse:
    """Requests that are open, the one that is due first."""
    rows = list_copies(request.viewer, _after(request), PAGE + 1)
    shown = rows[:PAGE]
    more = len(rows) > PAGE
    page = {
        "rows": shown,
        "next_key": write_key(shown[-1].due_on.toordinal(), shown[-1].id) if more else None,
        "first_page": "after" not in request.GET,
        "capacities": CAPACITIES,
        "notice": request.session.pop(NOTICE, ""),
    }
    return render(request, "copies/list.html", page)


def _after(request: Request) -> tuple[date, UUID] | None:
    read = read_key(request.GET.get("after", ""))
    if read is None or not 0 < read[0] <= date.max.toordinal():
        return None
    return date.fromordinal(read[0]), read[1]


@require_safe
@open_to(handles)
def closed(request: Request) -> HttpResponse:
    """Requests that were closed, newest first."""
    rows = list_closed(request.viewer, MOST)
    return render(request, "copies/closed.html", {"rows": rows, "most": MOST})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(handles)
def ask_by_letter(request: Request) -> HttpResponse:
    """Log a request by the name and date of birth in the letter."""
    form = LetterForm(sent(request), viewer=request.viewer)
    if form.is_valid() and _asked(request, None, form, form.wanted()):
        return redirect("copies:list")
    return render(request, "copies/ask.html", {"form": form, "child": None})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(lambda viewer: bool(may_log(viewer)))
def ask_for_child(request: Request, child: UUID) -> HttpResponse:
    """Log a request for a child whom the viewer sees."""
    seen = found(get_child(request.viewer, child))
    if seen.erased_at is not None:
        raise Http404
    form = AskForm(sent(request), viewer=request.viewer)
    if form.is_valid() and _asked(request, child, form, {}):
        return redirect("children:child", child)
    return render(request, "copies/ask.html", {"form": form, "child": seen})


def _asked(request: Request, child: UUID | None, form: AskForm, wanted: dict[str, str]) -> bool:
    said = form.cleaned_data
    names = ("asked_by", "capacity", "authority", "received_on")
    if not form.was_done(request.now):
        try:
            act = form.act("ask_for_copy", request.now)
            ask_for_copy(act, child, **{name: said[name] for name in names}, wanted=wanted)
        except Refusal as refusal:
            form.refuse(refusal)
            return False
    request.session[NOTICE] = "Logged. The month runs, and the copy is gathered within moments."
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(handles)
def copy_page(request: Request, request_id: UUID) -> HttpResponse:
    """One request: its clock, what is marked, the files, what can be done."""
    facts = found(get_copy(request.viewer, request_id))
    marks = marks_of(request.viewer, request_id)
    form = MarksForm(sent(request), viewer=request.viewer, marks=marks)
    if form.is_valid() and _marked(request, facts, form):
        return redirect("copies:copy", request_id)
    children = [facts.child_id] if facts.child_id else []
    log_reading(act_of(request, "log_reading"), "copy", children)
    return render(request, "copies/copy.html", _shown(request, facts, marks, form))


def _shown(
    request: Request, facts: CopyFacts, marks: list[MarkFacts], form: MarksForm
) -> dict[str, object]:
    fetches = fetches_of(request.viewer, facts.id)
    people = [facts.logged_by, facts.marked_by, facts.checked_by]
    people += [each.person_id for each in fetches] + [each.decided_by for each in marks]
    return {
        "copy": facts,
        "marks": marks,
        "form": form,
        "fetch": ActForm(viewer=request.viewer),
        "fetches": fetches,
        "names": names_of(people),
        "capacities": CAPACITIES,
        "exemptions": EXEMPTIONS,
        "steps": offered(facts, request.viewer, request.now),
        "notice": request.session.pop(NOTICE, ""),
    }


def _marked(request: Request, facts: CopyFacts, form: MarksForm) -> bool:
    finish = request.POST.get("then") == "finish"
    if form.was_done(request.now):
        return True
    try:
        act = form.act("mark_copy", request.now)
        done = finish_marking if finish else keep_marks
        done(act, facts.id, form.cleaned_data["removed"])
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    told = "Finished. Somebody else must look at it now." if finish else "Kept. Marking goes on."
    request.session[NOTICE] = told
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(handles)
def mark(request: Request, request_id: UUID) -> HttpResponse:
    """Mark more words."""
    facts = found(get_copy(request.viewer, request_id))
    form = MarkForm(sent(request), viewer=request.viewer)
    if form.is_valid():
        said = form.cleaned_data
        try:
            act = form.act("mark_copy", request.now)
            mark_copy(act, facts.id, words=said["words"], exemption=said["exemption"])
            request.session[NOTICE] = "Marked wherever these words stand."
            return redirect("copies:copy", request_id)
        except Refusal as refusal:
            form.refuse(refusal)
    hints = {each.code: each.citation for each in EXEMPTIONS.values()}
    return render(request, "copies/mark.html", {"copy": facts, "form": form, "hints": hints})


@require_POST
@open_to(handles)
def fetch(request: Request, request_id: UUID, kind: str) -> HttpResponse:
    """Hand out a file, and log who took it."""
    form = ActForm(sent(request), viewer=request.viewer)
    if kind not in KINDS or not form.is_valid():
        raise Http404
    try:
        content = fetch_copy(act_of(request, "fetch_copy"), request_id, KINDS[kind])
    except Refusal as refusal:
        request.session[NOTICE] = refusal.sentence
        return redirect("copies:copy", request_id)
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{kind}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(handles)
def step_page(request: Request, request_id: UUID, step: str) -> HttpResponse:
    """One thing done with a request."""
    facts = found(get_copy(request.viewer, request_id))
    if step not in offered(facts, request.viewer, request.now):
        raise Http404
    one = STEPS[step]
    form = one.form(sent(request), viewer=request.viewer)
    if form.is_valid():
        try:
            if not form.was_done(request.now):
                one.do(form.act(f"{step}_copy", request.now), request_id, form)
            request.session[NOTICE] = one.done
            return redirect("copies:copy", request_id)
        except Refusal as refusal:
            form.refuse(refusal)
    return render(request, "copies/step.html", {"copy": facts, "step": one, "form": form})
