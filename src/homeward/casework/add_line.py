"""Add a line to a child's chronology by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from homeward.casework.answers import answered
from homeward.casework.transaction import acting_on_child, acting_on_episode, demand
from homeward.rules.acts import Act, NewLine, NotFound
from homeward.rules.clocks import MINUTE
from homeward.rules.statements import has_happened, may_add


def add_line(
    act: Act,
    child: UUID,
    *,
    kind: str,
    happened_at: datetime,
    precision: str = MINUTE,
    text: str = "",
    episode: UUID | None = None,
    reasons: Sequence[str] = (),
    harms: Sequence[str] = (),
    risks: Sequence[str] = (),
) -> None:
    """What happened when (UTC), as one of the kinds that a person may add (`rules.lines`).

    `reasons`, `harms` and `risks` are codes of the dated lists in force.
    With an episode the line may start, meet or excuse its duties; without one it stands with
    the child. Refused for another kind and for a time that has not come yet; NotFound for an
    episode of another child.
    """
    demand(may_add(kind), "kind")
    demand(has_happened(happened_at, act.at), "happened_at")
    data = answered(act, reasons=reasons, harms=harms, risks=risks)
    line = NewLine(kind, happened_at, precision, text=text.strip(), data=data)
    if episode is None:
        with acting_on_child(act, child) as work:
            work.say_of_child(line)
        return
    with acting_on_episode(act, episode) as work:
        if work.case.child.id != child:
            raise NotFound
        work.say(line)
