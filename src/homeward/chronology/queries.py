"""Reading the lines. Row policies decide which of them this viewer has."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from homeward.chronology.actions import SAID, line_facts
from homeward.chronology.facts import LineFacts
from homeward.chronology.models import Line, Source
from homeward.rules.acts import Viewer


def lines_of_sources(viewer: Viewer, sources: Iterable[UUID]) -> list[LineFacts]:
    """Every line of these sources, oldest happening first."""
    rows = Line.objects.filter(source_id__in=list(sources))
    ordered = rows.order_by("happened_at", "id").values_list(*SAID)
    return [line_facts(row) for row in ordered]


def sources_of_child(viewer: Viewer, child: UUID) -> list[UUID]:
    """The sources that belong to a child now."""
    return list(Source.objects.filter(child_id=child).values_list("id", flat=True))


def lines_of_child(viewer: Viewer, child: UUID) -> list[LineFacts]:
    """Every line of a child, oldest happening first: one query."""
    rows = Line.objects.filter(source__child_id=child)
    return [line_facts(row) for row in rows.order_by("happened_at", "id").values_list(*SAID)]


def lines_of_children(viewer: Viewer, children: Iterable[UUID]) -> list[tuple[UUID, LineFacts]]:
    """Every line of these children, with the child's id: one query."""
    rows = Line.objects.filter(source__child_id__in=list(children)).order_by("id")
    return [(row[0], line_facts(row[1:])) for row in rows.values_list("source__child_id", *SAID)]


def lines_since(
    viewer: Viewer, episodes: Iterable[UUID], since: datetime, always: str, limit: int
) -> list[tuple[UUID, LineFacts]]:
    """Lines of these episodes that happened at or after `since`, with the episode: one query.

    Lines of the kind `always` come whenever they happened; the newest `limit` in all.
    """
    rows = Line.objects.filter(source__episode_id__in=list(episodes))
    rows = rows.filter(Q(happened_at__gte=since) | Q(kind=always)).order_by("-happened_at", "-id")
    found = rows.values_list("source__episode_id", *SAID)[:limit]
    return [(row[0], line_facts(row[1:])) for row in reversed(found)]


def child_of_line(viewer: Viewer, line: int) -> UUID | None:
    """The child to whom a line's source belongs now, None where there is none for this viewer."""
    rows = Line.objects.filter(pk=line).values_list("source__child_id", flat=True)
    return rows.first()


def last_entries(viewer: Viewer, children: Iterable[UUID]) -> dict[UUID, datetime]:
    """When something was last recorded of each of these children (UTC)."""
    rows = Line.objects.filter(source__child_id__in=list(children))
    newest = rows.values("source__child_id").annotate(at=Max("recorded_at"))
    return dict(newest.values_list("source__child_id", "at"))
