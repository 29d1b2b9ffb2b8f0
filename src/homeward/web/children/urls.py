"""The child's page and what is done from it."""

from __future__ import annotations

from django.urls import path

from homeward.web.children import life_views, views

app_name = "children"

urlpatterns = [
    path("<uuid:child>/", views.child_page, name="child"),
    path("<uuid:child>/add-line/", views.add, name="add"),
    path("<uuid:child>/record/<slug:part>/", life_views.add, name="record"),
    path("<uuid:child>/record/<slug:part>/<uuid:thread>/", life_views.change, name="change"),
    path("<uuid:child>/record/<slug:part>/<uuid:thread>/end/", life_views.end, name="end"),
    path("<uuid:child>/lines/<int:line>/", views.correct, name="correct"),
]
