"""A child's documents and photographs: the list, adding, opening, withdrawing."""

from __future__ import annotations

from django.urls import path

from homeward.web.documents import views

app_name = "documents"

urlpatterns = [
    path("", views.listed, name="list"),
    path("add/", views.add, name="add"),
    path("add-photograph/", views.add_photograph, name="add_photograph"),
    path("<uuid:document>/", views.download, name="download"),
    path("<uuid:document>/photograph/", views.photograph, name="photograph"),
    path("<uuid:document>/picture/", views.picture, name="picture"),
    path("<uuid:document>/withdraw/", views.withdraw, name="withdraw"),
]
