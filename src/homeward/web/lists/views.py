"""Keeping the filter of a list, preferring it, removing it; back to the list each time."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from homeward.casework.keep_filter import keep_filter
from homeward.casework.prefer_filter import prefer_filter
from homeward.casework.remove_filter import remove_filter
from homeward.rules.acts import Refusal
from homeward.web.acting import act_of, found
from homeward.web.lists.saved import WHOLE, listing_at, narrowed
from homeward.web.request import Request


@require_POST
def keep(request: Request) -> HttpResponse:
    """Keep what the list is narrowed by now, under a name."""
    path = request.POST.get("path", "")
    listing = found(listing_at(path))
    query = narrowed(listing, QueryDict(request.POST.get("asked", "")))
    name, shared = request.POST.get("name", ""), "share" in request.POST
    try:
        keep_filter(
            act_of(request, "keep_filter"),
            listing.code,
            name,
            query,
            team=request.viewer.teams[0] if shared else None,
            default="default" in request.POST,
        )
    except Refusal as refusal:
        page = {"refused": refusal.sentence, "back": f"{path}?{urlencode(query)}"}
        return render(request, "lists/refused.html", page | {"title": listing.title}, status=409)
    return redirect(f"{path}?{urlencode(query)}")


@require_POST
def prefer(request: Request, kept: int) -> HttpResponse:
    """Let the list open with this filter, or with none."""
    prefer_filter(act_of(request, "prefer_filter"), kept, default="default" in request.POST)
    return _back(request)


@require_POST
def remove(request: Request, kept: int) -> HttpResponse:
    """Take the filter off the list."""
    remove_filter(act_of(request, "remove_filter"), kept)
    return _back(request)


def _back(request: Request) -> HttpResponse:
    path = request.POST.get("path", "")
    found(listing_at(path))
    return redirect(f"{path}?{WHOLE}=1")
