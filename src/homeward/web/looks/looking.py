"""While an administrator looks as another role: their pages, no change, one entry a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import render

from homeward.access.looks.queries import running_preview
from homeward.access.scope import reading_only, set_scope
from homeward.casework.log_preview import log_preview
from homeward.rules.preview import may_preview, seen_as
from homeward.web.acting import act_of
from homeward.web.request import Request

END = "/preview/end/"


def answered_as_role(
    request: Request, answer: Callable[[Request], HttpResponseBase]
) -> HttpResponseBase:
    """Answer as the role that the administrator looks as, or as themself."""
    if request.path_info == END or not _takes_role(request):
        return answer(request)
    if request.method not in ("GET", "HEAD"):
        return render(request, "looks/nothing_changes.html", status=403)
    set_scope(request.viewer)
    with reading_only():
        return answer(request)


def _takes_role(request: Request) -> bool:
    """Put the role's viewer in place of one's own, where one looks as a role."""
    if not may_preview(request.viewer, rehearsal=settings.REHEARSAL):
        return False
    found = running_preview(request.viewer)
    if found is None:
        return False
    log_preview(act_of(request, "log_preview"))
    request.viewer = seen_as(request.viewer, found.team_id, found.agency, found.role)
    request.standing = replace(
        request.standing, viewer=request.viewer, agency=found.agency_name, teams=(found.team,)
    )
    request.preview = found
    return True
