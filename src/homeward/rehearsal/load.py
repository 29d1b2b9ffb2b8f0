"""`python -m homeward.rehearsal.load`: the rehearsal partnership, loaded before the first page.

Run by the supervisor as the worker. What it loads is fetched by name, because models exist
only once Django is set up.
"""

from __future__ import annotations

import os
from pkgutil import resolve_name

import django
from django.db import connections

from homeward.ground.clock import now
from homeward.ground.env import read_env
from homeward.ground.record import SETTINGS
from homeward.rehearsal.progress import begin, keep_progress

LOADING = "homeward.rehearsal.loading:load"
SEED = 20261123


def main() -> None:
    """Load it where it is not there yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    env = read_env()
    django.setup()
    try:
        at = now()
        loaded = resolve_name(LOADING)(at, env.var)
        if loaded.loaded and env.rehearsal_years:
            keep_progress(env.var, begin(at, env.rehearsal_years, SEED))
    finally:
        connections.close_all()


if __name__ == "__main__":
    main()
