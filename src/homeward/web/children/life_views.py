"""Adding, correcting and ending what is recorded of a child by hand."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from homeward.casework.end_entry import end_entry
from homeward.children.facts import EntryFacts, NeedFacts, TieFacts
from homeward.children.queries import versions_of
from homeward.rules.acts import Act, Refusal
from homeward.rules.needs import readable
from homeward.rules.sharing import sections_for
from homeward.web.acting import found, sent
from homeward.web.children.life import version
from homeward.web.children.life_forms import EndForm
from homeward.web.children.life_parts import PARTS, Part
from homeward.web.children.reading import ChildRecord, read_child
from homeward.web.forms.acting import ActForm
from homeward.web.request import Request

NOTICE = "notice"


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, child: UUID, part: str) -> HttpResponse:
    """Record something new."""
    record, shape = _open(request, child, part)
    form = shape.form(sent(request), record=record, entry=None, viewer=request.viewer)
    if _did(request, form, shape.verb, lambda act: shape.call(act, child, form, None)):
        return _back(request, child, shape, shape.done)
    given = {"form": form, "record": record, "part": shape, "title": shape.add}
    return render(request, "children/entry.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, child: UUID, part: str, thread: UUID) -> HttpResponse:
    """Put right what is recorded; what stood before stays readable."""
    record, shape = _open(request, child, part)
    versions = _versions(request, child, shape, thread)
    form = shape.form(sent(request), record=record, entry=versions[0], viewer=request.viewer)
    if _did(request, form, shape.verb, lambda act: shape.call(act, child, form, thread)):
        return _back(request, child, shape, shape.done)
    given = {
        "form": form,
        "record": record,
        "part": shape,
        "title": shape.change,
        "thread": thread,
        "ended": versions[0].stated.until_on,
        "versions": [version(record, each, request.now) for each in versions],
    }
    return render(request, "children/entry.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Request, child: UUID, part: str, thread: UUID) -> HttpResponse:
    """Say that an entry ended, or was entered in error."""
    record, shape = _open(request, child, part)
    entry = _versions(request, child, shape, thread)[0]
    form = EndForm(sent(request), viewer=request.viewer)

    def call(act: Act) -> None:
        said = form.cleaned_data
        in_error = said["how"] == "ERROR"
        kept = found(shape.kept)
        end_entry(
            act, child, kept=kept, thread=thread, until_on=said["until_on"], in_error=in_error
        )

    if _did(request, form, "end_entry", call):
        return _back(request, child, shape, "It no longer stands. It can still be read.")
    shown = version(record, entry, request.now)
    given = {"form": form, "record": record, "part": shape, "entry": shown}
    return render(request, "children/end_entry.html", given)


def _open(request: Request, child: UUID, slug: str) -> tuple[ChildRecord, Part]:
    record, shape = found(read_child(request.viewer, child)), found(PARTS.get(slug))
    if not shape.is_open_to(record):
        raise Http404
    return record, shape


def _versions(request: Request, child: UUID, shape: Part, thread: UUID) -> list[EntryFacts]:
    """The entry's versions, the one that stands first. Http404 for none of this part."""
    versions = versions_of(request.viewer, found(shape.kept), child, thread)
    if not versions or versions[0].stated.in_error:
        raise Http404
    match versions[0]:
        case TieFacts(other_child=other) if (other is not None) is not (shape.slug == "child"):
            raise Http404
        case NeedFacts(kind=kind) if kind not in readable(sections_for(request.viewer.roles)):
            raise Http404
    return versions


def _did(request: Request, form: ActForm, verb: str, call: Callable[[Act], object]) -> bool:
    """Do it once, where the form is right; a refusal stands on the form."""
    if not form.is_valid():
        return False
    if form.was_done(request.now):
        return True
    try:
        call(form.act(verb, request.now))
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _back(request: Request, child: UUID, shape: Part, notice: str) -> HttpResponse:
    request.session[NOTICE] = notice
    return redirect(f"{reverse('children:child', args=[child])}#{shape.anchor}")
