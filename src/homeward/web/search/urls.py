"""Addresses of the search. What was typed never stands in one."""

from __future__ import annotations

from django.urls import path

from homeward.web.search import views

app_name = "search"

urlpatterns = [
    path("", views.ask, name="ask"),
    path("<uuid:search>/", views.answers, name="answers"),
]
