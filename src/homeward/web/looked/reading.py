"""What *who looked* needs, read once: at most seven queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from homeward.access.emergencies.queries import emergencies_of_child
from homeward.access.queries import Held, grounds_of_child, roles_of
from homeward.agencies.queries import Directory, get_directory
from homeward.children.facts import ChildFacts
from homeward.children.queries import get_child
from homeward.ledger.queries import TraceFacts, traces_of_child
from homeward.rules.acts import Viewer
from homeward.rules.sharing import Section, sections_for
from homeward.rules.trail import Stood

PAGE = 25


@dataclass(frozen=True, slots=True)
class Looked:
    """A page of what the ledger holds of one child, with what explains it."""

    child: ChildFacts
    traces: Sequence[TraceFacts]
    held: Sequence[Held]
    grounds: Sequence[Stood]
    emergencies: Sequence[tuple[UUID, datetime, datetime]]
    directory: Directory


def find_child(viewer: Viewer, child: UUID) -> ChildFacts | None:
    """The child, for those who may read the whole story; None for everybody else."""
    return get_child(viewer, child) if may_look(viewer) else None


def may_look(viewer: Viewer) -> bool:
    """Whether these roles may read who looked: those who may read the chronology (P)."""
    return Section.CHRONOLOGY in sections_for(viewer.roles)


def read_looked(
    viewer: Viewer,
    child: ChildFacts,
    after: tuple[datetime, int] | None,
    limit: int,
    since: datetime | None = None,
    *,
    people: bool = False,
) -> Looked:
    """So many entries, newest first."""
    traces = traces_of_child(viewer, child.id, after, limit, since, people=people)
    return Looked(
        child,
        traces,
        roles_of(viewer, (each.person_id for each in traces if each.person_id)),
        [Stood(*row) for row in grounds_of_child(viewer, child.id)],
        emergencies_of_child(viewer, child.id),
        get_directory(),
    )
