"""Entries as rows become facts: which table each kind lies in, and how a row is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from homeward.children.facts import (
    EntryFacts,
    HouseholdFacts,
    Kept,
    NeedFacts,
    PlacementFacts,
    RelativeFacts,
    SchoolingFacts,
    Stated,
    TieFacts,
)

Row = Mapping[str, Any]

TABLES: Mapping[Kept, str] = MappingProxyType(
    {
        Kept.RELATIVE: "children_relativeword",
        Kept.TIE: "children_tie",
        Kept.HOUSEHOLD: "children_household",
        Kept.PLACEMENT: "children_placemententry",
        Kept.SCHOOLING: "children_schooling",
        Kept.NEED: "children_need",
    }
)


def read_entry(kept: Kept, row: Row) -> EntryFacts:
    """The facts of one row, given as PostgreSQL writes it in JSON."""
    return _READ[kept](row, _stated(row))


def _stated(row: Row) -> Stated:
    return Stated(
        UUID(row["thread"]),
        _day(row["since_on"]),
        _day(row["until_on"]),
        row["in_error"],
        row["reason"],
        row["said_by"],
        row["agency"],
        _id(row["person_id"]),
        datetime.fromisoformat(row["known_at"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _relative(row: Row, stated: Stated) -> RelativeFacts:
    return RelativeFacts(stated, UUID(row["relative_id"]), row["name"], row["reach"], row["notes"])


def _tie(row: Row, stated: Stated) -> TieFacts:
    words = ("kind", "words", "responsibility", "lives_with", "safe", "why_unsafe")
    return TieFacts(
        stated,
        UUID(row["child_id"]),
        _id(row["relative_id"]),
        _id(row["other_child_id"]),
        *(row[name] for name in words),
    )


def _household(row: Row, stated: Stated) -> HouseholdFacts:
    members = tuple(UUID(each) for each in row["members"])
    return HouseholdFacts(stated, row["name"], row["address"], row["postcode"], members)


_PLACED = ("setting", "provider", "provider_urn", "host_la", "placing_la", "home_la")


def _placement(row: Row, stated: Stated) -> PlacementFacts:
    names = (*_PLACED, "school_urn")
    return PlacementFacts(stated, *(row[name] for name in names))


def _schooling(row: Row, stated: Stated) -> SchoolingFacts:
    names = ("route", "school_urn", "school_name", "year_group", "is_second")
    return SchoolingFacts(stated, *(row[name] for name in names))


def _need(row: Row, stated: Stated) -> NeedFacts:
    return NeedFacts(stated, row["kind"], row["words"])


_READ: Mapping[Kept, Callable[[Row, Stated], EntryFacts]] = MappingProxyType(
    {
        Kept.RELATIVE: _relative,
        Kept.TIE: _tie,
        Kept.HOUSEHOLD: _household,
        Kept.PLACEMENT: _placement,
        Kept.SCHOOLING: _schooling,
        Kept.NEED: _need,
    }
)
