"""Probes: is this process alive, and is the whole service ready to be used?

They answer before everything else, so that a probe needs no host name, no
session and, for `live`, no database. They say names of parts, never more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare

from homeward.config.metrics import metrics_page
from homeward.ground import clock

LOOPBACK = ("127.0.0.1", "::1")
QUIET_FOR = timedelta(minutes=1)


class HealthMiddleware:
    """Answers `/health/live`, `/health/ready` and `/metrics`; passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: dict[str, Callable[[HttpRequest], HttpResponse]] = {
            "/health/live": lambda request: live(),
            "/health/ready": lambda request: ready(),
            "/metrics": metrics,
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = self.pages.get(request.path)
        if page is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        return page(request)


def metrics(request: HttpRequest) -> HttpResponse:
    """The counts, for this machine itself or whoever shows the token; else no such page.

    Behind a proxy everybody seems to come from this machine, so a request that was handed on
    counts as coming from elsewhere.
    """
    shown = request.headers.get("Authorization", "")
    token = settings.METRICS_TOKEN
    if token and constant_time_compare(shown, f"Bearer {token}"):
        return metrics_page(settings.VAR, clock.now())
    handed_on = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via"))
    if request.META.get("REMOTE_ADDR") in LOOPBACK and not handed_on:
        return metrics_page(settings.VAR, clock.now())
    return HttpResponse(status=404)


def live() -> HttpResponse:
    """200 as long as this process answers at all."""
    return JsonResponse({"live": True})


def ready() -> HttpResponse:
    """200 when database, migrations and worker are all well, else 503; says which is not."""
    parts = inspect(clock.now())
    well = all(parts.values())
    answer = JsonResponse({"ready": well, **parts}, status=200 if well else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def inspect(now: datetime) -> dict[str, bool]:
    """The state of each part at `now` (UTC); parts behind a closed database are not well."""
    try:
        return {"database": True, "migrations": at_head(), "worker": worker_seen(now)}
    except Error:
        connection.close()
        return {"database": False, "migrations": False, "worker": False}


def at_head() -> bool:
    """Whether every migration that this release knows is applied."""
    return known_migrations() <= set(MigrationRecorder(connection).applied_migrations())


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Names of all migrations on disk, as (app, name); read once a process."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {})


def worker_seen(now: datetime) -> bool:
    """Whether a worker has given a sign of life within the last minute."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        row = cursor.fetchone()
    return row is not None and row[0] is not None and now - row[0] < QUIET_FOR
