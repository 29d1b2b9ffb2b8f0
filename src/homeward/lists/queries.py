"""Reading kept filters: one's own, and those shared with one's teams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from homeward.lists.models import SavedFilter
from homeward.rules.acts import Viewer


@dataclass(frozen=True, slots=True)
class FilterFacts:
    """One kept filter. `own`: the viewer's; otherwise a colleague shares it."""

    id: int
    list: str
    name: str
    query: Mapping[str, str]
    is_default: bool
    is_shared: bool
    own: bool


def saved_filters(viewer: Viewer, code: str) -> list[FilterFacts]:
    """The filters of a list that this viewer may use, by name: one query."""
    rows = SavedFilter.objects.filter(list=code, removed_at=None).order_by("name", "id")
    return [_facts(viewer, row) for row in rows[:100]]


def get_filter(viewer: Viewer, filter_id: int) -> FilterFacts | None:
    """One kept filter, None where there is none for this viewer."""
    rows = SavedFilter.objects.filter(pk=filter_id, removed_at=None)
    return next((_facts(viewer, row) for row in rows), None)


def _facts(viewer: Viewer, row: SavedFilter) -> FilterFacts:
    own: UUID | None = row.person_id
    return FilterFacts(
        row.id,
        row.list,
        row.name,
        row.query,
        row.is_default and own == viewer.person,
        row.team_id is not None,
        own == viewer.person,
    )
