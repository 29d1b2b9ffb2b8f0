"""Addresses of the desk and its lanes."""

from __future__ import annotations

from django.urls import path

from homeward.web.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("owed/<slug:due>/", views.owed, name="owed"),
    path("lanes/<slug:lane>/", views.lane, name="lane"),
]
