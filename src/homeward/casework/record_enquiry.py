"""Record an enquiry made to find a child: who was asked, how, and what came of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from homeward.casework.transaction import acting_on_episode, demand
from homeward.rules.acts import Act, NewLine, Refusal
from homeward.rules.statements import has_happened


def record_enquiry(
    act: Act,
    episode: UUID,
    *,
    asked_at: datetime,
    of_whom: str,
    method: str,
    result: str,
    text: str = "",
) -> None:
    """Who was asked when (UTC), by which method, with which result.

    `of_whom` says who by their part in the child's life (*grandmother*, *hospital*), never
    another child's name. A result that is still awaited may be blank. Refused for a time that
    has not come yet. Domain notes 1.4: keep a record of the enquiries made.
    """
    if not of_whom.strip():
        raise Refusal("Say who was asked.", code="needed", field="of_whom")
    with acting_on_episode(act, episode) as work:
        demand(has_happened(asked_at, act.at), "asked_at")
        said = {"of_whom": of_whom, "method": method, "result": result}
        data: dict[str, object] = {name: word.strip()[:200] for name, word in said.items()}
        work.say(NewLine("enquiry.recorded", asked_at, text=text.strip(), data=data))
