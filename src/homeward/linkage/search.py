"""Finding a child for a reader: what was typed, as the one reviewed function takes it.

`homeward_find` answers with children in the reader's scope alone. What a role may find a
child by is narrowed here, before it is asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from homeward.agencies.queries import Directory
from homeward.linkage.joining import standing_joins
from homeward.linkage.variants import forms_of
from homeward.rules.acts import Viewer
from homeward.rules.identifiers import Kind
from homeward.rules.names import fold
from homeward.rules.searching import Part, Typed, Way, ways_for
from homeward.rules.sharing import sections_for

#: A search that finds more asks for another word: nobody reads further.
MOST = 200
#: Words of places that say nothing about which place, and how many schools a word may name.
GENERAL = frozenset(
    [
        "SCHOOL",
        "ACADEMY",
        "COLLEGE",
        "PRIMARY",
        "SECONDARY",
        "HIGH",
        "HOUSE",
        "HOME",
        "CHURCH",
        "SAINT",
    ]
)
FEW = 5
#: What agrees, in the order in which the function numbers it.
WHY = [
    "NAME",
    "START",
    "VARIANT",
    "SOUND",
    "NEAR",
    "OTHER_NAME",
    "BIRTH",
    "SWAPPED",
    "NUMBER",
    "REFERENCE",
    "SCHOOL",
    "YEAR",
    "INITIAL",
    "AREA",
    "HOME",
    "ADDRESS",
]
_KINDS = [kind.value for kind in (Kind.NHS_NO, Kind.UPN, Kind.LA_CHILD_ID)]


@dataclass(frozen=True, slots=True)
class Found:
    """A child that agrees with every part of one way of reading what was typed.

    `why` says for each part in what it agrees; a smaller `distance` is closer.
    """

    child: UUID
    parts: tuple[Part, ...]
    distance: int
    why: tuple[str, ...]
    missing_since: datetime | None


def find(
    viewer: Viewer, typed: Typed, directory: Directory | None = None, most: int = MOST
) -> list[Found]:
    """The viewer's children who agree with what was typed, closest first: one query.

    Of those equally close, who is missing now comes first.
    """
    allowed = ways_for(sections_for(viewer.roles))
    if not typed.ways or not allowed:
        return []
    asked = [[_asked(part, allowed, directory) for part in way] for way in typed.ways]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM homeward_find(%s, %s)", [json.dumps(asked), most])
        rows = cursor.fetchall()
    found = [
        Found(child, typed.ways[way - 1], distance, _why(why), since)
        for child, way, distance, why, since in rows
    ]
    return _under_one_number(viewer, found)


def _under_one_number(viewer: Viewer, found: list[Found]) -> list[Found]:
    """A child with two numbers once, under the one that counts, where it comes closest."""
    kept = dict(standing_joins(viewer, [each.child for each in found])) if found else {}
    once: dict[UUID, Found] = {}
    for each in found:
        child = kept.get(each.child, each.child)
        first = once.setdefault(child, replace(each, child=child))
        since = first.missing_since or each.missing_since
        once[child] = replace(first, missing_since=since)
    return list(once.values())


def _why(said: str) -> tuple[str, ...]:
    """Of `1:0 2:304` (part, and distance with the number of the reason) the reasons by part."""
    pairs = sorted(tuple(map(int, each.split(":"))) for each in said.split())
    return tuple(WHY[best % 100] for _, best in pairs)


def _asked(part: Part, allowed: frozenset[Way], directory: Directory | None) -> dict[str, Any]:
    """One part as the function takes it: nothing that this reader may not find a child by."""
    asked: dict[str, Any] = {
        "forms": part.forms,
        "variants": sorted({other for form in part.forms for other in forms_of(form)}),
        "others": Way.OTHER_NAME in allowed,
    }
    if Way.YEAR in allowed:
        asked["year"] = part.year
    if Way.BIRTH in allowed:
        asked["births"] = [day.isoformat() for day in part.births]
        asked["swapped"] = [day.isoformat() for day in part.swapped]
    if Way.NUMBER in allowed and part.bare:
        asked["kinds"], asked["numbers"] = _KINDS, part.numbers
    if Way.REFERENCE in allowed and part.bare:
        asked["refs"] = [part.bare]
    if Way.PLACE in allowed:
        asked |= _places(part, directory)
    if Way.AREA in allowed and directory is not None:
        asked["areas"] = sorted(_areas(part, directory))
    return {name: value for name, value in asked.items() if value}


def _places(part: Part, directory: Directory | None) -> dict[str, Any]:
    """Schools, homes and addresses that the part may mean."""
    words = [form for form in part.forms if len(form) > 3]
    schools = [part.school] if part.school else list(_named("SCHOOL", words, directory))
    homes = [part.home] if part.home else list(_named("HOME", words, directory))
    general = GENERAL.intersection(words)
    return {
        "schools": schools,
        "leads": bool(schools) and not general and len(schools) <= FEW,
        "homes": homes,
        "address": bool(words),
    }


def _named(kind: str, words: Sequence[str], directory: Directory | None) -> Iterator[str]:
    """The register numbers of the teams of a kind whose name holds one of these words."""
    for team in directory.by_id.values() if directory is not None and words else ():
        if team.kind == kind and team.reference:
            named = fold(f"{team.agency_name} {team.name}").split()
            if not set(words).isdisjoint(named):
                yield team.reference


def _areas(part: Part, directory: Directory) -> set[str]:
    places = {team.place for team in directory.by_id.values() if team.place}
    return {place for place in places if not set(part.forms).isdisjoint(fold(place).split())}
