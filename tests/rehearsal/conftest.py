"""The rehearsal partnership, loaded once for all tests of this folder, as the worker loads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import connections
from psycopg import sql
from pytest_django import DjangoDbBlocker

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.chronology.facts import LineFacts, live
from homeward.chronology.queries import lines_of_child
from homeward.episodes.queries import EpisodeFacts, find_episodes, reports_by_ref
from homeward.ground import roles
from homeward.ground.postgres import Cluster
from homeward.protocol.queries import DutyFacts, duties_of_episodes
from homeward.rehearsal.cases import case_a, case_b, case_c, case_d, case_e, case_f
from homeward.rehearsal.loading import Loaded, load

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REFS = {
    "A": case_a.REF,
    "B": case_b.REF,
    "C": case_c.REF,
    "D": case_d.REF,
    "E": case_e.REF,
    "F": case_f.REF,
}


@dataclass(frozen=True)
class Case:
    """One child of the rehearsal with the episode that the report belongs to."""

    child: UUID
    episode: EpisodeFacts
    lines: list[LineFacts]
    duties: list[DutyFacts]

    def kinds(self) -> set[str]:
        """The kinds of line that the record holds of the child."""
        return {line.kind for line in self.lines}

    def of(self, kind: str) -> list[LineFacts]:
        """The lines of one kind, oldest first."""
        return [line for line in self.lines if line.kind == kind]

    def text(self, kind: str) -> str:
        """What the lines of one kind say."""
        return " ".join(line.text for line in self.of(kind))

    def outcome(self, duty: str) -> set[str]:
        """How a duty came out: MET, LATE, EXCUSED, or blank while nothing decided it."""
        return {each.outcome for each in self.duties if each.duty == duty}


class Rehearsed:
    """The loaded record, asked as the system asks."""

    def __init__(self, folder: Path, loaded: Loaded) -> None:
        self.folder = folder
        self.loaded = loaded

    def case(self, letter_or_ref: str) -> Case:
        """A worked case by its letter, or any report by its reference."""
        ref = REFS.get(letter_or_ref, letter_or_ref)
        with scoped(SYSTEM_VIEWER):
            child, report = reports_by_ref(SYSTEM_VIEWER, [ref])[ref]
            assert report.episode_id is not None
            episode = find_episodes(SYSTEM_VIEWER, [report.episode_id])[report.episode_id]
            lines = list(live(lines_of_child(SYSTEM_VIEWER, child)))
            return Case(child, episode, lines, duties_of_episodes(SYSTEM_VIEWER, [episode.id]))


@pytest.fixture(scope="package")
def rehearsed(
    cluster: Cluster,
    template: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Rehearsed]:
    """A database of its own with the partnership in it; the default connection is the worker's."""
    name = "homeward_rehearsed"
    administration = cluster.address(database=roles.SUPERUSER).conninfo
    entry = connections["default"].settings_dict
    before = dict(entry)
    folder = tmp_path_factory.mktemp("var")
    with (
        psycopg.connect(administration, autocommit=True) as conn,
        django_db_blocker.unblock(),
    ):
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        conn.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        for statement in roles.DATABASE_ACCESS:
            conn.execute(sql.SQL(statement).format(sql.Identifier(name)))
        try:
            _point_at(cluster, name)
            yield Rehearsed(folder, load(NOW, folder))
        finally:
            connections["default"].close()
            entry.update(before)
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            conn.execute(drop.format(sql.Identifier(name)))


def _point_at(cluster: Cluster, name: str) -> None:
    """The default connection signs in as the worker."""
    parts = cluster.address(roles.WORKER, name).parts
    connections["default"].close()
    connections["default"].settings_dict.update(
        NAME=parts["dbname"],
        USER=parts["user"],
        PASSWORD=parts["password"],
        HOST=parts["host"],
        PORT=parts["port"],
        OPTIONS={},
    )
