"""Pages that anybody may read, signed in or not."""

from __future__ import annotations

from django.urls import path

from homeward.web.pages import views

app_name = "pages"

urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
