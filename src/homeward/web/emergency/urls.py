"""Addresses of emergency access."""

from __future__ import annotations

from django.urls import path

from homeward.web.emergency import views

app_name = "emergency"

urlpatterns = [
    path("", views.ask, name="ask"),
    path("mine/", views.mine, name="mine"),
    path("<uuid:emergency>/end/", views.end, name="end"),
    path("review/", views.to_review, name="list"),
    path("review/<uuid:emergency>/", views.review, name="review"),
]
