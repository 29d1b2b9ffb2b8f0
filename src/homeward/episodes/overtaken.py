"""Claims that later events have overtaken, and times that contradict each other.

A claim is never lost: it stays among the lines. Here it is decided only whether it still
takes part in settling its clock. Domain notes 7.2 (left again, reopened); the rest P.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from homeward.chronology.facts import LineFacts
from homeward.rules.clocks import DAY, Choice, Claim, Clock, Settled, apart, settle

#: Which line undoes which clocks, as soon as somebody states a later time for them.
_UNDONE_BY = {
    "episode.reopened": (Clock.CLOSED,),
    "child.left_again": (Clock.LOCATED, Clock.SEEN),
}


def still_heard(
    claims: Sequence[Claim], lines: Iterable[LineFacts], choices: Mapping[Clock, Choice]
) -> list[Claim]:
    """The claims, those that no longer take part marked as withdrawn.

    A closing, sighting or location gives way to a later one once the episode was reopened
    or the child left again. A return that lies before the settled start counts as none.
    """
    heard = list(claims)
    for line in lines:
        for clock in _UNDONE_BY.get(line.kind, ()):
            heard = _give_way(heard, clock, line.happened_at)
    returns = [claim for claim in heard if claim.clock is Clock.RETURNED]
    starts = [claim.at for claim in heard if claim.clock is Clock.START]
    if returns and starts and min(claim.at for claim in returns) < max(starts):
        return _after_start(heard, choices)
    return heard


def _give_way(claims: list[Claim], clock: Clock, at: datetime) -> list[Claim]:
    if not any(each.clock is clock and each.at > at and not each.withdrawn for each in claims):
        return claims
    return [
        replace(each, withdrawn=True) if each.clock is clock and each.at <= at else each
        for each in claims
    ]


def _after_start(claims: list[Claim], choices: Mapping[Clock, Choice]) -> list[Claim]:
    start = settle(Clock.START, claims, choices.get(Clock.START), tolerance=timedelta(0))
    if start is None:
        return claims
    return [
        replace(each, withdrawn=True)
        if each.clock is Clock.RETURNED and each.at < start.at and apart(each, start.claim)
        else each
        for each in claims
    ]


def agreeing(clocks: Mapping[Clock, Settled]) -> dict[Clock, Settled]:
    """The clocks with a start and a return that do not contradict each other.

    Where one of them knows only its day, it gives way within that day.
    """
    agreed = dict(clocks)
    start, returned = agreed.get(Clock.START), agreed.get(Clock.RETURNED)
    if start is None or returned is None or returned.at >= start.at:
        return agreed
    if returned.precision == DAY:
        agreed[Clock.RETURNED] = replace(returned, at=start.at)
    else:
        agreed[Clock.START] = replace(start, at=returned.at)
    return agreed
