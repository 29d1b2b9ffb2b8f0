"""Joins of two children's numbers: which stand, which record counts, and keeping them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from homeward.ground.bulk import insert_rows
from homeward.ground.ids import new_id
from homeward.linkage.models import Join
from homeward.rules.acts import Act, Viewer


@dataclass(frozen=True, slots=True)
class JoinFacts:
    """One join. `sources` came over with it; who knew either record before stands in `knew_*`."""

    id: UUID
    kept_id: UUID
    other_id: UUID
    review_id: UUID | None
    sources: tuple[UUID, ...]
    knew_kept: tuple[str, ...]
    knew_other: tuple[str, ...]
    reason: str
    joined_at: datetime
    parted_at: datetime | None


_JOIN = tuple(JoinFacts.__slots__)

#: Every number that counts under another one now, however many joins lie between.
_STANDING = """
WITH RECURSIVE up AS (
    SELECT j.other_id AS other, j.kept_id AS kept FROM linkage_join j
    WHERE j.parted_at IS NULL AND j.other_id = ANY (%(children)s)
    UNION ALL
    SELECT u.other, j.kept_id FROM up u JOIN linkage_join j ON j.other_id = u.kept
    WHERE j.parted_at IS NULL
), down AS (
    SELECT j.other_id AS other, j.kept_id AS kept FROM linkage_join j
    WHERE j.parted_at IS NULL AND j.kept_id = ANY (%(children)s)
    UNION ALL
    SELECT j.other_id, d.kept FROM down d JOIN linkage_join j ON j.kept_id = d.other
    WHERE j.parted_at IS NULL
)
SELECT other, kept FROM up WHERE NOT EXISTS (
    SELECT FROM linkage_join n WHERE n.other_id = up.kept AND n.parted_at IS NULL)
UNION SELECT other, kept FROM down
"""


def standing_joins(viewer: Viewer, children: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    """Of these children: (number, the number it counts under), and those that count under them.

    A number of the list that counts under another is given with the last one of the chain.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"children": list(children)})
        return [(other, kept) for other, kept in cursor.fetchall()]


def kept_of(viewer: Viewer, child: UUID) -> UUID:
    """The number under which this child's record counts now: its own, mostly."""
    joined = dict(pair for pair in standing_joins(viewer, [child]) if pair[0] == child)
    return joined.get(child, child)


def get_join(viewer: Viewer, join: UUID) -> JoinFacts | None:
    """One join, None where there is none for this viewer."""
    return next(iter(_joins(id=join)), None)


def joins_of_child(viewer: Viewer, child: UUID) -> list[JoinFacts]:
    """The joins that stand and have this child on either side, oldest first."""
    rows = [*_joins(kept_id=child, parted_at=None), *_joins(other_id=child, parted_at=None)]
    return sorted(rows, key=lambda row: row.joined_at)


def join_of_review(viewer: Viewer, review: UUID) -> JoinFacts | None:
    """The join that stands because of a review, None without one."""
    return next(iter(_joins(review_id=review, parted_at=None)), None)


def _joins(**wanted: Any) -> list[JoinFacts]:
    rows = Join.objects.filter(**wanted).order_by("joined_at", "id").values_list(*_JOIN)
    return [_join(row) for row in rows]


def _join(row: tuple[Any, ...]) -> JoinFacts:
    values: list[Any] = [tuple(each) if isinstance(each, list) else each for each in row]
    return JoinFacts(*values)


def keep_join(
    act: Act,
    kept: UUID,
    other: UUID,
    sources: Sequence[UUID],
    knew: tuple[Iterable[str], Iterable[str]],
    review: UUID | None,
) -> UUID:
    """Write that two numbers are one child; the join's id."""
    join = new_id()
    insert_rows(
        "linkage_join",
        (
            "id",
            "kept_id",
            "other_id",
            "review_id",
            "sources",
            "knew_kept",
            "knew_other",
            "reason",
            "joined_at",
            "act_id",
        ),
        [
            (
                join,
                kept,
                other,
                review,
                list(sources),
                sorted(knew[0]),
                sorted(knew[1]),
                act.reason[:300],
                act.at,
                act.id,
            )
        ],
    )
    return join


def end_join(act: Act, join: UUID) -> None:
    """Write that they were parted again."""
    Join.objects.filter(pk=join).update(parted_at=act.at, parted_act_id=act.id)


def let_go(act: Act, sources: Sequence[UUID], below: Iterable[UUID]) -> None:
    """These sources belong to another number again: no join that stands takes them back later.

    But for the joins of the numbers `below`, which went with them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE linkage_join SET sources = ARRAY("
            " SELECT s FROM unnest(sources) s WHERE NOT s = ANY (%(sources)s))"
            " WHERE parted_at IS NULL AND sources && %(sources)s"
            " AND NOT other_id = ANY (%(below)s)",
            {"sources": list(sources), "below": list(below)},
        )
