"""Reading children. Row policies decide which of them this viewer has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from homeward.children.facts import ChildFacts
from homeward.children.models import Child
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
)


def find_children(viewer: Viewer, children: Iterable[UUID]) -> dict[UUID, ChildFacts]:
    """The children with these ids that the viewer has, by id."""
    rows = Child.objects.filter(pk__in=list(children)).values_list(*_FIELDS)
    return {row[0]: ChildFacts(*row) for row in rows}


def get_child(viewer: Viewer, child: UUID) -> ChildFacts | None:
    """One child, None where there is none for this viewer."""
    return find_children(viewer, [child]).get(child)


def lock_children(viewer: Viewer, children: Sequence[UUID]) -> set[UUID]:
    """Lock these children in id order until the transaction ends; the ids that exist."""
    if not children:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM children_child WHERE id = ANY (%s) ORDER BY id FOR UPDATE",
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
