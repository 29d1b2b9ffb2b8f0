"""Every address the web serves. Probes (`/health/...`, `/metrics`) answer before these."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("homeward.web.urls"))]
