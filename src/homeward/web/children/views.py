"""The child page, a new line, a line entered in error."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from homeward.casework.add_line import add_line
from homeward.casework.enter_in_error import enter_in_error
from homeward.casework.log_reading import log_reading
from homeward.chronology.facts import ERROR, LineFacts
from homeward.rules.acts import Refusal
from homeward.rules.sharing import Section
from homeward.web.acting import act_of, found
from homeward.web.children import life, lists, present
from homeward.web.children.chronology import Filters, item_of, show, show_all
from homeward.web.children.forms import AddLineForm, ChronologyForm, ErrorForm
from homeward.web.children.reading import ChildRecord, read_child
from homeward.web.documents.reading import read_section
from homeward.web.keeping.shown import gone
from homeward.web.lists.downloads import send_list, wants_file
from homeward.web.request import Request

NOTICE = "notice"


@require_safe
def child_page(request: Request, child: UUID) -> HttpResponseBase:
    """The briefing for whoever takes the next report."""
    record = found(read_child(request.viewer, child))
    if record.child.erased_at is not None:
        return gone(request, record.child)
    form = ChronologyForm(request.GET, record=record)
    filters = form.filters(request.GET.get("after", ""))
    if wants_file(request):
        return _file(request, record, filters)
    shown_here = [child, *sorted(record.others)]
    log_reading(act_of(request, "log_reading"), page="child", children=shown_here)
    given = {
        "record": record,
        "agency": request.viewer.agency,
        "form": form,
        "shown": show(record.lines, record.names, filters),
        "heading": present.heading(record, request.now),
        "places": present.places(record),
        "flags": present.flags(record),
        "said": present.said(record),
        "answers": present.answers(record),
        "episodes": present.past_episodes(record, request.now),
        "details": present.details(record),
        "reported": present.reported(record),
        "school": present.school(record),
        "life": life.shown(record, request.now),
        "filtered": bool(form.errors) or filters != Filters(after=filters.after),
        "known_on": form.cleaned_data.get("known"),
        "papers": read_section(request.viewer, record.child, record.names.agencies, request.now),
        "may": {section.value for section in record.sections},
        "notice": request.session.pop(NOTICE, ""),
    }
    return render(request, "children/child.html", given)


def _file(request: Request, record: ChildRecord, filters: Filters) -> HttpResponseBase:
    if request.GET.get("list") == "episodes":
        return send_list(request, lists.episode_listing(record), record.episodes)
    if not record.may(Section.CHRONOLOGY):
        raise Http404
    items = show_all(record.lines, record.names, filters)
    told = lists.filters_told(filters, record)
    return send_list(request, lists.chronology_listing(record), items, told)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, child: UUID) -> HttpResponse:
    """Add a line to the chronology."""
    record = _with_chronology(request, child)
    form = AddLineForm(request.POST or None, record=record, viewer=request.viewer)
    if form.is_valid():
        try:
            _add(request, child, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session[NOTICE] = "The line is on the chronology."
            return redirect("children:child", child)
    return render(request, "children/add_line.html", {"form": form, "child": record.child})


def _add(request: Request, child: UUID, form: AddLineForm) -> None:
    said = form.cleaned_data
    if form.was_done(request.now):
        return
    add_line(
        form.act("add_line", request.now),
        child,
        kind=said["kind"],
        happened_at=said["happened_at"].at,
        precision=said["happened_at"].precision,
        text=said["text"],
        episode=said["episode"],
        reasons=said["reasons"],
        harms=said["harms"],
        risks=said["risks"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, child: UUID, line: int) -> HttpResponse:
    """Say that a line was entered in error."""
    record = _with_chronology(request, child)
    facts = _standing_line(record, line)
    form = ErrorForm(request.POST or None, line=facts, viewer=request.viewer)
    if form.is_valid():
        try:
            if not form.was_done(request.now):
                act = form.act("enter_in_error", request.now)
                enter_in_error(act, line, instead=form.instead())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session[NOTICE] = "The line no longer stands. It can still be read."
            return redirect(_back(request, record))
    item = item_of(facts, record.names)
    given = {"form": form, "child": record.child, "item": item, "back": _back(request, record)}
    return render(request, "children/correct.html", given)


def _back(request: Request, record: ChildRecord) -> str:
    """The page that the reader came from: an episode of this child, or the child."""
    asked = request.GET.get("episode", "")
    if asked in {str(each.id) for each in record.episodes}:
        return reverse("episodes:episode", args=[asked])
    return reverse("children:child", args=[record.child.id])


def _with_chronology(request: Request, child: UUID) -> ChildRecord:
    record = found(read_child(request.viewer, child))
    if not record.may(Section.CHRONOLOGY) or record.child.erased_at is not None:
        raise Http404
    return record


def _standing_line(record: ChildRecord, line: int) -> LineFacts:
    """A line of this child that can be entered in error."""
    wanted = (each for each in record.lines if each.id == line and each.kind != ERROR)
    return found(next(wanted, None))
