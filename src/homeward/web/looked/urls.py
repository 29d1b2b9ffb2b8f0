"""Addresses of *who looked*, below those of the child."""

from __future__ import annotations

from django.urls import path

from homeward.web.looked import views

app_name = "looked"

urlpatterns = [
    path("<uuid:child>/looked/", views.looked, name="list"),
    path("<uuid:child>/looked/family/", views.for_the_family, name="family"),
]
