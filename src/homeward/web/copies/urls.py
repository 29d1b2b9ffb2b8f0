"""Addresses of requests for a copy."""

from __future__ import annotations

from django.urls import path

from homeward.web.copies import views

app_name = "copies"

urlpatterns = [
    path("", views.requests, name="list"),
    path("closed/", views.closed, name="closed"),
    path("ask/", views.ask_by_letter, name="letter"),
    path("ask/<uuid:child>/", views.ask_for_child, name="ask"),
    path("<uuid:request_id>/", views.copy_page, name="copy"),
    path("<uuid:request_id>/mark/", views.mark, name="mark"),
    path("<uuid:request_id>/fetch/<slug:kind>/", views.fetch, name="fetch"),
    path("<uuid:request_id>/<slug:step>/", views.step_page, name="step"),
]
