"""People who look at pages, and what a page costs them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from homeward.ground import clock
from homeward.rules.acts import Viewer

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

#: The morning after the worked sample's night: Monday 23 November 2026, 08:00.
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

#: What a page is not charged for: session, user, scope, savepoints, the reading's own line.
FREE = re.compile(
    r"django_session|FROM .access_person\"|set_config|SAVEPOINT|^SELECT id, child_id, until_at FROM"
    r"|^SELECT .access_membership.\..team_id."
    r"|INSERT INTO ledger|UPDATE .ledger_repeat|nextval",
    re.IGNORECASE,
)


def signed_in(viewer: Viewer) -> Client:
    """A browser in which this viewer is signed in."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=viewer.person), backend=BACKEND)
    return client


def charged(queries: Any) -> list[str]:
    """The statements that count towards a page's ten."""
    return [each["sql"] for each in queries if not FREE.search(each["sql"])]


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let the doors' clock stand at a moment."""
    monkeypatch.setattr(clock, "now", lambda: moment)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipping += tag in ("script", "style", "title")

    def handle_endtag(self, tag: str) -> None:
        self._skipping -= tag in ("script", "style", "title")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.words.append(data)


def words(response: Any) -> str:
    """What a page says, without its markup, every run of blanks as one."""
    reader = _Words()
    reader.feed(response.content.decode())
    return " ".join(" ".join(reader.words).split())
