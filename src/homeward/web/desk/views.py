"""The desk."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from homeward.web.request import Request


def desk(request: Request) -> HttpResponse:
    """The page."""
    return render(request, "desk/desk.html")
