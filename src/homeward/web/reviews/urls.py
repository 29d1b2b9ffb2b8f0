"""Addresses of the review queue."""

from __future__ import annotations

from django.urls import path

from homeward.web.reviews import views

app_name = "reviews"

urlpatterns = [
    path("", views.queue, name="list"),
    path("decided/", views.decided, name="decided"),
    path("questions/", views.questions, name="questions"),
    path("questions/<uuid:question>/", views.question, name="question"),
    path("<uuid:review>/", views.review_page, name="review"),
    path("<uuid:review>/undo/", views.undo, name="undo"),
]
