"""One's own account: second steps, spare codes, where one is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.views import password_change
from allauth.mfa.base.views import IndexView
from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from homeward.access.sign_in.queries import conduct_accepted
from homeward.rules.conduct import VERSION
from homeward.web.sign_in.conduct import viewer_of
from homeward.web.sign_in.steps import BY_SERVICE

BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Session:
    """Where somebody is signed in, in words."""

    device: str
    address: str
    since: datetime
    is_this: bool


class Yours(IndexView):
    """The page of one's own account."""

    template_name = "mfa/index.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Second steps by kind, and the sessions, newest first."""
        context: dict[str, Any] = super().get_context_data(**given)
        held = UserSession.objects.purge_and_list(self.request.user)
        sessions = [
            Session(device(each.user_agent), each.ip, each.created_at, each.is_current())
            for each in sorted(held, key=lambda each: each.created_at, reverse=True)
        ]
        agreed = conduct_accepted(viewer_of(self.request), VERSION)
        service = self.request.session.get(BY_SERVICE)
        return {**context, "sessions": sessions, "agreed": agreed, "service": service}


def device(agent: str) -> str:
    """A browser and a system, as far as the browser says: "Firefox on Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser


@login_required
def new_password(request: HttpRequest) -> HttpResponse:
    """A new password by knowing the old one; who has none goes back to their account."""
    if request.user.is_anonymous or not request.user.has_usable_password():
        return redirect("mfa_index")
    answer: HttpResponse = password_change(request)
    return answer


@require_POST
@login_required
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    for session in UserSession.objects.filter(user_id=request.user.pk):
        session.end()
    logout(request)
    return redirect("account_login")
