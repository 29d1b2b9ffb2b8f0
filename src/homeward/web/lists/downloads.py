"""Any list as a file: `?as=xlsx` or `?as=csv` on the list's own address, with its filters.

The file holds what the list's pages hold and no more: the same reading, in the same scope,
with the same columns for the same sections. It is written before it is sent, so that it is
read inside the request's one transaction, and it is entered in the ledger before it leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse

from homeward.casework.log_export import log_export
from homeward.web.acting import act_of
from homeward.web.lists.columns import Line, Listing
from homeward.web.lists.sheets import MOST, Heading, as_book, as_csv, fill
from homeward.web.request import Request
from homeward.web.words import local

WAYS: dict[str, tuple[Any, str]] = {
    "xlsx": (as_book, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}
ASKED = "as"


def wants_file(request: Request) -> bool:
    """Whether the list is asked for as a file."""
    return request.method == "GET" and request.GET.get(ASKED) in WAYS


def send_list(
    request: Request,
    listing: Listing[Line],
    lines: Iterable[Line],
    asked: Sequence[tuple[str, str]] = (),
    *,
    way: str = "",
    most: int = MOST,
) -> FileResponse:
    """The list as the file that was asked for; `asked`: how it is narrowed, in words."""
    way = way or request.GET[ASKED]
    writing, kind = WAYS[way]
    who = f"{request.standing.name}, {request.standing.agency}"
    heading = Heading(listing.title, asked, who, request.now)
    name = f"{listing.code}-{local(request.now):%Y%m%d-%H%M}.{way}"
    with ExitStack() as kept:
        file = kept.enter_context(TemporaryFile())
        with writing(file, heading, listing.on_sheet) as writer:
            children = fill(writer, listing, lines, most)
        log_export(act_of(request, "log_export"), f"{listing.code}.{way}", children)
        file.seek(0)
        answer = FileResponse(file, as_attachment=True, filename=name, content_type=kind)
        kept.pop_all()  # from here on the answer closes it
    answer["Cache-Control"] = "no-store"
    return answer
