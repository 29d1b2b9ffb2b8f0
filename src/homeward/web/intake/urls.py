"""Addresses of the police downloads."""

from __future__ import annotations

from django.urls import path

from homeward.web.intake import views

app_name = "intake"

urlpatterns = [
    path("", views.downloads, name="list"),
    path("samples/<str:name>", views.sample, name="sample"),
    path("<uuid:download>/", views.download_page, name="download"),
    path("<uuid:download>/refused.csv", views.refused_csv, name="refused_csv"),
    path("<uuid:download>/<slug:outcome>/", views.rows, name="rows"),
]
