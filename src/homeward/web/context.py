"""What every page is given besides its own facts: who looks, where they may go, the moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from homeward.access.looks.queries import PreviewFacts
from homeward.access.queries import Standing
from homeward.casework.receive_download import SENDERS
from homeward.rehearsal.progress import read_progress
from homeward.rules.acts import Viewer
from homeward.rules.copies import may_handle
from homeward.rules.emergency import may_ask
from homeward.rules.preview import may_preview
from homeward.rules.sharing import Role, Section, sections_for


def page(request: HttpRequest) -> dict[str, Any]:
    """What the layout takes: see its first lines."""
    standing: Standing | None = getattr(request, "standing", None)
    given: dict[str, Any] = {"rehearsal": settings.REHEARSAL, "now": getattr(request, "now", None)}
    if settings.REHEARSAL:
        given["history"] = history_loading(settings.VAR)
    person = getattr(request, "user", None)
    if person is not None and person.is_authenticated:
        agency = standing.agency if standing else ""
        given["signed_in"] = {"name": person.name, "agency": agency}
        given["sign_out_url"] = "/sign-out/"
    preview: PreviewFacts | None = getattr(request, "preview", None)
    if preview is not None:
        given["preview"] = f"{Role(preview.role).words}, {preview.team}"
    given["emergencies"] = getattr(request, "emergencies", ())
    if standing is not None and standing.viewer.teams:
        given["navigation"] = navigation(standing.viewer, request.path)
        given["may_find"] = bool(sections_for(standing.viewer.roles))
    return given


def history_loading(var: Path) -> str:
    """What the banner says while the rehearsal's history loads; "" when it is in."""
    progress = read_progress(var)
    if progress is None or progress.history_is_in:
        return ""
    years = (progress.founded_at.date() - progress.first).days // 365
    words = {1: "A year", 2: "Two years", 3: "Three years"}.get(years, f"{years} years")
    until = f"{progress.played_until:%B %Y}"
    return f"{words} of history are loading: up to {until}. You can work meanwhile."


def navigation(viewer: Viewer, path: str) -> list[tuple[str, str, bool]]:
    """The pages that these roles may open: label, address, whether it is the page now shown."""
    sections = sections_for(viewer.roles)
    items = [
        ("Desk", "/", True),
        ("Missing now", "/board/", Section.STATUS in sections),
        ("Report missing", "/report/", Section.STATUS in sections),
        ("Police downloads", "/intake/", viewer.has_role(*SENDERS)),
        ("Same child?", "/review/", viewer.has_role(Role.DATA_STEWARD)),
        ("Questions", "/review/questions/", Section.IDENTIFIERS in sections),
        ("Differences", "/differences/", weighs(viewer)),
        ("Odd-looking access", "/odd-looks/", viewer.has_role(Role.DATA_PROTECTION)),
        ("People", "/people/", viewer.has_role(Role.ADMINISTRATOR)),
        ("Keep or erase", "/keeping/", viewer.has_role(Role.DATA_STEWARD)),
        ("Look as a role", "/preview/", may_preview(viewer, rehearsal=settings.REHEARSAL)),
        ("Copies", "/copies/", bool(may_handle(viewer))),
        ("Emergency access", emergency_page(viewer), bool(emergency_page(viewer))),
        ("Lost phones and keys", "/resets/", viewer.has_role(Role.ADMINISTRATOR)),
        ("Protocol", "/protocol/", True),
    ]
    return [(label, to, is_current(path, to)) for label, to, may in items if may]


def emergency_page(viewer: Viewer) -> str:
    """Where emergency access is asked for, or reviewed by who protects the data; "" for others."""
    if may_ask(viewer):
        return "/emergency/"
    return "/emergency/review/" if viewer.has_role(Role.DATA_PROTECTION) else ""


def weighs(viewer: Viewer) -> bool:
    """Whether these roles look after dates on which agencies differ."""
    return Section.CHRONOLOGY in sections_for(viewer.roles)


def is_current(path: str, address: str) -> bool:
    """Whether a page lies under an address of the navigation."""
    return path == address if address == "/" else path.startswith(address)
