"""The child page in words: facts become lines of a page. Nothing here queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, repeat
from uuid import UUID

from homeward.chronology.facts import LineFacts, live
from homeward.episodes.queries import MISSING_NOW, EpisodeFacts
from homeward.rules.clocks import Clock
from homeward.rules.sharing import Section
from homeward.web.children.reading import ChildRecord
from homeward.web.children.wording import (
    CLAIM,
    FOUND_WORDS,
    SETTING_WORDS,
    code_words,
    flag_words,
    grade_words,
)
from homeward.web.forms.options import ANSWER_WORDS, words_for
from homeward.web.words import day, duration, join, local

_SEX_WORDS = {"F": "girl", "M": "boy"}
_NUMBER_WORDS = {
    "NHS_NO": "NHS number",
    "UPN": "Unique pupil number",
    "LA_CHILD_ID": "Number at children's social care",
}
_PLACE_HOW = {
    Clock.LAST_SEEN: "last seen",
    Clock.RETURNED: "found or back",
    Clock.LOCATED: "located",
    Clock.SEEN: "seen by police",
}
FIRST = 6


def age_on(dob: date, on: date) -> int:
    """Whole years on a local day."""
    return on.year - dob.year - ((on.month, on.day) < (dob.month, dob.day))


@dataclass(frozen=True, slots=True)
class Heading:
    """Who the child is and whether they are missing: the top of the page.

    `name` begins with what the child wants to be called, `official` is the name on record
    where that is another one.
    """

    name: str
    official: str
    who: str
    missing_since: datetime | None
    open_episode: UUID | None
    grade: str = ""
    involved: str = ""


def heading(record: ChildRecord, now: datetime) -> Heading:
    """The top of the page."""
    child = record.child
    missing = next((each for each in record.episodes if each.state in MISSING_NOW), None)
    preferred = standing_need(record, "PREFERRED_NAME")
    about = [
        str(age_on(child.dob, local(now).date())),
        _SEX_WORDS.get(child.sex, ""),
        standing_need(record, "PRONOUNS"),
    ]
    if record.may(Section.EPISODE):
        about += [SETTING_WORDS.get(child.setting, ""), _placed(record), _place_words(child.place)]
    return Heading(
        preferred or child.name,
        child.name if preferred else "",
        " · ".join(each for each in about if each),
        missing.started_at if missing else None,
        missing.id if missing else None,
        missing.grade if missing and record.may(Section.RISK) else "",
        join([record.directory.named(team) for team in record.teams]),
    )


def standing_need(record: ChildRecord, kind: str) -> str:
    """What stands of a kind that can only be one, where the viewer may know it; else blank."""
    standing = (each for each in record.life.needs if each.kind == kind and each.stated.stands)
    return next((each.words for each in standing), "")


def _place_words(place: str) -> str:
    """The area that serves the child: north-yorkshire is North Yorkshire."""
    return place.replace("-", " ").title()


def _placed(record: ChildRecord) -> str:
    if not record.child.placed_by_other_la:
        return ""
    recorded = (each.placing_la for each in record.life.placements if each.stated.stands)
    reported = record.details.placements if record.details else []
    codes = [*recorded, *(placing for _, _, _, placing in reported)]
    code = next((placing for placing in codes if placing), "")
    name = authority_name(record, code)
    return f"placed here by {name}" if name else "placed here by another authority"


def authority_name(record: ChildRecord, code: str) -> str:
    """The authority with this public code, as the directory calls it; blank when unknown."""
    teams = record.directory.by_id.values()
    found = (team.agency_name for team in teams if code and team.agency_reference == code)
    return next(found, code)


@dataclass(slots=True)
class Place:
    """Somewhere the child was seen or found: how often, when last, how."""

    words: str
    times: set[object] = field(default_factory=set)
    last_at: datetime | None = None
    how: str = ""


def places(record: ChildRecord) -> list[Place]:
    """Places of sightings, last seen and found, newest first; each version counted once."""
    found: dict[str, Place] = {}
    for line in live(record.lines):
        words = str(line.data.get("place", "")).strip()
        how = _how(line)
        if not words or not how:
            continue
        place = found.setdefault(words.casefold(), Place(words))
        place.times.add((line.source_id, line.data.get("clock"), line.happened_at))
        if place.last_at is None or line.happened_at >= place.last_at:
            place.last_at, place.how = line.happened_at, how
    return sorted(found.values(), key=lambda each: str(each.last_at), reverse=True)


def _how(line: LineFacts) -> str:
    if line.kind == "sighting.recorded":
        return "sighting"
    return _PLACE_HOW.get(Clock(line.data["clock"]), "") if line.kind == CLAIM else ""


def flags(record: ChildRecord) -> list[tuple[str, list[datetime]]]:
    """What police marked on their reports, in words, with the days of those reports."""
    found: dict[str, list[datetime]] = {}
    newest = sorted(record.reports.values(), key=lambda each: each.started_at, reverse=True)
    for report in newest:
        for code in report.detail.get("flags", ()):
            found.setdefault(flag_words(str(code)), []).append(report.started_at)
    return list(found.items())


def answers(record: ChildRecord) -> list[tuple[str, list[tuple[str, list[datetime]]]]]:
    """Reasons, harms and risks that lines speak of, each with the days it was said, newest first.

    They are counted by the line, never weighed: no child is scored.
    """
    found: dict[str, dict[str, list[datetime]]] = {short: {} for short in ANSWER_WORDS.values()}
    for line in reversed(live(record.lines)):
        for name, short in ANSWER_WORDS.items():
            for words in words_for(name, line.data.get(name, ())):
                found[short].setdefault(words, []).append(line.happened_at)
    return [(short, list(said.items())) for short, said in found.items() if said]


def said(record: ChildRecord) -> list[LineFacts]:
    """What the child said, newest first."""
    return [line for line in reversed(live(record.lines)) if line.kind == "child.said"]


@dataclass(frozen=True, slots=True)
class PastEpisode:
    """One episode in a sentence."""

    id: UUID
    heading: str
    sentence: str


def past_episodes(record: ChildRecord, now: datetime) -> list[PastEpisode]:
    """Every episode in one line, newest first."""
    where = _found_places(record)
    how = _found_by(record)
    return [
        PastEpisode(
            each.id, _days(each, now), _sentence(record, each, how, where.get(each.id, ""), now)
        )
        for each in record.episodes
    ]


def _days(episode: EpisodeFacts, now: datetime) -> str:
    started = day(episode.started_at, now)
    returned = day(episode.returned_at, now) if episode.returned_at else ""
    return f"{started} to {returned}" if returned and returned != started else started


def _sentence(
    record: ChildRecord, episode: EpisodeFacts, how: Mapping[UUID, str], place: str, now: datetime
) -> str:
    if episode.state == "CANCELLED":
        return "No longer counted as missing."
    if not record.may(Section.EPISODE):
        return "Missing now." if episode.state in MISSING_NOW else "Back."
    parts = [_length(episode, now)]
    if record.may(Section.RISK) and episode.grade:
        parts.append(grade_words(episode.grade))
    return f"{', '.join(parts)}.{_ended(how.get(episode.id, ''), place)}"


def _ended(how: str, place: str) -> str:
    """How the child was found, and where, as the next sentence."""
    if not how and not place:
        return ""
    return f" {how or 'Found'} ({place})." if place else f" {how}."


def _length(episode: EpisodeFacts, now: datetime) -> str:
    if episode.returned_at:
        return duration(episode.returned_at - episode.started_at)
    if episode.state in MISSING_NOW:
        return f"missing now for {duration(now - episode.started_at)}"
    return "no time of return"


def _found_by(record: ChildRecord) -> dict[UUID, str]:
    return {
        report.episode_id: FOUND_WORDS[str(report.detail["found_by"])]
        for report in record.reports.values()
        if report.episode_id and report.detail.get("found_by") in FOUND_WORDS
    }


def _found_places(record: ChildRecord) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for line in live(record.lines):
        report = record.reports.get(line.source_id)
        if report and report.episode_id and line.data.get("clock") == Clock.RETURNED:
            place = str(line.data.get("place", ""))
            if place:
                found[report.episode_id] = place
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a summary list."""

    key: str
    value: str
    href: str = ""
    agency: str = ""


