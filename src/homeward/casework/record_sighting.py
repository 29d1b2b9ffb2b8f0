"""Record a sighting of, or a contact with, a child who is missing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from homeward.casework.transaction import acting_on_episode
from homeward.rules.acts import Act, NewLine, Refusal


def record_sighting(
    act: Act,
    episode: UUID,
    *,
    seen_at: datetime,
    place: str,
    seen_by: str,
    text: str = "",
    precision: str = "minute",
) -> None:
    """Who saw the child where and when (UTC). Refused for a time that has not come yet."""
    if seen_at > act.at:
        raise Refusal("A sighting cannot lie in the future.", code="future", field="seen_at")
    with acting_on_episode(act, episode) as work:
        work.say(
            NewLine(
                "sighting.recorded",
                seen_at,
                precision,
                text=text,
                data={"place": place.strip()[:200], "seen_by": seen_by.strip()[:200]},
            )
        )
