"""Processes of the worker on a database of the tests, in a folder of their own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

from tests.conftest import Database

from homeward.ground import roles

SOURCE = Path(__file__).parents[2] / "src"


def environment(database: Database, var: Path) -> dict[str, str]:
    """The environment of a worker that signs in as the worker does."""
    return {
        **os.environ,
        "HOMEWARD_VAR": str(var),
        "HOMEWARD_DB_ROLE": "worker",
        "DATABASE_URL": url(database, roles.SUPERUSER),
        "HOMEWARD_WORKER_URL": url(database, roles.WORKER),
        "PYTHONPATH": str(SOURCE),
    }


def url(database: Database, role: str) -> str:
    """The address as a URL."""
    parts = database.address(role).parts
    place = urlencode({"host": parts["host"], "port": parts["port"]})
    return f"postgresql://{parts['user']}:{quote(parts['password'])}@/{parts['dbname']}?{place}"


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it comes to hold within that time."""
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.1)
    return holds()
