"""What the tests of the child page and the episode page share: forms, parts of a page, lines."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.worlds import NOW

from homeward.casework.add_line import add_line
from homeward.casework.claim_time import claim_time
from homeward.rules.clocks import Clock, Source
from homeward.web.words import local

#: What a page is not charged for: session, user, scope, the line that logs the reading.
FREE = re.compile(
    r'django_session|access_membership|"access_person"."id" = |set_config|SAVEPOINT'
    r"|ledger_|nextval|^SELECT id, child_id, until_at FROM"
)
LEFT = STARTED - timedelta(minutes=85)


def boxes(name: str, at: datetime, *, time: bool = True) -> dict[str, str]:
    """What stands in the boxes of a date, with or without its time."""
    shown = local(at)
    filled = {
        f"{name}_day": str(shown.day),
        f"{name}_month": str(shown.month),
        f"{name}_year": str(shown.year),
    }
    return filled | ({f"{name}_time": f"{shown:%H:%M}"} if time else {})


def token(response: Any) -> str:
    """The token of the form on a page."""
    found = re.search(r'name="token" value="([^"]+)"', response.content.decode())
    assert found, "no form with a token"
    return found[1]


def send(client: Client, address: str, **typed: Any) -> Any:
    """Open a form, fill it, send it, and follow to the page that answers."""
    opened = client.get(address)
    assert opened.status_code == 200
    return client.post(address, {"token": token(opened), **typed}, follow=True)


def cost(client: Client, address: str) -> int:
    """How many queries a page is charged for."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len([each for each in asked if not FREE.search(each["sql"])])


def part(response: Any, heading: str) -> str:
    """The HTML of one section of a page, by the id of its heading."""
    html = response.content.decode()
    begun = html.index(f'id="{heading}"')
    return html[begun : html.index("</section>", begun)]


def plain(html: str) -> str:
    """The words of a piece of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def titles(response: Any) -> list[str]:
    """The lines on the chronology, in the order of the page."""
    html = part(response, "chronology")
    found = re.findall(r'moj-timeline__title">(.*?)</h3>', html)
    return [re.sub(r"<[^>]+>", "", title) for title in found]


def noted(world: World, text: str, happened: datetime, known: datetime = NOW) -> int:
    """A note of the social worker; its line."""
    add_line(
        world.act(world.social_worker, at=known),
        world.child,
        kind="note.added",
        happened_at=happened,
        text=text,
        episode=world.episode,
    )
    return next(line.id for line in world.lines("note.added") if line.text == text)


def home_says_earlier(world: World) -> int:
    """The home's own word on the start; its line."""
    claim_time(
        world.act(world.home),
        world.episode,
        clock=Clock.START,
        at=LEFT,
        source=Source.CARER,
        text="Bed empty at the room check",
    )
    return max(line.id for line in world.lines("clock.claimed"))


def earlier(number: int) -> dict[str, str]:
    """A report of some weeks ago that ended after three hours."""
    started = datetime(2026, 11, 14, 21, 0) - number * timedelta(days=10)
    written = "%d/%m/%Y %H:%M"
    return {
        "REPORT_REF": f"MSPR/2026/1{number:05}",
        "RECORD_STATUS": "FOUND",
        "LAST_SEEN_DTTM": (started - 2 * HOUR).strftime(written),
        "REPORTED_DTTM": (started - HOUR).strftime(written),
        "RECORDED_MISSING_DTTM": started.strftime(written),
        "RETURNED_DTTM": (started + 2.5 * HOUR).strftime(written),
        "FOUND_PLACE": "the bus station",
        "FOUND_BY": "POLICE",
        "FLAGS": "",
        "NARRATIVE": "",
    }
