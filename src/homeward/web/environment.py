"""The Jinja2 environment of every page, for Django's own Jinja2 backend.

Named in settings as `OPTIONS = {"environment": "homeward.web.environment.environment"}`.
Adds the Design System's macros under `govuk_frontend_jinja/`, the addresses (`url`,
`static`) and the wording filters. `csrf_input`, `csrf_token` and `request` come from the
backend itself whenever a page is rendered with its request.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    Undefined,
    pass_context,
)
from jinja2.runtime import Context

from homeward.web import words


def environment(**options: Any) -> Environment:
    """Return the environment, given the options of Django's Jinja2 backend.

    Autoescape is always on. A name that a template does not know prints as nothing, in
    debug mode too (the Design System's macros print optional names), and raises when
    something is asked of it.
    """
    pages: BaseLoader = options.pop("loader")
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options.update(loader=ChoiceLoader([pages, components]), undefined=Undefined)
    options.pop("autoescape", None)
    made = Environment(autoescape=True, **options)
    made.globals.update(static=static, url=url, with_query=with_query)
    made.filters.update(
        when=when,
        day=day,
        clock=words.clock,
        time_left=words.time_left,
        is_over=words.is_over,
        ago=words.ago,
        duration=words.duration,
        plural=words.plural,
        join_words=words.join,
    )
    return made


def url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a named view: `url('child:page', child.id)`."""
    return reverse(name, args=args, kwargs=kwargs)


def with_query(query: QueryDict | None, **changes: object) -> str:
    """Return "?..." with these parameters replaced, or taken out when None.

    `query` is `request.GET`, or None where there is no request. An empty result is "?",
    which keeps a link on the same page without its old parameters.
    """
    made = query.copy() if query is not None else QueryDict(mutable=True)
    for key, value in changes.items():
        made.pop(key, None)
        if value is not None:
            made[key] = str(value)
    return "?" + made.urlencode()


@pass_context
def when(context: Context, at: datetime, now: datetime | None = None) -> str:
    """Word a moment; a page that was given `now` shows the year of another year."""
    return words.when(at, now or context.get("now"))


@pass_context
def day(context: Context, on: date, now: datetime | None = None) -> str:
    """Word a date; a page that was given `now` shows the year of another year."""
    return words.day(on, now or context.get("now"))
