"""Keeping, preferring and removing one's own filters. Nobody changes a colleague's."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet

from homeward.lists.models import SavedFilter
from homeward.rules.acts import Act


def _own(act: Act, code: str = "") -> QuerySet[SavedFilter]:
    """The filters that this person keeps, of one list or of all."""
    if act.viewer.person is None:
        return SavedFilter.objects.none()
    rows = SavedFilter.objects.filter(person_id=act.viewer.person, removed_at=None)
    return rows.filter(list=code) if code else rows


def keep(act: Act, code: str, name: str, query: Mapping[str, str], team: int | None) -> int:
    """Keep a filter; one of the same name is replaced. Its id."""
    _own(act, code).filter(name=name).update(removed_at=act.at)
    made = SavedFilter(team_id=team, list=code, name=name, query=dict(query), made_at=act.at)
    made.person_id = _person(act)
    made.save(force_insert=True)
    return made.id


def _person(act: Act) -> UUID:
    """Who acts. PermissionError for the system, which keeps no filters."""
    if act.viewer.person is None:
        raise PermissionError("The system keeps no filters.")
    return act.viewer.person


def count_kept(act: Act, code: str) -> int:
    """How many filters of a list this person keeps."""
    return _own(act, code).count()


def prefer(act: Act, code: str, chosen: int | None) -> None:
    """Make one the list's default for this person, or none."""
    _own(act, code).filter(is_default=True).update(is_default=False)
    if chosen is not None:
        _own(act, code).filter(pk=chosen).update(is_default=True)


def remove(act: Act, filter_id: int) -> None:
    """Take one's own filter off the list."""
    _own(act).filter(pk=filter_id).update(removed_at=act.at, is_default=False)
