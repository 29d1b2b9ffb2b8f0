"""The desk: what a team owes, soonest first, and the lanes of its episodes."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from homeward.casework.log_reading import log_reading
from homeward.rules.sharing import Section, sections_for
from homeward.web.acting import act_of
from homeward.web.desk import present
from homeward.web.desk.reading import (
    DUE,
    PAGE,
    all_of_lane,
    all_owed,
    read_desk,
    read_lane,
    read_owed,
)
from homeward.web.keys import read_time_key, write_time_key
from homeward.web.lists.columns import BATCH
from homeward.web.lists.downloads import send_list, wants_file
from homeward.web.lists.saved import keeps_filters
from homeward.web.request import Request


@require_safe
@keeps_filters(present.DESK)
def desk(request: Request) -> HttpResponse:
    """Everyone's first page."""
    mine = request.GET.get("who") == "mine"
    facts = read_desk(request.viewer, request.now, mine)
    shown = {
        "greeting": present.greeting(request.standing.name, request.now),
        "counts": present.owed_counts(facts),
        "lists": present.duty_lists(facts, mine, request.now),
        "later": present.later(facts, mine),
        "lanes": present.lane_links(facts),
        "kept_out": present.kept_out(facts),
        "may_owe": Section.DUTIES in facts.sections,
        "mine": mine,
        "nothing": present.nothing_owed(facts, mine, facts.lanes),
    }
    log_reading(act_of(request, "log_reading"), "desk", facts.children)
    return render(request, "desk/desk.html", shown)


@require_safe
def owed(request: Request, due: str) -> HttpResponseBase:
    """All of one list, paged by key."""
    if due not in DUE or Section.DUTIES not in sections_for(request.viewer.roles):
        raise Http404
    mine = request.GET.get("who") == "mine"
    if wants_file(request):
        return _owed_file(request, due, mine)
    after = read_key(request.GET.get("after", ""))
    facts = read_owed(request.viewer, due, request.now, mine, after)
    rows = facts.owed[due]
    shown = {
        "title": present.TITLES[due],
        "reach": present.REACHES.get(due, ""),
        "lines": present.duty_lines(facts, due, request.now)[:PAGE],
        "next_key": write_key(rows[PAGE - 1].due_at, rows[PAGE - 1].id) if rows[PAGE:] else None,
        "mine": mine,
    }
    log_reading(act_of(request, "log_reading"), "desk", facts.children)
    return render(request, "desk/owed.html", shown)


def _owed_file(request: Request, due: str, mine: bool) -> HttpResponseBase:
    parts = all_owed(request.viewer, due, request.now, mine)
    lines = (line for part in parts for line in present.duty_lines(part, due, request.now))
    whose = [("Whose work", "of the episodes that I lead" if mine else "my team's")]
    return send_list(request, present.owed_listing(due), lines, whose)


@require_safe
def lane(request: Request, lane: str) -> HttpResponseBase:
    """The episodes of one lane, paged by key."""
    if lane not in present.LANES or Section.EPISODE not in sections_for(request.viewer.roles):
        raise Http404
    listing = present.lane_listing(lane, request.now, sections_for(request.viewer.roles))
    if wants_file(request):
        parts = all_of_lane(request.viewer, lane, request.now)
        lines = (line for part in parts for line in present.lane_lines(part, BATCH, request.now))
        return send_list(request, listing, lines, [("Holds", present.LANES[lane][1])])
    after = read_time_key(request.GET.get("after", ""))
    page = read_lane(request.viewer, lane, request.now, after)
    last = page.episodes[PAGE - 1] if page.episodes[PAGE:] else None
    shown = {
        "title": present.LANES[lane][0],
        "meaning": present.LANES[lane][1],
        "lines": present.lane_lines(page, PAGE, request.now),
        "next_key": write_time_key(last.started_at, last.id) if last else None,
        "list": listing,
    }
    log_reading(act_of(request, "log_reading"), f"lane {lane}", page.children)
    return render(request, "desk/lane.html", shown)


def write_key(at: datetime, row: int) -> str:
    """The key of a duty: when it is due, in microseconds, and its id."""
    return f"{int(at.timestamp() * 1_000_000)}-{row}"


def read_key(text: str) -> tuple[datetime, int] | None:
    """The due time (UTC) and id of a key; None for no key, or for what is none."""
    at, _, row = text.partition("-")
    if not (at.isdecimal() and row.isdecimal() and len(at) < 18 and len(row) < 18):
        return None
    return datetime.fromtimestamp(int(at) / 1_000_000, UTC), int(row)
