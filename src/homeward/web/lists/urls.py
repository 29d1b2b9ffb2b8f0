"""Addresses of kept filters."""

from __future__ import annotations

from django.urls import path

from homeward.web.lists import views

app_name = "lists"

urlpatterns = [
    path("keep/", views.keep, name="keep"),
    path("<int:kept>/prefer/", views.prefer, name="prefer"),
    path("<int:kept>/remove/", views.remove, name="remove"),
]
