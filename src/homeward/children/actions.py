"""Keeping what sources say of a child. Nothing said is lost; the summary is worked out anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from homeward.children.entries import TABLES
from homeward.children.facts import ChildFacts, Kept, PlacementFacts, SchoolingFacts
from homeward.children.models import Child
from homeward.ground.bulk import insert_newest, insert_rows
from homeward.ground.ids import new_id
from homeward.rules.acts import Act
from homeward.rules.living import placed_by_other


@dataclass(frozen=True, slots=True)
class Said:
    """What one version of a report, or one form, says of a child. Text blank: not said.

    `rank` orders what was said: the newest report, then its newest version, counts.
    """

    source_id: UUID
    rank: tuple[datetime, str, int]
    known_at: datetime
    surname: str
    forename: str
    dob: date
    forename2: str = ""
    aliases: tuple[str, ...] = ()
    sex: str = ""
    ethnicity: str = ""
    setting: str = "OTHER"
    place: str = ""
    identifiers: tuple[tuple[str, str, str, bool], ...] = ()
    address: str = ""
    postcode: str = ""
    uprn: str = ""
    provider_urn: str = ""
    responsible_la: str = ""
    placing_la: str = ""
    school_urn: str = ""

    @property
    def placed_by_other_la(self) -> bool | None:
        """Whether another authority placed the child; None for a child at home."""
        if self.placing_la:
            return self.placing_la != self.responsible_la
        return None if self.setting in ("HOME", "OTHER", "HOSPITAL", "SCHOOL") else False


def child_of(child_id: UUID, said: Said) -> ChildFacts:
    """The summary of a child by what was said last."""
    return ChildFacts(
        child_id,
        said.surname,
        said.forename,
        said.forename2,
        said.dob,
        said.sex,
        said.ethnicity,
        said.setting,
        said.place,
        said.school_urn,
        said.placed_by_other_la,
    )


def as_recorded(
    child: ChildFacts,
    placement: PlacementFacts | None,
    schooling: SchoolingFacts | None,
    place: str,
) -> ChildFacts:
    """The summary with what agencies recorded by hand and has not ended over what reports say.

    `place` is the area that serves the placement, blank where it is none of ours.
    """
    if placement is not None:
        child = replace(
            child,
            setting=placement.setting,
            place=place or child.place,
            placed_by_other_la=placed_by_other(
                placement.setting, placement.host_la, placement.placing_la
            ),
        )
    if schooling is not None:
        child = replace(child, school_urn=schooling.school_urn)
    elif placement is not None and placement.school_urn:
        child = replace(child, school_urn=placement.school_urn)
    return child


@dataclass(slots=True)
class ChildWrites:
    """New and changed children of one transaction, written together."""

    new: list[ChildFacts] = field(default_factory=list)
    changed: list[ChildFacts] = field(default_factory=list)
    said: list[tuple[UUID, Said]] = field(default_factory=list)


def _summary(child: ChildFacts) -> tuple[Any, ...]:
    return (
        child.surname,
        child.forename,
        child.forename2,
        child.dob,
        child.sex,
        child.ethnicity,
        child.setting,
        child.place,
        child.school_urn,
        child.placed_by_other_la,
        child.id,
    )


_SUMMARY = (
    "surname",
    "forename",
    "forename2",
    "dob",
    "sex",
    "ethnicity",
    "setting",
    "place",
    "school_urn",
    "placed_by_other_la",
)


def keep_children(act: Act, writes: ChildWrites) -> None:
    """Write new children, changed summaries and all that was said of them."""
    insert_rows("children_child", (*_SUMMARY, "id"), [_summary(child) for child in writes.new])
    with connection.cursor() as cursor:
        for child in writes.changed:
            cursor.execute(
                f"UPDATE children_child SET {', '.join(f'{name} = %s' for name in _SUMMARY)}"
                " WHERE id = %s",
                _summary(child),
            )
    _keep_said(writes.said)


def _keep_said(said: Sequence[tuple[UUID, Said]]) -> None:
    for table, columns, key, rows_of in _KEPT:
        rows = [(child, *row) for child, each in said for row in rows_of(each)]
        columns_of_row = ("child_id", *columns)
        if "known_at" in columns:
            _insert_newest(table, columns_of_row, rows, key)
        else:
            insert_rows(table, columns_of_row, _each_once(rows, key), once=True)


def _identifiers(said: Said) -> list[tuple[Any, ...]]:
    return [(*identifier, said.source_id) for identifier in said.identifiers]


def _aliases(said: Said) -> list[tuple[Any, ...]]:
    return [(name[:255], said.source_id) for name in said.aliases]


def _addresses(said: Said) -> list[tuple[Any, ...]]:
    if not said.address and not said.postcode:
        return []
    place = said.address[:500], said.postcode[:10], said.uprn[:12]
    return [(*place, said.known_at, said.source_id)]


def _placements(said: Said) -> list[tuple[Any, ...]]:
    codes = said.provider_urn, said.responsible_la, said.placing_la, said.school_urn
    return [(said.setting, *(code[:12] for code in codes), said.known_at, said.source_id)]


#: Table, its columns after the child, how many columns (the child's with them) make a row's key.
_KEPT: tuple[tuple[str, tuple[str, ...], int, Callable[[Said], list[tuple[Any, ...]]]], ...] = (
    (
        "children_identifier",
        ("kind", "issuer", "value", "is_valid", "source_id"),
        4,
        _identifiers,
    ),
    ("children_alias", ("name", "source_id"), 2, _aliases),
    ("children_address", ("text", "postcode", "uprn", "known_at", "source_id"), 3, _addresses),
    (
        "children_placement",
        (
            "setting",
            "provider_urn",
            "responsible_la",
            "placing_la",
            "school_urn",
            "known_at",
            "source_id",
        ),
        6,
        _placements,
    ),
)


def _each_once(rows: Iterable[tuple[Any, ...]], key: int) -> list[tuple[Any, ...]]:
    """Of rows alike in their first `key` columns, the last."""
    return list({row[:key]: row for row in rows}.values())


def _insert_newest(
    table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]], key: int
) -> None:
    """Keep when a thing was said last, whatever the order in which files were taken."""
    at = columns.index("known_at")
    newest = _each_once(sorted(rows, key=lambda row: (row[at], row[-1].hex)), key)
    insert_newest(table, columns, newest, key=key, by="known_at")


def forget_said(act: Act, child: UUID, source: UUID) -> None:
    """Take off what only this source said of the child; it is said again if the join returns."""
    with connection.cursor() as cursor:
        for table in ("identifier", "alias", "address", "placement"):
            cursor.execute(
                f"DELETE FROM children_{table} WHERE child_id = %s AND source_id = %s",
                [child, source],
            )


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What somebody records: whose word, for which days, and the columns of its own kind."""

    said_by: str
    values: Mapping[str, object]
    since_on: date | None = None
    until_on: date | None = None
    in_error: bool = False
    reason: str = ""