def details(record: ChildRecord) -> list[Row]:
    """Date of birth, numbers and other names, each by its own section."""
    known = record.details
    if known is None:
        return []
    rows = [Row("Date of birth", f"{record.child.dob:%-d} {record.child.dob:%B %Y}")]
    if record.may(Section.IDENTIFIERS):
        rows.append(Row("Other names", join(known.aliases)))
        rows += [_number(*each) for each in known.identifiers]
    return rows


def reported(record: ChildRecord) -> list[Row]:
    """Where reports say that the child lives and learns, for whoever may read places."""
    known = record.details
    if known is None or not record.may(Section.PLACES):
        return []
    rows = _lives(known.addresses)
    placed = [_placement(record, *each) for each in known.placements]
    rows += _newest_first("Placement", placed)
    rows.append(Row("School", school(record)))
    return rows


def _number(kind: str, value: str, is_valid: bool) -> Row:
    words = value if is_valid else f"{value} (cannot be right: check it)"
    return Row(_NUMBER_WORDS.get(kind, code_words(kind).capitalize()), words)


def _lives(addresses: Iterable[tuple[str, str]]) -> list[Row]:
    listed = [", ".join(part for part in each if part) for each in addresses]
    return _newest_first("Address", listed)


def _newest_first(key: str, listed: Iterable[str]) -> list[Row]:
    """The newest under its own name, those before it as earlier ones."""
    keys = chain([key], repeat(f"Earlier {key.lower()}"))
    return [Row(name, words) for name, words in zip(keys, listed, strict=False)]


def _placement(
    record: ChildRecord, setting: str, provider: str, responsible: str, placing: str
) -> str:
    home = record.directory.for_reference("HOME", provider)
    parts = [SETTING_WORDS.get(setting, code_words(setting)), home.name if home else provider]
    if responsible:
        parts.append(f"responsible: {authority_name(record, responsible)}")
    if placing:
        parts.append(f"placed by {authority_name(record, placing)}")
    return ", ".join(part for part in parts if part)


def school(record: ChildRecord) -> str:
    """The school of the child's summary, by name where the directory knows it."""
    urn = record.child.school_urn
    team = record.directory.for_reference("SCHOOL", urn)
    return f"{team.agency_name} ({urn})" if team else urn
