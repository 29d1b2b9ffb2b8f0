"""Loads what needs the record by name, once the record is open: models exist only then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pkgutil import resolve_name
from typing import Any

from homeward.cli.record import record


@contextmanager
def in_record(target: str, role: str = "worker") -> Iterator[Any]:
    """Open the record as `role` and give the function `module:name` for use inside.

    Exit 2 with one sentence when the record cannot be opened.
    """
    with record(role):
        yield resolve_name(target)
