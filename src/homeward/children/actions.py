"""Keeping what sources say of a child. Nothing said is lost; the summary is worked out anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from homeward.children.facts import ChildFacts
from homeward.ground.bulk import insert_rows
from homeward.rules.acts import Act


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
    _insert_once(
        "children_identifier",
        ("child_id", "kind", "issuer", "value", "is_valid", "source_id"),
        (
            (child, *identifier, each.source_id)
            for child, each in said
            for identifier in each.identifiers
        ),
        4,
    )
    _insert_once(
        "children_alias",
        ("child_id", "name", "source_id"),
        ((child, name[:255], each.source_id) for child, each in said for name in each.aliases),
        2,
    )
    _insert_once(
        "children_address",
        ("child_id", "text", "postcode", "uprn", "known_at", "source_id"),
        (
            (
                child,
                each.address[:500],
                each.postcode[:10],
                each.uprn[:12],
                each.known_at,
                each.source_id,
            )
            for child, each in said
            if each.address or each.postcode
        ),
        3,
    )
    _insert_once(
        "children_placement",
        (
            "child_id",
            "setting",
            "provider_urn",
            "responsible_la",
            "placing_la",
            "school_urn",
            "known_at",
            "source_id",
        ),
        (
            (
                child,
                each.setting,
                each.provider_urn[:12],
                each.responsible_la[:12],
                each.placing_la[:12],
                each.school_urn[:12],
                each.known_at,
                each.source_id,
            )
            for child, each in said
        ),
        6,
    )


def _insert_once(
    table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]], key: int
) -> None:
    """Insert rows whose first `key` columns stand neither in the batch nor in the table."""
    insert_rows(table, columns, list({row[:key]: row for row in rows}.values()), once=True)


def forget_said(act: Act, child: UUID, source: UUID) -> None:
    """Take off what only this source said of the child; it is said again if the join returns."""
    with connection.cursor() as cursor:
        for table in ("identifier", "alias", "address", "placement"):
            cursor.execute(
                f"DELETE FROM children_{table} WHERE child_id = %s AND source_id = %s",
                [child, source],
            )
