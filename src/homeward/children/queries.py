"""Reading children. Row policies decide which of them this viewer has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from homeward.children.entries import TABLES, read_entry
from homeward.children.facts import (
    CARE,
    ChildFacts,
    EntryFacts,
    HouseholdFacts,
    Kept,
    Life,
    NeedFacts,
    PlacementFacts,
    RelativeFacts,
    SchoolingFacts,
    TieFacts,
)
from homeward.children.models import Alias, Child, Placement, PlacementEntry
from homeward.rules.acts import Viewer

_FIELDS = (
    "id",
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
    "erased_at",
)


def find_children(viewer: Viewer, children: Iterable[UUID]) -> dict[UUID, ChildFacts]:
    """The children with these ids that the viewer has, by id."""
    rows = Child.objects.filter(pk__in=list(children)).values_list(*_FIELDS)
    return {row[0]: ChildFacts(*row) for row in rows}


def get_child(viewer: Viewer, child: UUID) -> ChildFacts | None:
    """One child, None where there is none for this viewer."""
    return find_children(viewer, [child]).get(child)


def lock_children(viewer: Viewer, children: Sequence[UUID]) -> set[UUID]:
    """Lock these children in id order until the transaction ends; the ids that exist.

    A child whose record was erased cannot be locked: nothing is done on it any more.
    """
    if not children:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM children_child WHERE id = ANY (%s) AND erased_at IS NULL"
            " ORDER BY id FOR UPDATE",
            [sorted(set(children))],
        )
        return {row[0] for row in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class ChildDetails:
    """What hangs on a child, newest first: for the child page and the review queue."""

    identifiers: list[tuple[str, str, bool]]
    aliases: list[str]
    addresses: list[tuple[str, str]]
    placements: list[tuple[str, str, str, str]]


_DETAILS = """
    SELECT 'identifier', kind, value, is_valid::text, '', NULL::timestamptz, id
      FROM children_identifier WHERE child_id = %(child)s
    UNION ALL SELECT 'alias', name, '', '', '', NULL, id
      FROM children_alias WHERE child_id = %(child)s
    UNION ALL SELECT 'address', text, postcode, '', '', known_at, id
      FROM children_address WHERE child_id = %(child)s
    UNION ALL SELECT 'placement', setting, provider_urn, responsible_la, placing_la, known_at, id
      FROM children_placement WHERE child_id = %(child)s
    ORDER BY 6 DESC NULLS LAST, 2, 7 DESC
"""


def get_details(viewer: Viewer, child: UUID) -> ChildDetails:
    """Identifiers, aliases, addresses and placements of one child: one query."""
    found = ChildDetails([], [], [], [])
    with connection.cursor() as cursor:
        cursor.execute(_DETAILS, {"child": child})
        for what, first, second, third, fourth, _, _ in cursor.fetchall():
            if what == "identifier":
                found.identifiers.append((first, second, third == "true"))
            elif what == "alias":
                found.aliases.append(first)
            elif what == "address":
                found.addresses.append((first, second))
            else:
                found.placements.append((first, second, third, fourth))
    return found


_SHARED = """child_id <> %(child)s AND relative_id IN (
    SELECT t.relative_id FROM children_tie t
    WHERE t.child_id = %(child)s AND t.relative_id IS NOT NULL AND t.replaced_by_id IS NULL)"""
_LIVE = "SELECT '{kept}', to_jsonb(e) FROM {table} e WHERE {of} AND replaced_by_id IS NULL"


def get_life(viewer: Viewer, child: UUID, kinds: Iterable[Kept]) -> Life:
    """The child's current entries of these kinds, newest beginning first: one query.

    Ties come with those that other children have to this one, and to the same relatives; the
    policies hand out a tie only to somebody involved with the child on whose record it stands.
    """
    wanted = set(kinds)
    asked = [_live(kept, "child_id = %(child)s") for kept in sorted(wanted)]
    if Kept.TIE in wanted:
        asked += [_live(Kept.TIE, "other_child_id = %(child)s"), _live(Kept.TIE, _SHARED)]
    life = Life()
    if not asked:
        return life
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), {"child": child})
        rows = [(Kept(kept), json.loads(row)) for kept, row in cursor.fetchall()]
    for kept, row in sorted(rows, key=_newest_first, reverse=True):
        _put(life, child, read_entry(kept, row))
    return life


def _live(kept: Kept, of: str) -> str:
    return _LIVE.format(kept=kept.value, table=TABLES[kept], of=of)


def _newest_first(each: tuple[Kept, Mapping[str, Any]]) -> tuple[str, str, str]:
    row = each[1]
    return row["since_on"] or "", row["recorded_at"], row["thread"]


def _put(life: Life, child: UUID, entry: EntryFacts) -> None:
    """Put an entry where it belongs; what was entered in error is not handed out."""
    if entry.stated.in_error:
        return
    match entry:
        case RelativeFacts():
            life.relatives[entry.relative] = entry
        case TieFacts():
            _ties(life, child, entry).append(entry)
        case HouseholdFacts():
            life.households.append(entry)
        case PlacementFacts():
            life.placements.append(entry)
        case SchoolingFacts():
            life.schooling.append(entry)
        case NeedFacts():
            life.needs.append(entry)


def _ties(life: Life, child: UUID, tie: TieFacts) -> list[TieFacts]:
    if tie.child == child:
        return life.ties
    return life.shared if tie.relative else life.back


def versions_of(viewer: Viewer, kept: Kept, child: UUID, thread: UUID) -> list[EntryFacts]:
    """One entry with all that was said of it before, the current version first; none: empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_jsonb(e) FROM {TABLES[kept]} e WHERE child_id = %s AND thread = %s"
            " ORDER BY replaced_by_id IS NULL DESC, recorded_at DESC, id DESC",
            [child, thread],
        )
        return [read_entry(kept, json.loads(row)) for (row,) in cursor.fetchall()]


