"""Police downloads: the list and the upload, one download, its rows by class."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from homeward.access.queries import names_of
from homeward.agencies.queries import get_directory
from homeward.casework.log_reading import log_reading
from homeward.casework.receive_download import SENDERS, receive_download
from homeward.children.queries import find_children
from homeward.intake.queries import (
    DownloadFacts,
    RowFacts,
    get_download,
    list_downloads,
    open_alarms,
    rows_of_download,
    rows_taken_before,
)
from homeward.rules.acts import Refusal, Viewer
from homeward.web.acting import act_of, found, open_to
from homeward.web.intake import present
from homeward.web.intake.forms import UploadForm
from homeward.web.intake.samples import get_sample, samples
from homeward.web.keys import read_time_key
from homeward.web.lists.columns import every
from homeward.web.lists.downloads import send_list, wants_file
from homeward.web.request import Request

PAGE = 20
ROWS = 100


def _may_open(viewer: Viewer) -> bool:
    return viewer.has_role(*SENDERS)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(_may_open)
def downloads(request: Request) -> HttpResponseBase:
    """Downloads, newest first, with the upload above and the alarms that stand."""
    if wants_file(request):
        return send_list(request, present.FILES, _every_file(request))
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        download = _send(request, form)
        if download is not None:
            return redirect("intake:download", download)
    return render(request, "intake/list.html", _list(request, form))


def _send(request: Request, form: UploadForm) -> UUID | None:
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        return receive_download(act_of(request, "receive_download"), file.name, file.read())
    except Refusal as refusal:
        form.add_error("file", refusal.sentence)
        return None


def _list(request: Request, form: UploadForm) -> dict[str, Any]:
    viewer = request.viewer
    rows = list_downloads(viewer, read_time_key(request.GET.get("after", "")), PAGE + 1)
    alarms = open_alarms(viewer, 20)
    children = find_children(viewer, {each.child_id for each in alarms if each.child_id})
    log_reading(act_of(request, "log_reading"), "intake", list(children))
    lines, next_key = present.page_of(rows, _names(rows), PAGE)
    return {
        "form": form,
        "downloads": lines,
        "next_key": next_key,
        "first_page": "after" not in request.GET,
        "alarms": present.alarm_lines(alarms, children, request.now),
        "samples": samples() if settings.REHEARSAL else [],
        "now": request.now,
    }


def _every_file(request: Request) -> Iterator[present.DownloadLine]:
    parts = every(
        lambda after, limit: list_downloads(request.viewer, after, limit),
        lambda each: (each.started_at, each.id),
    )
    for rows in parts:
        names = _names(list(rows))
        yield from (present.download_line(each, names) for each in rows)


def _names(rows: list[DownloadFacts]) -> dict[UUID, str]:
    return names_of(each.person_id for each in rows if each.person_id)


@require_safe
@open_to(_may_open)
def download_page(request: Request, download: UUID) -> HttpResponse:
    """One download: how far it is, what went in, what waits, what was refused."""
    facts = found(get_download(request.viewer, download))
    line = present.download_line(facts, _names([facts]))
    agencies = {team.agency: team.agency_name for team in get_directory().by_id.values()}
    page = {
        "download": line,
        "agency": agencies.get(facts.agency, facts.agency),
        "refresh_seconds": 3 if line.running else None,
        "nothing_lost": present.NOTHING_LOST,
        "now": request.now,
    }
    return render(request, "intake/download.html", page)


@require_safe
@open_to(_may_open)
def rows(request: Request, download: UUID, outcome: str) -> HttpResponseBase:
    """The rows of one class, in the file's order."""
    facts = found(get_download(request.viewer, download))
    kind = found(present.BY_SLUG.get(outcome))
    if wants_file(request):
        return _rows_file(request, present.download_line(facts, {}), kind.outcome)
    line = present.download_line(facts, {})
    page = {"download": line, "kind": kind, "now": request.now}
    shown = _rows(request, line, kind.outcome, _after(request.GET.get("after", "")))
    return render(request, "intake/rows.html", page | shown)


def _rows(request: Request, line: present.DownloadLine, outcome: str, after: int) -> dict[str, Any]:
    """A page of rows: those kept, or the numbers of those that were taken before."""
    viewer, download = request.viewer, line.facts.id
    if outcome == "DUPLICATE":
        numbers = rows_taken_before(viewer, download, line.total, after, ROWS + 1)
        more = numbers[ROWS - 1] if len(numbers) > ROWS else None
        return {"numbers": numbers[:ROWS], "next_key": more}
    kept = rows_of_download(viewer, download, outcome, after, ROWS + 1)
    return {"rows": kept[:ROWS], "next_key": kept[ROWS - 1].row if len(kept) > ROWS else None}


def _rows_file(request: Request, line: present.DownloadLine, outcome: str) -> HttpResponseBase:
    told, download = [("File", line.facts.name)], line.facts.id
    if outcome != "DUPLICATE":
        rows = _every_row(request, download, outcome)
        return send_list(request, present.row_listing(outcome), rows, told)
    parts = every(
        lambda after, limit: rows_taken_before(
            request.viewer, download, line.total, after or 0, limit
        ),
        lambda number: number,
    )
    return send_list(request, present.number_listing(), chain.from_iterable(parts), told)


def _every_row(request: Request, download: UUID, outcome: str) -> Iterator[RowFacts]:
    parts = every(
        lambda after, limit: rows_of_download(request.viewer, download, outcome, after or 0, limit),
        lambda row: row.row,
    )
    return chain.from_iterable(parts)


def _after(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@require_safe
@open_to(_may_open)
def refused_csv(request: Request, download: UUID) -> HttpResponseBase:
    """The refused rows, each cell as it came: a file that can go back to police."""
    facts = found(get_download(request.viewer, download))
    names = dict.fromkeys(
        name for row in _every_row(request, facts.id, "REFUSED") for name in row.cells
    )
    rows, told = _every_row(request, facts.id, "REFUSED"), [("File", facts.name)]
    return send_list(request, present.refused_listing(names), rows, told, way="csv")


@require_safe
@open_to(_may_open)
def sample(request: Request, name: str) -> HttpResponseBase:
    """A sample file for the tour; there are none outside rehearsal."""
    if not settings.REHEARSAL:
        raise Http404
    file = found(get_sample(name))
    return FileResponse(
        file.path.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type
    )
