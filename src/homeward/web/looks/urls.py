"""Addresses of odd-looking access, and of looking as another role."""

from __future__ import annotations

from django.urls import path

from homeward.web.looks import preview, views

app_name = "looks"

urlpatterns = [
    path("odd-looks/", views.odd_looks, name="list"),
    path("odd-looks/<uuid:look>/", views.answer, name="answer"),
    path("people/<uuid:person>/home/", views.home, name="home"),
    path("preview/", preview.begin, name="preview"),
    path("preview/end/", preview.end, name="end_preview"),
]
