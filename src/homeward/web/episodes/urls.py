"""The episode's page and what is done from it."""

from __future__ import annotations

from django.urls import path

from homeward.web.episodes import views
from homeward.web.episodes.verbs import VERBS

app_name = "episodes"

urlpatterns = [
    path("<uuid:episode>/", views.episode_page, name="episode"),
    path("<uuid:episode>/settle/<slug:clock>/", views.settle, name="settle"),
    path("<uuid:episode>/tasks/<int:task>/", views.tick, name="tick"),
    *(
        path(f"<uuid:episode>/{each.slug}/", views.verb, {"slug": each.slug}, name=each.slug)
        for each in VERBS
    ),
]
