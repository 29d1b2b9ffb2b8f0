"""The child's page and what is done from it."""

from __future__ import annotations

from django.urls import path

from homeward.web.children import views

app_name = "children"

urlpatterns = [
    path("<uuid:child>/", views.child_page, name="child"),
    path("<uuid:child>/add-line/", views.add, name="add"),
    path("<uuid:child>/lines/<int:line>/", views.correct, name="correct"),
]
