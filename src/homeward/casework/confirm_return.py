"""Confirm that a child is back. Starts the clock of the return interview."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from homeward.casework.transaction import acting_on_episode
from homeward.rules.acts import Act, NewLine, Refusal
from homeward.rules.clocks import Clock, Source


def confirm_return(
    act: Act,
    episode: UUID,
    *,
    returned_at: datetime,
    source: Source,
    place: str = "",
    text: str = "",
    seen_at: datetime | None = None,
) -> None:
    """When (UTC) and by whose word the child returned; `seen_at` when wellbeing was confirmed.

    Refused for a time before the start or in the future. Police's own download stays a
    claim of its own; the rule settles between them (contracts 3.6, domain 7.2).
    """
    if returned_at > act.at:
        raise Refusal("A return cannot lie in the future.", code="future", field="returned_at")
    with acting_on_episode(act, episode) as work:
        started = work.settled.started_at
        if returned_at < started:
            raise Refusal(
                "The return lies before the start of this episode. Check the time, or record"
                " what is known of the start first.",
                code="before-start",
                field="returned_at",
            )
        work.say(_claim(Clock.RETURNED, returned_at, source, place, text))
        if seen_at is not None:
            work.say(_claim(Clock.SEEN, seen_at, source, "", ""))


def _claim(clock: Clock, at: datetime, source: Source, place: str, text: str) -> NewLine:
    data: dict[str, object] = {"clock": clock.value, "source": source.value}
    if place:
        data["place"] = place[:200]
    return NewLine("clock.claimed", at, text=text, data=data)
