"""Leaving: what is open, to whom it is handed on, and closing the account."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from homeward.access.people.queries import handed_on, open_work
from homeward.agencies.queries import get_directory
from homeward.casework.close_account import close_account, hand_on
from homeward.rules.acts import Refusal
from homeward.rules.people import HANDED_ON
from homeward.web.acting import found, open_to, read_id, sent
from homeward.web.forms.acting import ActForm
from homeward.web.people.forms import Choices, HandOnForm
from homeward.web.people.present import KINDS, undone_lines
from homeward.web.people.reading import administers, colleagues_in, own_teams, read_person
from homeward.web.request import Request
from homeward.web.words import local

NOTICE, WARNING = "notice", "warning"


@require_safe
@open_to(administers)
def leaving(request: Request, person: UUID) -> HttpResponse:
    """What the person has open; nothing closes before it is handed on."""
    record = found(read_person(request.viewer, person))
    undone = open_work(request.viewer, person)
    waiting = handed_on(request.viewer, person)
    given = {
        "record": record,
        "lines": undone_lines(undone, waiting, get_directory()),
        "form": ActForm(viewer=request.viewer),
        NOTICE: request.session.pop(NOTICE, ""),
        WARNING: request.session.pop(WARNING, ""),
    }
    return render(request, "people/leaving.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(administers)
def hand(request: Request, person: UUID, kind: str) -> HttpResponse:
    """Hand one kind of work on to a colleague or a team."""
    record = found(read_person(request.viewer, person))
    code = kind.upper()
    if code not in HANDED_ON:
        raise Http404
    choices: dict[str, Choices] = {"to": _takers(request, person, teams=code == "EPISODES")}
    form = HandOnForm(sent(request), viewer=request.viewer, choices=choices)
    if form.is_valid():
        team, _, colleague = form.cleaned_data["to"].partition(":")
        try:
            act = form.act("hand_on", request.now)
            hand_on(act, person, code, team=int(team), colleague=read_id(colleague))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session[NOTICE] = "It is being handed on. That takes a moment."
            return redirect("people:leaving", person)
    given = {"form": form, "record": record, "what": KINDS[code]}
    return render(request, "people/hand_on.html", given)


def _takers(request: Request, person: UUID, *, teams: bool) -> list[tuple[object, str]]:
    own = own_teams(request.viewer)
    today = local(request.now).date()
    people = colleagues_in(request.viewer, own, today, person)
    named: list[tuple[object, str]] = [
        (f"{team.id}:{each.id}", f"{each.name}, {team.name}") for team, each in people
    ]
    return named + ([(f"{team.id}:", f"{team.name}, nobody yet") for team in own] if teams else [])


@require_POST
@open_to(administers)
def close(request: Request, person: UUID) -> HttpResponse:
    """Close the account; sessions end at once."""
    found(read_person(request.viewer, person))
    form = ActForm(request.POST, viewer=request.viewer)
    if form.is_valid():
        try:
            close_account(form.act("close_account", request.now), person)
        except Refusal as refusal:
            request.session[WARNING] = refusal.sentence
            return redirect("people:leaving", person)
        request.session[NOTICE] = "The account is closed. Every session of theirs has ended."
    return redirect("people:person", person)
