"""One line a request: its route, how it ended, how long it took, its number. Nobody's name."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from homeward.config.logs import REQUEST_NUMBER
from homeward.config.metrics import METHODS, route_name

REQUESTS = logging.getLogger("homeward.request")
PROBES = ("/health/", "/metrics")


class LogMiddleware:
    """Numbers every request and says one line when it was answered; probes are passed on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PROBES):
            return self.get_response(request)
        number = uuid4().hex[:16]
        token = REQUEST_NUMBER.set(number)
        request.META["homeward.number"] = number
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = number
            said = {
                "method": request.method if request.method in METHODS else "OTHER",
                "route": route_name(request),
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
                "request": number,
            }
            REQUESTS.info("answered", extra={"said": said})
        finally:
            REQUEST_NUMBER.reset(token)
        return response
