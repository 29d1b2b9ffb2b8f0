"""The app of people and access; installs the guard on every connection."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from homeward.access.scope import install_guard


class AccessConfig(AppConfig):
    name = "homeward.access"

    def ready(self) -> None:
        connection_created.connect(install_guard, dispatch_uid="homeward.access.guard")
