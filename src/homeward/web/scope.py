"""One request, one transaction, one viewer: set here, before any view runs.

| address | who |
| --- | --- |
| /health/..., /metrics, static files | anybody; answered before this |
| /sign-in/..., /sign-out/ | anybody; no viewer, no transaction |
| /help/, /privacy/, /accessibility/ | anybody; with a viewer when signed in |
| all others | signed in and in a team; outside rehearsal with a second factor, conduct agreed |
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from homeward.access.emergencies.queries import running
from homeward.access.queries import find_standing
from homeward.access.scope import set_scope
from homeward.ground import clock
from homeward.rules.acts import NotFound
from homeward.rules.emergency import may_ask
from homeward.web.looks.looking import answered_as_role
from homeward.web.request import Request
from homeward.web.sign_in.conduct import has_agreed
from homeward.web.sign_in.steps import factor_was_shown
from homeward.web.words import local

SIGNING = ("/sign-in/", "/sign-out/")
PUBLIC = ("/help/", "/privacy/", "/accessibility/")
SECOND_FACTOR = "/sign-in/second-factor/"
LONGEST = timedelta(hours=12)
BEGAN = "began"
ENDED = "ended"


class ScopeMiddleware:
    """Sets `request.viewer`, `request.standing` and `request.now`; see the table above.

    A view that raises, or answers 500 or above, leaves nothing behind in the record.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = cast(Request, request)
        asked.now, asked.failed = clock.now(), False
        if request.path_info.startswith(SIGNING):
            _ = request.user.is_authenticated and is_over(asked)
            return self.get_response(request)
        if not request.user.is_authenticated or is_over(asked):
            public = request.path_info.startswith(PUBLIC)
            return self.get_response(request) if public else sign_in_first(request)
        asked.standing = find_standing(request.user.pk, local(asked.now).date())
        asked.viewer = asked.standing.viewer
        return obstacle(asked) or self._in_scope(asked)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Note the failure; a record that is not there for this viewer is a page not found."""
        cast(Request, request).failed = True
        if isinstance(error, NotFound):
            raise Http404 from error

    def _in_scope(self, request: Request) -> HttpResponseBase:
        with transaction.atomic():
            set_scope(request.viewer)
            request.emergencies = running(request.viewer) if may_ask(request.viewer) else []
            response = answered_as_role(request, self.get_response)
            if request.failed or response.status_code >= 500:
                transaction.set_rollback(True)
        return response


def is_over(request: Request) -> bool:
    """Whether the session is older than a working day; such a person is signed out."""
    began = request.session.setdefault(BEGAN, request.now.isoformat())
    if request.now - datetime.fromisoformat(began) < LONGEST:
        return False
    logout(request)
    return True


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, which says so when a session has ended; back to a page asked for."""
    wanted = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    said = {} if wanted == "/" else {"next": wanted}
    if request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.session.is_empty():
        said[ENDED] = "1"
    return redirect(settings.LOGIN_URL + ("?" + urlencode(said) if said else ""))


def obstacle(request: Request) -> HttpResponse | None:
    """What must be done before anything is shown: a second factor, a team. None: nothing."""
    if request.path_info.startswith(PUBLIC):
        return None
    if not settings.REHEARSAL:
        if not factor_was_shown(request) and not is_mfa_enabled(request.user):
            return redirect(SECOND_FACTOR)
        if not has_agreed(request):
            return redirect("conduct")
    if not request.viewer.teams:
        return render(request, "sign_in/no_team.html", status=403)
    return None
