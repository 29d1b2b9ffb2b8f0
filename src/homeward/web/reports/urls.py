"""Addresses of the report form."""

from __future__ import annotations

from django.urls import path

from homeward.web.reports import views

app_name = "reports"

urlpatterns = [
    path("", views.start, name="start"),
    path("<uuid:submission>/", views.sent, name="sent"),
    path("<uuid:submission>/known/", views.known, name="known"),
    path("<uuid:submission>/confirm/", views.confirm, name="confirm"),
    path("<uuid:submission>/emergency/", views.emergency, name="emergency"),
    path("<uuid:submission>/discard/", views.discard, name="discard"),
    path("<uuid:submission>/<slug:step>/", views.step, name="step"),
]
