"""Three children for what joins and parts numbers, and how the record stands afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection
from tests.casework.reports import Counted
from tests.casework.worlds import NOW, as_worker, system_act

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.casebook import Casebook
from homeward.casework.join_children import join_children
from homeward.casework.part_children import part_children
from homeward.episodes.queries import reports_by_ref
from homeward.rules.acts import Viewer

REFS = ("MSPR/A1", "MSPR/A2", "MSPR/B1", "MSPR/C1")


def row(ref: str, surname: str, day: int, **cells: str) -> dict[str, str]:
    """A report of a child of that surname, begun on a day of November."""
    return {
        "REPORT_REF": ref,
        "SURNAME": surname,
        "FORENAME1": {"Ash": "Jo", "Birch": "Mia", "Cole": "Sam"}[surname],
        "DOB": {"Ash": "01/02/2011", "Birch": "17/08/2012", "Cole": "23/05/2013"}[surname],
        "LAST_SEEN_DTTM": f"{day}/11/2026 17:00",
        "REPORTED_DTTM": f"{day}/11/2026 18:00",
        "RECORDED_MISSING_DTTM": f"{day}/11/2026 18:30",
        **cells,
    }


def back(day: int) -> dict[str, str]:
    return {"RECORD_STATUS": "FOUND", "RETURNED_DTTM": f"{day}/11/2026 23:00"}


A1 = row("MSPR/A1", "Ash", 10, **back(10), NHS_NO="943 476 5919")
A2 = row("MSPR/A2", "Ash", 21)
B1 = row("MSPR/B1", "Birch", 21, PLACEMENT_URN="", RESIDENCE_TYPE="HOME", SCHOOL_URN="")
C1 = row("MSPR/C1", "Cole", 12, **back(13))


@dataclass
class Three:
    """Three children, Ash with two reports, all of North Yorkshire; and who works with them."""

    coordinator: Viewer
    home: Viewer
    social_worker: Viewer
    children: dict[str, UUID] = field(default_factory=dict)

    @property
    def all(self) -> list[UUID]:
        return [self.children[ref] for ref in ("MSPR/A1", "MSPR/B1", "MSPR/C1")]


def placed(refs: tuple[str, ...] = REFS) -> dict[str, UUID]:
    """Whose each of these reports is now."""
    with as_worker(), scoped(SYSTEM_VIEWER):
        return {ref: child for ref, (child, _) in reports_by_ref(SYSTEM_VIEWER, refs).items()}


def join(kept: UUID, other: UUID, at: datetime = NOW) -> UUID:
    with worker():
        return join_children(system_act("join_children", at), kept, other)


def part(joined: UUID, at: datetime = NOW) -> None:
    with worker():
        part_children(system_act("part_children", at), joined)


@contextmanager
def worker() -> Iterator[None]:
    """The worker's role; temporary tables belong to a role, and two share this session."""
    forget_staging()
    with as_worker():
        yield
    forget_staging()


def forget_staging() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")


def is_right(children: list[UUID], at: datetime = NOW) -> bool:
    """Whether a recount of each from scratch would change nothing."""
    with as_worker(), scoped(SYSTEM_VIEWER):
        book = Casebook(system_act("recount", at))
        book.load(children)
        for child in children:
            changes = Counted(book, book.recount(child)).changes
        assert changes == []
    return True


def all_lines() -> dict[int, tuple[object, ...]]:
    """Every line there is, with its source, its words and its seal."""
    with as_worker(), scoped(SYSTEM_VIEWER), connection.cursor() as cursor:
        cursor.execute("SELECT id, source_id, kind, happened_at, text, digest FROM chronology_line")
        return {each[0]: (*each[1:5], bytes(each[5])) for each in cursor.fetchall()}
