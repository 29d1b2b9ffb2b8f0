"""Counts for Prometheus. Route names only: never an address, which may name a child."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from homeward.config.vitals import Vitals

REQUESTS = Counter("homeward_requests", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram("homeward_request_seconds", "Time to answer.", ["route"])
FAILED_SIGN_INS = Counter("homeward_failed_sign_ins", "Wrong passwords and codes at sign-in.")
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


class MeasureMiddleware:
    """Counts and times every request by the name of its route."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        route = route_name(request)
        method = request.method if request.method in METHODS else "OTHER"
        REQUESTS.labels(method, route, str(response.status_code)).inc()
        SECONDS.labels(route).observe(time.perf_counter() - started)
        return response


def route_name(request: HttpRequest) -> str:
    """The name of the route that answered; "none" when no route did."""
    match = request.resolver_match
    return match.view_name if match is not None and match.view_name else "none"


@receiver(user_login_failed, dispatch_uid="homeward.config.metrics.count_failed_sign_in")
def count_failed_sign_in(sender: object, **given: object) -> None:
    """Count that somebody did not get in; not who, and not from where."""
    FAILED_SIGN_INS.inc()


def metrics_page(var: Path, now: datetime) -> HttpResponse:
    """All counts, over all web processes, and what the record says, in Prometheus' text form."""
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    own = CollectorRegistry()
    own.register(Vitals(var, now))
    text = generate_latest(registry) + generate_latest(own)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)
