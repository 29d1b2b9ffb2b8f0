"""Addresses of people and contacts."""

from __future__ import annotations

from django.urls import path

from homeward.web.people import contacts, leaving, views

app_name = "people"

urlpatterns = [
    path("people/", views.people, name="list"),
    path("people/invite/", views.invite_page, name="invite"),
    path("people/<uuid:person>/", views.person_page, name="person"),
    path("people/<uuid:person>/invitation/", views.invitation, name="invitation"),
    path("people/<uuid:person>/roles/new/", views.new_role, name="new_role"),
    path("people/<uuid:person>/roles/<int:held>/", views.role, name="role"),
    path("people/<uuid:person>/leaving/", leaving.leaving, name="leaving"),
    path("people/<uuid:person>/leaving/close/", leaving.close, name="close"),
    path("people/<uuid:person>/leaving/<slug:kind>/", leaving.hand, name="hand_on"),
    path("contacts/", contacts.contact_list, name="contacts"),
    path("contacts/new/", contacts.record, name="record_contact"),
    path("sign-in/invited/<str:token>/", views.invited, name="invited"),
]
