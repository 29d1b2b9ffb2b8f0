"""Addresses of the protocol."""

from __future__ import annotations

from django.urls import path

from homeward.web.protocol import views

app_name = "protocol"

urlpatterns = [
    path("", views.duties, name="duties"),
    path("not-computed/", views.not_computed, name="not_computed"),
    path("compare/", views.compare, name="compare"),
    path("adoptions/", views.adoptions, name="adoptions"),
    path("adopt/", views.adopt, name="adopt"),
    path("<int:adoption>/<str:duty>/", views.duty, name="duty"),
]
