"""What the tests of the child page and the episode page share: forms as a browser sends them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.visitors import charged

from homeward.web.words import local


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
    return len(charged(asked))


def part(response: Any, heading: str) -> str:
    """The HTML of one section of a page, by the id of its heading."""
    html = response.content.decode()
    begun = html.index(f'id="{heading}"')
    return html[begun : html.index("</section>", begun)]
