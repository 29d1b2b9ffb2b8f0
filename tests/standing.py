"""Worlds that many tests start from: made once, committed, and each test's changes undone.

A world of its own needs a database of its own, so that tests which expect an
empty record still find one. The connection to it stays open: a test only
steps onto it, in a transaction that is rolled back.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from tests.casework.cast import World, missing_child
from tests.conftest import Database, as_app, cloned, pointed_at

from homeward.ground.postgres import Cluster

NUMBERS = count(1)
Known = tuple[BaseDatabaseWrapper, World]
Stand = Callable[..., World]


class Standing:
    """The worlds of one test run, by what the police row says; each made when first asked for."""

    def __init__(self, cluster: Cluster, template: str, folder: Path) -> None:
        self._cluster, self._template, self._folder = cluster, template, folder
        self._known: dict[tuple[tuple[str, str], ...], Known] = {}
        self._open = ExitStack()

    @contextmanager
    def stepping(self) -> Iterator[Stand]:
        """A function that steps onto a world; leaving undoes what was done there."""
        with ExitStack() as steps:

            def stand(**cells: str) -> World:
                connection, world = self._world(cells)
                steps.enter_context(_on(connection))
                return copy.deepcopy(world)

            yield stand

    def close(self) -> None:
        """Drop the databases."""
        self._open.close()

    def _world(self, cells: dict[str, str]) -> Known:
        key = tuple(sorted(cells.items()))
        if key not in self._known:
            name = f"homeward_standing_{next(NUMBERS)}"
            database = self._open.enter_context(cloned(self._cluster, self._template, name))
            self._known[key] = self._made(database, cells)
        return self._known[key]

    def _made(self, database: Database, cells: dict[str, str]) -> Known:
        folder = self._folder / database.name
        folder.mkdir()
        usual = connections["default"]
        connection = usual.copy()
        connections["default"] = connection
        try:
            with pointed_at(as_app(database)):
                world = missing_child(folder, **cells)
                connection = connection.copy()
        finally:
            connections["default"] = usual
        self._open.callback(connection.close)
        return connection, world


@contextmanager
def _on(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The default connection is this one, as in Django's own tests: durable blocks may open."""
    usual = connections["default"]
    connections["default"] = connection
    try:
        block = transaction.atomic()
        block._from_testcase = True
        with block:
            yield
            transaction.set_rollback(True)
    finally:
        connections["default"] = usual


@pytest.fixture(scope="session")
def standing(
    cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Standing]:
    """The worlds of this run."""
    worlds = Standing(cluster, template, tmp_path_factory.mktemp("standing"))
    yield worlds
    worlds.close()


@pytest.fixture
def stand(db: None, standing: Standing) -> Iterator[Stand]:
    """`stand(LA_CHILD_ID="204417")`: the missing child whose police row says so, and her people."""
    with standing.stepping() as step:
        yield step
