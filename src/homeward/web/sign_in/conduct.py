"""The code of conduct: read by everybody, agreed to before anything opens, asked again when new."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from homeward.access.queries import find_standing
from homeward.access.sign_in.queries import conduct_accepted
from homeward.casework.accept_conduct import accept_conduct
from homeward.ground import clock
from homeward.ground.ids import new_id
from homeward.rules.acts import Act, Viewer
from homeward.rules.conduct import PROMISES, VERSION
from homeward.web.request import Request

#: In the session: the version that this person has agreed to.
AGREED = "conduct"
TICK = "Tick the box to say that you agree. Without that nothing opens."


def has_agreed(request: Request) -> bool:
    """Whether the person has agreed to the code as it stands; read once a session."""
    if request.session.get(AGREED) == VERSION:
        return True
    if conduct_accepted(request.viewer, VERSION) is None:
        return False
    request.session[AGREED] = VERSION
    return True


def viewer_of(request: HttpRequest) -> Viewer:
    """Who reads a page of signing in."""
    return find_standing(cast(UUID, request.user.pk), clock.today()).viewer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def conduct(request: HttpRequest) -> HttpResponse:
    """The code, and the box to tick until it is agreed to."""
    viewer, now = viewer_of(request), cast(Request, request).now
    accepted = conduct_accepted(viewer, VERSION)
    fault = ""
    if request.method == "POST":
        if request.POST.get("agree") == "on":
            accept_conduct(Act(new_id(), viewer, now, "accept_conduct"))
            request.session[AGREED] = VERSION
            return redirect("/")
        fault = TICK
    page = {"promises": PROMISES, "version": VERSION, "accepted": accepted, "fault": fault}
    return render(request, "sign_in/conduct.html", page)
