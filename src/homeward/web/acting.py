"""What the views of the record share: the act of a click, who may open a page, *not found*."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpResponseBase, QueryDict

from homeward.ground.ids import new_id
from homeward.rules.acts import Act, Viewer
from homeward.web.request import Request

Found = TypeVar("Found")
View = Callable[..., HttpResponseBase]


def act_of(request: Request, verb: str, reason: str = "") -> Act:
    """This person's act at this moment, for one verb."""
    return Act(new_id(), request.viewer, request.now, verb, reason.strip())


def sent(request: Request) -> QueryDict | None:
    """What was posted, blank posts too; None when the page was only asked for."""
    return request.POST if request.method == "POST" else None


def open_to(may: Callable[[Viewer], bool]) -> Callable[[View], View]:
    """A view for these viewers alone; for everybody else there is no such page."""

    def decorated(view: View) -> View:
        @wraps(view)
        def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.viewer):
                raise Http404
            return view(request, *args, **kwargs)

        return answer

    return decorated


def found(value: Found | None) -> Found:
    """The value. Http404 for None: another's record and none at all are the same."""
    if value is None:
        raise Http404
    return value


def read_id(text: str) -> UUID | None:
    """The id that was sent; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
