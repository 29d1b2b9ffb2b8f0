"""One world for all tests of this folder: a missing child in a database of its own.

Made once and committed; what a test does is rolled back after it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from tests.casework.cast import World, missing_child
from tests.conftest import as_app, cloned, pointed_at

from homeward.ground.postgres import Cluster


@pytest.fixture(scope="package")
def bryony(
    cluster: Cluster,
    template: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Bryony, missing since last evening, and those who may or may not know of her."""
    with (
        cloned(cluster, template, "homeward_documents") as database,
        django_db_blocker.unblock(),
        pointed_at(as_app(database)),
    ):
        yield missing_child(tmp_path_factory.mktemp("download"))


@pytest.fixture
def world(bryony: World) -> Iterator[World]:
    """The same, in a transaction that is rolled back."""
    with transaction.atomic():
        yield bryony
        transaction.set_rollback(True)
