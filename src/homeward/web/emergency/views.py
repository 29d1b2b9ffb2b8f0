"""Emergency access: ask, see one's own, end it, review what was announced."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from homeward.access.emergencies.queries import (
    EmergencyFacts,
    ReviewFacts,
    get_emergency,
    get_for_review,
    list_own,
    list_reviewed,
    list_to_review,
    reviews_of,
)
from homeward.agencies.queries import get_directory
from homeward.casework.end_emergency import end_emergency
from homeward.casework.log_reading import log_reading
from homeward.casework.open_emergency import open_emergency
from homeward.casework.review_emergency import review_emergency
from homeward.children.queries import find_children
from homeward.rules.acts import Refusal
from homeward.rules.emergency import (
    ASKS_A_DAY,
    ASKS_A_DAY_IN_REHEARSAL,
    NOTHING_OPENED,
    REVIEW_DAYS,
    may_ask,
)
from homeward.web.acting import act_of, found, open_to, sent
from homeward.web.emergency.forms import RIGHT, AskForm, ReviewForm
from homeward.web.emergency.present import EmergencyLine, line, next_key
from homeward.web.forms.acting import ActForm
from homeward.web.keys import read_time_key
from homeward.web.request import Request

PAGE = 25
MOST = 50
NOTICE = "notice"


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(may_ask)
def ask(request: Request) -> HttpResponse:
    """Say who the child is and why; the record opens, or the one sentence says that it did not."""
    names = get_directory()
    teams = {team: names.named(team) for team in request.viewer.teams}
    form = AskForm(sent(request), viewer=request.viewer, teams=teams)
    child = _opened(request, form) if form.is_valid() else None
    if child is not None:
        request.session[NOTICE] = "The record is open to you. Its owner is told, and reviews this."
        return redirect("children:child", child)
    nothing = NOTHING_OPENED if request.method == "POST" and not form.errors else ""
    given = {
        "form": form,
        "nothing": nothing,
        "asks": ASKS_A_DAY_IN_REHEARSAL if settings.REHEARSAL else ASKS_A_DAY,
        "days": REVIEW_DAYS,
    }
    return render(request, "emergency/ask.html", given)


def _opened(request: Request, form: AskForm) -> UUID | None:
    said = form.cleaned_data
    try:
        act = form.act("open_emergency", request.now)
        return open_emergency(act, form.named(), team=said["team"], hours=said["hours"])
    except Refusal as refusal:
        form.refuse(refusal)
        return None


@require_safe
@open_to(may_ask)
def mine(request: Request) -> HttpResponse:
    """What the viewer opened, what runs still, what was said of it."""
    rows = list_own(request.viewer, MOST)
    form = ActForm(viewer=request.viewer)
    given = {"lines": _lines(request, rows), "form": form, "most": MOST}
    return render(request, "emergency/mine.html", given | _told(request))


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Request, emergency: UUID) -> HttpResponse:
    """End one before its time."""
    facts = get_emergency(request.viewer, emergency)
    own = facts is not None and facts.person_id == request.viewer.person
    known = facts if own else found(get_for_review(request.viewer, emergency))
    form = ActForm(sent(request), viewer=request.viewer)
    if form.is_valid():
        try:
            end_emergency(form.act("end_emergency", request.now), emergency)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session[NOTICE] = "The access has ended. The record is closed to that person."
            return redirect("emergency:mine" if own else "emergency:list")
    given = {"form": form, "line": _lines(request, [found(known)])[0], "own": own}
    return render(request, "emergency/end.html", given)


@require_safe
def to_review(request: Request) -> HttpResponse:
    """What was announced to the viewer's team or agency, longest waiting first."""
    after = read_time_key(request.GET.get("after", ""))
    done = request.GET.get("show") == "reviewed"
    viewer = request.viewer
    rows = list_reviewed(viewer, MOST) if done else list_to_review(viewer, after, PAGE + 1)
    reviews = reviews_of(viewer, [row.id for row in rows]) if done else {}
    given = {
        "lines": _lines(request, rows if done else rows[:PAGE], reviews),
        "next_key": None if done else next_key(rows, PAGE),
        "done": done,
        "days": REVIEW_DAYS,
        "most": MOST,
    }
    return render(request, "emergency/list.html", given | _told(request))


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, emergency: UUID) -> HttpResponse:
    """One emergency access, and whether it was right."""
    facts = found(get_for_review(request.viewer, emergency))
    form = ReviewForm(sent(request), viewer=request.viewer)
    if form.is_valid():
        try:
            act = form.act("review_emergency", request.now)
            review_emergency(act, emergency, right=form.cleaned_data["verdict"] == RIGHT)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session[NOTICE] = "Your review is on record. What was said before stays."
            return redirect("emergency:list")
    said = reviews_of(request.viewer, [emergency])
    given = {"form": form, "line": _lines(request, [facts], said)[0]}
    return render(request, "emergency/review.html", given)


def _lines(
    request: Request,
    rows: Sequence[EmergencyFacts],
    reviews: dict[UUID, ReviewFacts] | None = None,
) -> list[EmergencyLine]:
    """The rows in words; the reading of those children who are named is logged."""
    children = find_children(request.viewer, {row.child_id for row in rows})
    log_reading(act_of(request, "log_reading"), "emergency access", children)
    directory = get_directory() if rows else None
    said = reviews or {}
    return [
        line(row, children, directory, request.now, said.get(row.id))
        for row in rows
        if directory is not None
    ]


def _told(request: Request) -> dict[str, str]:
    return {NOTICE: request.session.pop(NOTICE, "")}
