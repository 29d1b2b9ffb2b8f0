"""A child's documents: the list, adding, opening, a photograph's own page, withdrawing."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from homeward.casework.add_document import add_document
from homeward.casework.log_reading import log_reading
from homeward.casework.withdraw_document import withdraw_document
from homeward.documents.facts import DocumentFacts
from homeward.documents.queries import (
    check_bytes,
    get_document,
    list_documents,
    list_photographs,
    read_bytes,
    reader_of,
)
from homeward.ground.key_ring import KeyMissing, KeyRing
from homeward.ground.sealed_bytes import BytesChanged
from homeward.rules.acts import Refusal
from homeward.rules.documents import adds, may_withdraw
from homeward.web.acting import act_of, found
from homeward.web.documents import present
from homeward.web.documents.forms import (
    AddDocumentForm,
    AddPhotographForm,
    WithdrawForm,
)
from homeward.web.documents.handing import hand_out
from homeward.web.documents.reading import agency_names, child_with_papers
from homeward.web.keys import read_time_key, write_time_key
from homeward.web.request import Request

LOG = logging.getLogger("homeward.web.documents")
NOTICE = "notice"
PAGE = 25
OLDER = 12
KEPT = "It is on the record."
KEPT_ASIDE = "It is on the record and opens as soon as it has been checked for harmful content."


@require_safe
def listed(request: Request, child: UUID) -> HttpResponse:
    """Every document of the child, newest first, page by page."""
    facts = child_with_papers(request.viewer, child)
    after = read_time_key(request.GET.get("after", ""))
    rows = list_documents(request.viewer, child, after, PAGE + 1)
    shown, reader = rows[:PAGE], reader_of(request.viewer)
    log_reading(act_of(request, "log_reading"), "documents", [child])
    last = shown[-1] if len(rows) > PAGE else None
    page = {
        "child": facts,
        "lines": present.lines_of(shown, agency_names(), reader, request.now),
        "next_key": write_time_key(last.added_at, last.id) if last else None,
        "first_page": after is None,
        "has_scanner": bool(settings.SCANNER),
        "may_add": adds(reader.sections),
        "notice": request.session.pop(NOTICE, ""),
    }
    return render(request, "documents/list.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, child: UUID) -> HttpResponse:
    """Add a document."""
    return _adding(request, child, AddDocumentForm, "documents/add.html")


@require_http_methods(["GET", "HEAD", "POST"])
def add_photograph(request: Request, child: UUID) -> HttpResponse:
    """Add a photograph of the child."""
    return _adding(request, child, AddPhotographForm, "documents/add_photograph.html")


def _adding(
    request: Request,
    child: UUID,
    form_of: type[AddDocumentForm | AddPhotographForm],
    template: str,
) -> HttpResponse:
    facts = child_with_papers(request.viewer, child)
    if not adds(reader_of(request.viewer).sections):
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = form_of(*sent, viewer=request.viewer, largest=settings.LARGEST_DOCUMENT)
    if form.is_valid():
        try:
            _add(request, child, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session[NOTICE] = KEPT_ASIDE if settings.SCANNER else KEPT
            return redirect("documents:list", child)
    return render(request, template, {"form": form, "child": facts})


def _add(request: Request, child: UUID, form: AddDocumentForm | AddPhotographForm) -> None:
    if form.was_done(request.now):
        return
    add_document(
        form.act("add_document", request.now),
        child,
        form.new(),
        form.cleaned_data["file"],
        ring=KeyRing(settings.VAR),
        largest=settings.LARGEST_DOCUMENT,
        scanned=bool(settings.SCANNER),
    )


@require_GET
def download(request: Request, child: UUID, document: UUID) -> HttpResponseBase:
    """The document as a file to save: checked whole before its first byte is handed out."""
    facts = found(get_document(request.viewer, child, document))
    problem = facts.shut or _problem(request, facts)
    if problem:
        return _shut(request, facts, problem)
    log_reading(act_of(request, "log_reading"), f"document {document}", [child])
    pieces = read_bytes(request.viewer, document, KeyRing(settings.VAR))
    return hand_out(pieces, facts.media, facts.size, present.file_name(facts))


@require_GET
def picture(request: Request, child: UUID, document: UUID) -> HttpResponseBase:
    """The photograph itself, as a picture within a page."""
    facts = _photograph(request, child, document)
    if facts.shut or _problem(request, facts):
        raise Http404
    log_reading(act_of(request, "log_reading"), f"photograph {document}", [child])
    pieces = read_bytes(request.viewer, document, KeyRing(settings.VAR))
    return hand_out(pieces, facts.media, facts.size)


@require_safe
def photograph(request: Request, child: UUID, document: UUID) -> HttpResponse:
    """A photograph on a page of its own, with the others."""
    facts = _photograph(request, child, document)
    if facts.shut:
        return _shut(request, facts, facts.shut)
    about = child_with_papers(request.viewer, child)
    log_reading(act_of(request, "log_reading"), f"photograph {document}", [child])
    others = list_photographs(request.viewer, child, OLDER + 1)
    reader = reader_of(request.viewer)
    page = {
        "child": about,
        "picture": present.picture_of(facts, about.name, request.now),
        "line": present.line_of(facts, agency_names(), reader, request.now),
        "others": [
            present.picture_of(each, about.name, request.now)
            for each in others[:OLDER]
            if each.id != document
        ],
    }
    return render(request, "documents/photograph.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, child: UUID, document: UUID) -> HttpResponse:
    """Say that a document is not to be handed out any more."""
    facts = found(get_document(request.viewer, child, document))
    about, reader = child_with_papers(request.viewer, child), reader_of(request.viewer)
    gone = bool(facts.withdrawn_at or facts.erased_at)
    if not may_withdraw(reader, facts.agency, withdrawn=gone, reason="yes"):
        raise Http404
    form = WithdrawForm(request.POST or None, viewer=request.viewer)
    if form.is_valid():
        try:
            if not form.was_done(request.now):
                act = form.act("withdraw_document", request.now)
                withdraw_document(act, child, document, form.withdrawn())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session[NOTICE] = "It is withdrawn: it stays on record and opens for nobody."
            return redirect("documents:list", child)
    line = present.line_of(facts, agency_names(), reader, request.now)
    return render(request, "documents/withdraw.html", {"form": form, "child": about, "line": line})


def _photograph(request: Request, child: UUID, document: UUID) -> DocumentFacts:
    facts = found(get_document(request.viewer, child, document))
    if not facts.is_photograph:
        raise Http404
    return facts


def _problem(request: Request, facts: DocumentFacts) -> str:
    """Why what is stored cannot be handed out; blank when it is what was kept."""
    try:
        check_bytes(request.viewer, facts.id, KeyRing(settings.VAR))
    except (BytesChanged, KeyMissing) as error:
        LOG.error("Document %s is not handed out (%s).", facts.id, type(error).__name__)
        return str(error)
    return ""


def _shut(request: Request, facts: DocumentFacts, why: str) -> HttpResponse:
    about = child_with_papers(request.viewer, facts.child_id)
    line = present.line_of(facts, {}, reader_of(request.viewer), request.now)
    page: dict[str, Any] = {"child": about, "line": line, "why": why}
    return render(request, "documents/shut.html", page, status=409)
