"""Addresses of how long records are kept: what is due, one record, what was erased, holds."""

from __future__ import annotations

from django.urls import path

from homeward.web.keeping import views

app_name = "keeping"

urlpatterns = [
    path("", views.due, name="list"),
    path("erased/", views.erased, name="erased"),
    path("<uuid:child>/", views.record_page, name="record"),
    path("<uuid:child>/<slug:step>/", views.step_page, name="step"),
]
