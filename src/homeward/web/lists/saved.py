"""Kept filters above a list, and the list opening with the one that was made its default.

A view is marked with its list. The filter's words stand in the address as on any page: the
names that a list declares for it hold codes, so that no address can hold a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import urlencode

from homeward.lists.queries import FilterFacts, saved_filters
from homeward.web.acting import View
from homeward.web.lists.columns import Listing
from homeward.web.request import Request

LONGEST = 60
#: Says that the list was asked for whole, so that no default steps in.
WHOLE = "all"


@dataclass(frozen=True, slots=True)
class SavedLine:
    """One kept filter as the page shows it."""

    facts: FilterFacts
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """The kept filters of the list on the page; `asked`: what could be kept now."""

    lines: list[SavedLine]
    asked: str
    path: str

    @property
    def own(self) -> list[SavedLine]:
        """Those that the reader may change."""
        return [line for line in self.lines if line.facts.own]


def narrowed(listing: Listing[Any], query: QueryDict | Mapping[str, str]) -> dict[str, str]:
    """What an address narrows this list by, by the names that the list declares."""
    given = {name: query.get(name, "") for name in listing.filters}
    return {name: text for name, text in given.items() if text and len(text) <= LONGEST}


def keeps_filters(listing: Listing[Any]) -> Callable[[View], View]:
    """Mark a view as the page of this list: its kept filters are put on the request."""

    def decorated(view: View) -> View:
        @wraps(view)
        def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in ("GET", "HEAD") or "as" in request.GET:
                return view(request, *args, **kwargs)
            kept = saved_filters(request.viewer, listing.code)
            if not request.GET and (address := _default(kept)):
                return redirect(request.path + address)
            request.saved = _saved(request, kept, narrowed(listing, request.GET))
            return view(request, *args, **kwargs)

        vars(answer)["listing"] = listing
        return answer

    return decorated


def _default(kept: Iterable[FilterFacts]) -> str:
    return next((f"?{urlencode(each.query)}" for each in kept if each.is_default), "")


def _saved(request: Request, kept: Iterable[FilterFacts], asked: Mapping[str, str]) -> Saved:
    lines = [
        SavedLine(each, f"?{urlencode(each.query)}", dict(each.query) == dict(asked))
        for each in kept
    ]
    return Saved(lines, urlencode(asked), request.path)


def listing_at(path: str) -> Listing[Any] | None:
    """The list of the page at this address of ours, None where there is none."""
    try:
        found = getattr(resolve(path).func, "listing", None)
    except Resolver404:
        return None
    return found if isinstance(found, Listing) else None
