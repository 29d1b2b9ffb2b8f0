"""Go through what was read since the last time and list what looks odd. The worker's work.

In steps of some hundred entries, each its own transaction: it keeps its place and never holds
anybody up. The rules say what is odd (`rules/odd_looks.py`); nothing is worked out on a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from homeward.access.looks.actions import NewOdd, come_so_far, list_odd
from homeward.access.looks.queries import Span, grounds_of_children, home_mark, homes_of, how_far
from homeward.access.queries import Held, roles_of
from homeward.access.scope import scoped
from homeward.children.queries import known_by
from homeward.episodes.queries import ended_of_children
from homeward.ledger.queries import Reading, opened_in_hours, readings_after
from homeward.rules.acts import Act, Viewer
from homeward.rules.clocks import LONDON
from homeward.rules.names import read_name
from homeward.rules.odd_looks import HABIT_DAYS, Look, OddKind, is_bulk, odd_kinds

WORK = "odd looks"
STEP = 400
#: What is newer than this waits: entries of transactions still under way come in between.
SETTLED = timedelta(minutes=2)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows of the people and children of one step."""

    held: Sequence[Held]
    homes: dict[UUID, bytes]
    grounds: dict[UUID, list[Span]]
    surnames: dict[UUID, frozenset[str]]
    postcodes: dict[UUID, frozenset[bytes]]
    ended: dict[UUID, datetime | None]

    @classmethod
    def of(cls, viewer: Viewer, readings: Sequence[Reading]) -> Known:
        """Read it: six queries, however many readings."""
        people = {each.person_id for each in readings}
        children = {each.child_id for each in readings}
        by = known_by(viewer, children)
        return cls(
            roles_of(viewer, people),
            homes_of(viewer, people),
            grounds_of_children(viewer, children),
            {child: frozenset(map(folded, names)) for child, (names, _) in by.items()},
            {
                child: frozenset(filter(None, map(home_mark, codes)))
                for child, (_, codes) in by.items()
            },
            ended_of_children(viewer, children),
        )

    def look(self, reading: Reading) -> Look:
        """One reading, with what is known of both."""
        day = reading.at.astimezone(LONDON).date()
        held = [each for each in self.held if each.person_id == reading.person_id]
        then = [each for each in held if each.ran(day)]
        teams = {each.team_id for each in then}
        return Look(
            reading.at,
            frozenset(each.role for each in then),
            folded(held[0].name.rsplit(maxsplit=1)[-1]) if held else "",
            self.surnames.get(reading.child_id, frozenset()),
            self.homes.get(reading.person_id),
            self.postcodes.get(reading.child_id, frozenset()),
            any(
                team in teams and since <= reading.at and (until is None or reading.at < until)
                for team, since, until in self.grounds.get(reading.child_id, ())
            ),
            self.ended.get(reading.child_id),
        )


def _marks(postcodes: Iterable[str]) -> frozenset[bytes]:
    return frozenset(filter(None, map(home_mark, postcodes)))


def folded(name: str) -> str:
    """A surname without case, marks and signs."""
    return read_name(name).compact


def notice_odd_looks(act: Act) -> bool:
    """One step; whether there may be more."""
    with scoped(act.viewer):
        last = how_far(act.viewer, WORK)
        until, readings = readings_after(act.viewer, last, act.at - SETTLED, STEP)
        if until == last:
            return False
        if readings:
            list_odd(act, [*_odd(act, readings), *_many(act, readings)])
        come_so_far(act, WORK, until)
    return True


def _odd(act: Act, readings: Sequence[Reading]) -> list[NewOdd]:
    known = Known.of(act.viewer, readings)
    return [
        NewOdd(
            kind,
            each.person_id,
            each.agency,
            each.child_id,
            each.at,
            each.at.astimezone(LONDON).date(),
            {"page": each.page, "roles": sorted(known.look(each).roles)},
        )
        for each in readings
        for kind in odd_kinds(known.look(each))
    ]


def _many(act: Act, readings: Iterable[Reading]) -> list[NewOdd]:
    """Hours in which somebody opened many records, by the person's own habit."""
    hours = {(each.person_id, each.agency, _hour(each.at)) for each in readings}
    found = []
    for person, agency, hour in sorted(hours, key=str):
        since = hour - timedelta(days=HABIT_DAYS)
        counted = opened_in_hours(act.viewer, person, since, hour + HOUR)
        this_hour = counted.pop(hour, 0)
        if is_bulk(this_hour, counted.values()):
            facts = {"children": this_hour, "busiest": max(counted.values(), default=0)}
            day = hour.astimezone(LONDON).date()
            found.append(NewOdd(OddKind.BULK, person, agency, None, hour, day, facts))
    return found


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
