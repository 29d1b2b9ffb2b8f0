"""One line a request and one line a fault, as JSON, with nothing in it that could name a child.

A request is named by its route, never by its address, and nobody by name or id. What others'
code says (Django, gunicorn, the sign-in packages) goes in as its kind alone: their texts quote
addresses, values and rows. An error is its kind and the line of ours where it arose.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from homeward.jobs.backoff import kind_and_place

OURS = "homeward"
#: The request in hand, so that what fails within it carries its number.
REQUEST_NUMBER: ContextVar[str] = ContextVar("number", default="")


class Line(logging.Formatter):
    """Writes a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. Foreign words, tracebacks and attached objects stay out."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            **getattr(record, "said", {}),
        }
        if REQUEST_NUMBER.get() and "request" not in said:
            said["request"] = REQUEST_NUMBER.get()
        if record.name.split(".")[0] == OURS:
            said["message"] = record.getMessage()
        else:
            said["place"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            said["error"] = [kind_and_place(error) for error in _chain(record.exc_info[1])]
        return json.dumps(said, ensure_ascii=False)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def configuration(*, requests: bool) -> dict[str, Any]:
    """For Django's LOGGING. `requests`: whether each request says its line."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "homeward.config.logs.Line"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            # Django's own handlers would mail errors, values and all.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "homeward.request": {"level": "INFO" if requests else "WARNING"},
        },
    }