def keep_entry(
    act: Act, kept: Kept, child: UUID, entry: NewEntry, thread: UUID | None = None
) -> UUID:
    """Record an entry, or the next version of the one with this thread; its thread."""
    row_id = new_id()
    if thread is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {TABLES[kept]} SET replaced_by_id = %s"
                " WHERE child_id = %s AND thread = %s AND replaced_by_id IS NULL",
                [row_id, child, thread],
            )
    row = {
        "id": row_id,
        "thread": thread or row_id,
        "child_id": child,
        "since_on": entry.since_on,
        "until_on": entry.until_on,
        "in_error": entry.in_error,
        "reason": entry.reason.strip()[:300],
        "said_by": entry.said_by,
        "agency": act.viewer.agency,
        "person_id": act.viewer.person,
        "act_id": act.id,
        "known_at": act.known,
        "recorded_at": act.at,
        **entry.values,
    }
    insert_rows(TABLES[kept], tuple(row), [tuple(row.values())])
    return thread or row_id


def keep_relative(act: Act, child: UUID) -> UUID:
    """Enter a person around the child; who that is, is said in words of this child's record."""
    relative = new_id()
    insert_rows(
        "children_relative",
        ("id", "child_id", "act_id", "recorded_at"),
        [(relative, child, act.id, act.at)],
    )
    return relative


def keep_alias(act: Act, child: UUID, name: str) -> bool:
    """Enter another name the child is known by; whether it was new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO children_alias (child_id, name, source_id) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [child, name, child],
        )
        return bool(cursor.rowcount)


def mark_erased(act: Act, child: UUID) -> None:
    """The child's record was erased: what is left says so."""
    Child.objects.filter(pk=child).update(erased_at=act.at)
