"""Record a sighting of, or a contact with, a child who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from homeward.casework.answers import answered
from homeward.casework.transaction import acting_on_episode, demand
from homeward.rules.acts import Act, NewLine, Refusal
from homeward.rules.statements import has_happened


def record_sighting(
    act: Act,
    episode: UUID,
    *,
    seen_at: datetime,
    place: str,
    seen_by: str,
    text: str = "",
    precision: str = "minute",
    harms: Sequence[str] = (),
) -> None:
    """Who saw the child where and when (UTC). Refused for a time that has not come yet.

    `seen_by` says who by their part in the child's life, never another child's name.
    `harms` are codes of the dated list in force.
    """
    if not place.strip() and not text.strip():
        raise Refusal("Say where, or what kind of contact it was.", code="needed", field="place")
    with acting_on_episode(act, episode) as work:
        demand(has_happened(seen_at, act.at), "seen_at")
        data: dict[str, object] = {"place": place.strip()[:200], "seen_by": seen_by.strip()[:200]}
        data |= answered(act, harms=harms)
        work.say(NewLine("sighting.recorded", seen_at, precision, text=text.strip(), data=data))