def standing_entries(
    viewer: Viewer, children: Iterable[UUID]
) -> list[tuple[UUID, PlacementFacts | SchoolingFacts]]:
    """Where these children live and learn by entries that have not ended: one query."""
    open_now = "child_id = ANY (%(of)s) AND until_on IS NULL AND NOT in_error"
    asked = [
        _live(Kept.PLACEMENT, open_now),
        _live(Kept.SCHOOLING, f"{open_now} AND NOT is_second"),
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), {"of": list(children)})
        rows = [(Kept(kept), json.loads(row)) for kept, row in cursor.fetchall()]
    read = ((UUID(row["child_id"]), read_entry(kept, row)) for kept, row in rows)
    return [
        (child, entry)
        for child, entry in read
        if isinstance(entry, PlacementFacts | SchoolingFacts)
    ]


def overlaps(
    viewer: Viewer,
    kept: Kept,
    child: UUID,
    days: tuple[date, date | None],
    but: UUID | None,
) -> bool:
    """Whether another current entry of the child covers some of these days."""
    second = " AND NOT is_second" if kept is Kept.SCHOOLING else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM {TABLES[kept]} WHERE child_id = %s"
            " AND replaced_by_id IS NULL AND NOT in_error AND thread IS DISTINCT FROM %s"
            f"{second} AND daterange(since_on, until_on) && daterange(%s, %s))",
            [child, but, *days],
        )
        return bool(cursor.fetchone()[0])


def names_by_hand(viewer: Viewer, children: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Other names that people added to these children, whom no report brought."""
    rows = Alias.objects.filter(child_id__in=list(children), source_id=F("child_id"))
    found: dict[UUID, list[str]] = {}
    for child, name in rows.order_by("name").values_list("child_id", "name"):
        found.setdefault(child, []).append(name)
    return found


def children_born_on(viewer: Viewer, dob: date) -> list[ChildFacts]:
    """The viewer's children with this date of birth, found by its index."""
    rows = Child.objects.filter(dob=dob, erased_at=None).order_by("surname", "forename", "id")
    return [ChildFacts(*row) for row in rows.values_list(*_FIELDS)[:50]]


def children_after(viewer: Viewer, last: UUID | None, limit: int) -> list[ChildFacts]:
    """Children whose records stand, in the order of their ids, from the one after `last`."""
    rows = Child.objects.filter(erased_at=None)
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return [ChildFacts(*row) for row in rows.order_by("pk").values_list(*_FIELDS)[:limit]]


def once_in_care(viewer: Viewer, children: Iterable[UUID]) -> set[UUID]:
    """Which of these children were ever said to be looked after, or placed by an authority."""
    listed, care = list(children), Q(setting__in=sorted(CARE)) | ~Q(placing_la="")
    said = Placement.objects.filter(care, child_id__in=listed)
    recorded = PlacementEntry.objects.filter(care, child_id__in=listed, in_error=False)
    return {*said.values_list("child_id", flat=True), *recorded.values_list("child_id", flat=True)}


def known_by(viewer: Viewer, children: Iterable[UUID]) -> dict[UUID, tuple[set[str], set[str]]]:
    """By which surnames and at which postcodes these children are known: one query."""
    found: dict[UUID, tuple[set[str], set[str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, surname, '' FROM children_child WHERE id = ANY (%(ids)s)"
            " UNION ALL SELECT child_id, '', postcode FROM children_address"
            " WHERE child_id = ANY (%(ids)s) AND postcode <> ''",
            {"ids": list(children)},
        )
        for child, surname, postcode in cursor.fetchall():
            names, codes = found.setdefault(child, (set(), set()))
            names.update(filter(None, [surname]))
            codes.update(filter(None, [postcode]))
    return found
