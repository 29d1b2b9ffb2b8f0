"""Addresses of the times on which agencies differ."""

from __future__ import annotations

from django.urls import path

from homeward.web.differences import views

app_name = "differences"

urlpatterns = [
    path("", views.listed, name="list"),
    path("<uuid:episode>/<slug:clock>/", views.difference, name="difference"),
]
