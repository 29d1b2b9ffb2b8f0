"""The search box: what was typed is kept, its answers have a page of their own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from homeward.agencies.queries import get_directory
from homeward.casework.keep_search import keep_search
from homeward.casework.log_reading import log_reading
from homeward.children.queries import find_children
from homeward.linkage.queries import get_search
from homeward.linkage.search import MOST, find
from homeward.rules.acts import Viewer
from homeward.rules.searching import LONGEST, read_typed, ways_for
from homeward.rules.sharing import sections_for
from homeward.web.acting import act_of, open_to
from homeward.web.request import Request
from homeward.web.search import present


def _may_find(viewer: Viewer) -> bool:
    return bool(ways_for(sections_for(viewer.roles)))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(_may_find)
def ask(request: Request) -> HttpResponse:
    """What may be typed; a text that was sent is kept and answered."""
    typed = " ".join(request.POST.get("typed", "")[:LONGEST].split())
    if typed:
        return redirect("search:answers", keep_search(act_of(request, "keep_search"), typed))
    return render(request, "search/ask.html", _page(request, blank=request.method == "POST"))


@require_safe
@open_to(_may_find)
def answers(request: Request, search: UUID) -> HttpResponse:
    """The children in scope who agree with what was typed; the reading is logged."""
    typed = get_search(request.viewer, search)
    if typed is None:
        return render(request, "search/ask.html", _page(request, forgotten=True), status=404)
    read = read_typed(typed)
    found = find(request.viewer, read, get_directory())
    shown, next_key = present.page_of(found, request.GET.get("after", ""))
    children = find_children(request.viewer, [each.child for each in shown])
    # Of an erased record the year of birth is left: 1 January would find it.
    shown = [each for each in shown if children[each.child].erased_at is None]
    log_reading(act_of(request, "log_reading"), "search", list(children))
    page = {
        "typed": typed,
        "hint": read.hint,
        "groups": present.groups(shown, children, sections_for(request.viewer.roles), request.now),
        "found": present.found_words(len(found), MOST),
        "next_key": next_key,
        "first_page": "after" not in request.GET,
    }
    return render(request, "search/answers.html", _page(request) | page)


def _page(request: Request, *, blank: bool = False, forgotten: bool = False) -> dict[str, Any]:
    """What both pages say: what this reader may find a child by."""
    ways = ways_for(sections_for(request.viewer.roles))
    return {"ways": present.ways_words(ways), "blank": blank, "forgotten": forgotten}
