"""Odd-looking access: the list, and what a human says of each; the mark of a home."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from homeward.access.looks.queries import (
    answers_of,
    get_odd,
    list_answered_odd,
    list_waiting_odd,
)
from homeward.access.people.queries import get_person
from homeward.casework.answer_odd_look import answer_odd_look
from homeward.casework.record_home import record_home
from homeward.rules.acts import Refusal, Viewer
from homeward.rules.sharing import Role
from homeward.web.acting import found, open_to, sent
from homeward.web.forms.acting import ActForm
from homeward.web.keys import read_time_key, write_time_key
from homeward.web.looks.present import RULES, odd_line
from homeward.web.people.reading import administers
from homeward.web.request import Request

PAGE = 25
MOST = 50
NOTICE = "notice"


def _protects(viewer: Viewer) -> bool:
    return viewer.has_role(Role.DATA_PROTECTION)


@require_safe
@open_to(_protects)
def odd_looks(request: Request) -> HttpResponse:
    """What waits, oldest first; or what was answered."""
    done = request.GET.get("show") == "answered"
    after = read_time_key(request.GET.get("after", ""))
    viewer = request.viewer
    rows = list_answered_odd(viewer, MOST) if done else list_waiting_odd(viewer, after, PAGE + 1)
    said = answers_of(viewer, [row.id for row in rows]) if done else {}
    last = rows[PAGE - 1] if not done and rows[PAGE:] else None
    given = {
        "lines": [odd_line(row, said.get(row.id)) for row in (rows if done else rows[:PAGE])],
        "next_key": write_time_key(last.at, last.id) if last else None,
        "done": done,
        "rules": RULES,
        "most": MOST,
        NOTICE: request.session.pop(NOTICE, ""),
    }
    return render(request, "looks/list.html", given)


class AnswerForm(ActForm):
    """Explained, or taken further."""

    verdict = forms.ChoiceField(
        label="What do you make of it?",
        widget=forms.RadioSelect,
        choices=[("explained", "It is explained"), ("further", "It is taken further")],
        error_messages={"required": "Say whether it is explained or taken further."},
    )
    reason = forms.CharField(
        label="What explains it, or who takes it further?",
        widget=forms.Textarea,
        max_length=500,
        error_messages={"required": "Say what explains it, or who takes it further."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(_protects)
def answer(request: Request, look: UUID) -> HttpResponse:
    """One reading, and what a human says of it."""
    facts = found(get_odd(request.viewer, look))
    form = AnswerForm(sent(request), viewer=request.viewer)
    if form.is_valid():
        try:
            act = form.act("answer_odd_look", request.now)
            answer_odd_look(act, look, explained=form.cleaned_data["verdict"] == "explained")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session[NOTICE] = "It is on record. What was said before stays."
            return redirect("looks:list")
    line = odd_line(facts, answers_of(request.viewer, [look]).get(look))
    return render(request, "looks/answer.html", {"form": form, "line": line})


class HomeForm(ActForm):
    """Where somebody lives, as a mark."""

    postcode = forms.CharField(
        label="Postcode of their home",
        help_text="It is not kept: only a mark that nobody can read back.",
        max_length=10,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(administers)
def home(request: Request, person: UUID) -> HttpResponse:
    """Keep the mark of where a colleague lives."""
    known: Any = found(get_person(request.viewer, person))
    form = HomeForm(sent(request), viewer=request.viewer)
    if form.is_valid():
        try:
            postcode = form.cleaned_data["postcode"]
            record_home(form.act("record_home", request.now), person, postcode)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session[NOTICE] = "The mark is kept. The postcode is not."
            return redirect("people:person", person)
    return render(request, "looks/home.html", {"form": form, "person": known})
