"""What a view finds on its request once the scope is set."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from homeward.access.emergencies.queries import Running
from homeward.access.looks.queries import PreviewFacts
from homeward.access.queries import Standing
from homeward.rules.acts import Viewer


class Request(HttpRequest):
    """A signed-in person's request: who looks, with which names, and the moment it came (UTC)."""

    viewer: Viewer
    standing: Standing
    now: datetime
    failed: bool
    saved: Any
    emergencies: list[Running]
    preview: PreviewFacts
