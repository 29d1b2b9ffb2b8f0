"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from homeward.web.desk import views

app_name = "desk"

urlpatterns = [path("", views.desk, name="desk")]
