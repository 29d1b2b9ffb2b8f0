"""Which edition a reader is shown, and what an adoption would change: three queries at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from homeward.agencies.queries import get_directory
from homeward.ground.calendar import calendar
from homeward.ground.editions import not_computed_text, shipped_ids, shipped_text
from homeward.protocol.queries import (
    Adopted,
    Governance,
    adopted_text,
    count_judged,
    get_governance,
)
from homeward.rules.acts import Viewer
from homeward.rules.protocol.catalogue import Edition, read_edition
from homeward.rules.protocol.pages import not_computed


@dataclass(frozen=True, slots=True)
class Held:
    """What holds at a place, and the places that there are."""

    governance: Governance
    places: list[str]
    place: str
    adopted: Adopted


def read_held(viewer: Viewer, asked: str | None, today: date) -> Held | None:
    """The edition in force at a place; without one asked for, at the viewer's own.

    None for a place that is none, and where nothing was ever adopted.
    """
    governance, directory = get_governance(), get_directory()
    served = {team.place for team in directory.by_id.values()}
    places = ["", *sorted((served | {each.place for each in governance.adoptions()}) - {""})]
    own = (directory.by_id[team].place for team in viewer.teams if team in directory.by_id)
    place = asked if asked is not None else next((each for each in own if each), "")
    if place not in places or not governance:
        return None
    return Held(governance, places, place, governance.governing(place, today))


def shipped() -> list[Edition]:
    """The editions that come with the product."""
    return [read_edition(shipped_text(each), f"{each}.toml") for each in shipped_ids()]


def text_of(viewer: Viewer, edition: Edition) -> str:
    """The text of an edition that is shipped or was adopted."""
    texts = (shipped_text(each) for each in shipped_ids())
    found = (text for text in texts if read_edition(text, "").sha256 == edition.sha256)
    return next(found, None) or adopted_text(viewer, edition.sha256)


def left_out() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The obligations that no edition computes, whole and in part, each with its reason."""
    read = not_computed(not_computed_text())
    return [dict(row) for row in read["row"]], [dict(row) for row in read["part"]]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an adoption would change: counts of episodes, until when, and what held until now."""

    missing: int
    judged: int
    until: date | None
    before: Adopted


def consequence(viewer: Viewer, governance: Governance, place: str, on: date) -> Consequence:
    """What adopting an edition for a place from a day on would change: one query."""
    own = [each for each in governance.adoptions() if each.place == place]
    until = min((each.adopted_on for each in own if each.adopted_on > on), default=None)
    others = {each.place for each in governance.adoptions() if each.place} if not place else ()
    begin = calendar().at_local(on, time(0))
    end = calendar().at_local(until, time(0)) if until else None
    missing, judged = count_judged(viewer, place, begin, end, sorted(others))
    return Consequence(missing, judged, until, governance.governing(place, on))
