"""Keep the filter of a list under a name, for oneself or for the team."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.ledger.actions import enter
from homeward.lists.actions import count_kept, keep, prefer
from homeward.rules.acts import Act, NotFound, Refusal

MOST = 30
LONGEST = 60


def keep_filter(
    act: Act,
    code: str,
    name: str,
    query: Mapping[str, str],
    *,
    team: int | None = None,
    default: bool = False,
) -> int:
    """Keep it; one of the same name is replaced. Its id.

    Refused without a name, without anything to keep, or when there are too many. NotFound
    for a team that the person is not in.
    """
    wanted = name.strip()
    if not wanted or len(wanted) > LONGEST:
        raise Refusal(f"Give the filter a name of up to {LONGEST} letters.", field="name")
    if not query:
        raise Refusal("Nothing is narrowed now, so there is nothing to keep.", field="name")
    if team is not None and team not in act.viewer.teams:
        raise NotFound
    with transaction.atomic():
        set_scope(act.viewer)
        if count_kept(act, code) >= MOST:
            raise Refusal(f"You keep {MOST} filters of this list. Remove one first.", field="name")
        made = keep(act, code, wanted, query, team)
        if default:
            prefer(act, code, made)
        enter(act, [], None)
    return made
