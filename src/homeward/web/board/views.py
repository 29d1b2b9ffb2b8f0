"""The board."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from homeward.web.request import Request


def board(request: Request) -> HttpResponse:
    """The page."""
    return render(request, "board/board.html")
