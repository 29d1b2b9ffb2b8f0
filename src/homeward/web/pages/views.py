"""Help, privacy notice, accessibility statement, and the pages shown when something fails.

Error pages are drawn without the request, so that they need no session and no database:
they still come up when the database is what failed.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from homeward.web.sign_in.lock_out import open_again_at


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to use the service, and what to do when it does not answer."""
    return render(request, "pages/help.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about whom, why, who sees it and for how long."""
    return render(request, "pages/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked, what was not, and what is known not to work."""
    return render(request, "pages/accessibility.html")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400. Named as `handler400` in the root addresses."""
    return _error("400", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403. Named as `handler403` in the root addresses."""
    return _error("403", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, alike for no such page and for another's record. `handler404`."""
    return _error("404", 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500. Named as `handler500` in the root addresses."""
    return _error("500", 500, number=request.META.get("homeward.number", ""))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not match. Named as `CSRF_FAILURE_VIEW` in settings."""
    return _error("stale", 403)


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Answer too many failed sign-ins. Named as `AXES_LOCKOUT_CALLABLE` in settings."""
    given = credentials or {}
    name = given.get("email") or given.get("username") or request.POST.get("login", "")
    return _error("429", 429, until=open_again_at(name) if name else None)


def _error(page: str, status: int, **facts: Any) -> HttpResponse:
    return HttpResponse(render_to_string(f"errors/{page}.html", facts), status=status)
