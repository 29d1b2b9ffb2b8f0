"""The board: who is missing now. It keeps itself fresh; see `static/js/board.js`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from homeward.casework.log_reading import log_reading
from homeward.casework.take_ownership import take_ownership
from homeward.rules.acts import Refusal, Viewer
from homeward.rules.sharing import Section, sections_for
from homeward.web.acting import act_of, open_to
from homeward.web.board import filters, present
from homeward.web.board.reading import MOST, read_board
from homeward.web.board.sheet import BOARD
from homeward.web.lists.downloads import send_list, wants_file
from homeward.web.lists.saved import keeps_filters
from homeward.web.request import Request

EVERY = 15
WITHOUT_SCRIPT = 30


def may_look(viewer: Viewer) -> bool:
    """Whether these roles may know who is missing."""
    return Section.STATUS in sections_for(viewer.roles)


@require_safe
@never_cache
@open_to(may_look)
@keeps_filters(BOARD)
def board(request: Request) -> HttpResponseBase:
    """The whole page; `?refresh=on` reloads it by itself where scripts do not run."""
    if wants_file(request):
        return _file(request)
    return render(request, "board/board.html", shown(request))


def _file(request: Request) -> HttpResponseBase:
    facts = read_board(request.viewer, request.now)
    rows, asked = present.rows(facts, request.now), filters.chosen(request.GET.dict())
    told = filters.asked_words(rows, asked)
    if facts.more:
        told.append(("Not all", f"Only the {MOST} who have been missing longest."))
    return send_list(request, BOARD.within(facts.sections), filters.left(rows, asked), told)


@require_safe
@never_cache
@open_to(may_look)
def fragment(request: Request) -> HttpResponse:
    """What the page swaps in every 15 seconds."""
    return render(request, "board/rows.html", shown(request))


@require_POST
@open_to(may_look)
def take(request: Request, episode: UUID) -> HttpResponse:
    """Take an episode on for the viewer's team, and show the board again."""
    asked = urlencode(filters.chosen(request.GET.dict()))
    try:
        take_ownership(act_of(request, "take_ownership"), episode, team=request.viewer.teams[0])
    except Refusal as refusal:
        given = {**shown(request), "warning": refusal.sentence}
        return render(request, "board/board.html", given, status=409)
    return redirect("/board/" + (f"?{asked}" if asked else ""))


def shown(request: Request) -> dict[str, Any]:
    """What page and fragment show; the reading is logged."""
    facts = read_board(request.viewer, request.now)
    rows = present.rows(facts, request.now)
    asked = filters.chosen(request.GET.dict())
    log_reading(act_of(request, "log_reading"), "board", facts.children)
    refreshing = request.GET.get("refresh") == "on"
    return {
        "rows": filters.left(rows, asked),
        "all": len(rows),
        "most": MOST if facts.more else None,
        "filters": filters.filters(rows, asked),
        "asked": urlencode(asked),
        "alarms": present.alarms(facts, request.now),
        "night": facts.night,
        "detailed": Section.EPISODE in facts.sections,
        "sections": {section.value for section in facts.sections},
        "teams": request.viewer.teams,
        "refreshing": refreshing,
        "refresh_seconds": WITHOUT_SCRIPT if refreshing else None,
        "every": EVERY,
    }
