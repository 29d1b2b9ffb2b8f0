"""Addresses of the board."""

from __future__ import annotations

from django.urls import path

from homeward.web.board import views

app_name = "board"

urlpatterns = [
    path("", views.board, name="board"),
    path("fragment/", views.fragment, name="fragment"),
    path("<uuid:episode>/take/", views.take, name="take"),
]
