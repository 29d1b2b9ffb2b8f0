"""Lost second steps: one administrator asks, a second one carries out, or the same a day later."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from homeward.access.sign_in.facts import Invited
from homeward.access.sign_in.queries import open_resets, people_to_help
from homeward.casework.ask_factor_reset import ask_factor_reset
from homeward.casework.end_factor_reset import end_factor_reset
from homeward.rules.acts import Refusal, Viewer
from homeward.rules.sharing import Role
from homeward.rules.sign_in import ALONE_AFTER, may_carry_out
from homeward.web.acting import act_of, open_to, sent
from homeward.web.request import Request
from homeward.web.sign_in.forms import AskResetForm
from homeward.web.sign_in.post import post
from homeward.web.words import local

DONE = {
    "asked": "Asked for. The person is told by e-mail. A second administrator must carry it out.",
    "done": "Carried out. After the next password they set up a new phone or key.",
    "stopped": "Stopped. Nothing was taken away.",
}


def administers(viewer: Viewer) -> bool:
    """Whether the viewer is an administrator."""
    return viewer.has_role(Role.ADMINISTRATOR)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(administers)
def resets(request: Request) -> HttpResponse:
    """What waits, and the form to ask."""
    people = people_to_help(request.viewer, local(request.now).date())
    form = AskResetForm(sent(request), viewer=request.viewer, people=people)
    if form.is_bound and form.is_valid() and (form.was_done(request.now) or ask(request, form)):
        return redirect("/resets/?done=asked")
    return render(request, "sign_in/resets.html", {**waiting(request), "form": form})


def ask(request: Request, form: AskResetForm) -> bool:
    """Ask and tell the person; False with the reason on the form."""
    act = form.act("ask_factor_reset", request.now)
    person = UUID(form.cleaned_data["person"])
    try:
        helped = ask_factor_reset(act, person, local(request.now).date())
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    tell(request, "reset-asked", helped, reason=act.reason)
    return True


@require_POST
@open_to(administers)
def end(request: Request, reset: UUID, done: bool) -> HttpResponse:
    """Carry out or stop what waits."""
    act = act_of(request, "end_factor_reset")
    try:
        helped = end_factor_reset(act, reset, local(request.now).date(), done=done)
    except Refusal as refusal:
        page = {**waiting(request), "refused": refusal.sentence}
        people = people_to_help(request.viewer, local(request.now).date())
        page["form"] = AskResetForm(viewer=request.viewer, people=people)
        return render(request, "sign_in/resets.html", page)
    tell(request, "reset-ended", helped, done=done)
    return redirect(f"/resets/?done={'done' if done else 'stopped'}")


def waiting(request: Request) -> dict[str, Any]:
    """What waits, each with whether the viewer may carry it out now, and from when alone."""
    found = open_resets(request.viewer, local(request.now).date())
    lines = [
        {
            "reset": each,
            "may": may_carry_out(each.asked_by, each.asked_at, request.viewer.person, request.now),
            "alone_at": each.asked_at + ALONE_AFTER,
        }
        for each in found
    ]
    return {"waiting": lines, "notice": DONE.get(request.GET.get("done", "")), "now": request.now}


def tell(request: Request, template: str, helped: Invited, **facts: object) -> None:
    """Tell the person by e-mail, once the record has it."""
    facts |= {"name": helped.name, "by": request.standing.name, "at": request.now}
    facts["alone_at"] = request.now + ALONE_AFTER

    def hand_in() -> None:
        post([helped.email], template, facts)

    transaction.on_commit(hand_in)
