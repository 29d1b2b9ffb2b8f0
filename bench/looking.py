"""Inside a record, as the app role: pages asked for one by one, each timed and its queries counted.

Also, as the worker: how long the children near a report are looked for.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from bench.records import OTHERS, PEOPLE
from homeward.access.queries import SYSTEM_VIEWER, get_viewer
from homeward.access.scope import scoped
from homeward.casework.police_row import person_of
from homeward.episodes.queries import episodes_of_children, reports_by_ref
from homeward.ground.clock import today
from homeward.intake.download.columns import default_aliases
from homeward.intake.download.reader import open_download
from homeward.intake.download.shapes import ReportRow
from homeward.linkage.finding import Finder

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
#: Pages that belong to no one child. `sheet` is a lane of the desk as a spreadsheet.
ADDRESSES = {
    "desk": "/",
    "board": "/board/",
    "duties": "/protocol/",
    "sheet": "/lanes/again/?as=xlsx",
    "questions": "/review/questions/",
    "emergencies": "/emergency/review/",
    "reviews": "/review/",
    "decided": "/review/decided/",
    "keeping": "/keeping/",
    "people": "/people/",
}


def answer(download: str) -> dict[str, Any]:
    """Answer requests from standard input, one JSON a line, until it ends.

    A request is `[who, page]`, page one of those that `bench.pages` names. The child is found
    by the reference that the download gives to who is missing now.
    """
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    missing = _missing(Path(download))
    addresses = {**ADDRESSES, **_of_a_child(missing["REPORT_REF"])}
    browsers = {email: _signed_in(email) for email in PEOPLE | OTHERS}
    found = {email: _search(browsers[email], missing["SURNAME"]) for email in PEOPLE}
    for line in sys.stdin:
        who, page = json.loads(line)
        address = found[who] if page == "search" else addresses[page]
        print(json.dumps(_ask(browsers[who], address)), flush=True)
    return {}


def _missing(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return next(row for row in rows if row["RECORD_STATUS"] == "OPEN")


def _of_a_child(ref: str) -> dict[str, str]:
    email = next(iter(PEOPLE))
    viewer = get_viewer(get_user_model().objects.get(email=email).pk, today())
    with scoped(viewer):
        child, _ = reports_by_ref(viewer, [ref])[ref]
        newest = episodes_of_children(viewer, [child])[0]
    return {
        "child": f"/children/{child}/",
        "episode": f"/episodes/{newest.id}/",
        "looked": f"/children/{child}/looked/",
        "documents": f"/children/{child}/documents/",
    }


def _search(browser: Client, typed: str) -> str:
    """Where the answers to what was typed stand."""
    return browser.post("/search/", {"typed": typed}).headers["Location"]


def _signed_in(email: str) -> Client:
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(get_user_model().objects.get(email=email), backend=BACKEND)
    return browser


def _ask(browser: Client, address: str) -> dict[str, Any]:
    asked: list[str] = []

    def count(execute: Any, statement: Any, params: Any, many: bool, context: Any) -> Any:
        asked.append(str(statement))
        return execute(statement, params, many, context)

    with connection.execute_wrapper(count):
        began = perf_counter()
        response = browser.get(address)
        sent = len(response.getvalue())  # A file is made while it is sent.
        seconds = perf_counter() - began
    return {
        "status": response.status_code,
        "ms": seconds * 1000,
        "queries": len(asked),
        "bytes": sent,
    }


def look_up(download: str, children: str) -> dict[str, Any]:
    """Look for the children near reports, one by one and as a batch; milliseconds.

    Asked for the children of the download's last rows, in the worker's and matching's roles.
    """
    rows = list(open_download(Path(download), default_aliases()).rows())
    people = [person_of(row) for row in rows[-int(children) :] if isinstance(row, ReportRow)]
    single, found = [], 0
    for person in people:
        finder = Finder()
        with scoped(SYSTEM_VIEWER):
            began = perf_counter()
            finder.look_up([person])
            single.append(perf_counter() - began)
        found += len(finder.judged(person))
    with scoped(SYSTEM_VIEWER):
        began = perf_counter()
        Finder().look_up(people)
        batch = perf_counter() - began
    return {
        "one_ms": round(median(single) * 1000, 3),
        "batch_ms": round(batch * 1000, 1),
        "asked": len(people),
        "near_each": round(found / len(people), 2),
    }
