"""The board in words: facts become rows of a page. Nothing here queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from homeward.children.facts import ChildFacts
from homeward.chronology.facts import LineFacts
from homeward.episodes.queries import EpisodeFacts
from homeward.protocol.queries import NextDuty
from homeward.rules.risk import Grade
from homeward.rules.sharing import Section
from homeward.web.board.reading import NEW_FOR, TAKEN, BoardFacts
from homeward.web.children.present import age_on
from homeward.web.children.wording import (
    CLAIM,
    SETTING_WORDS,
    Names,
    code_words,
    grade_words,
    title_of,
)
from homeward.web.words import day, local

#: What nobody has graded yet stands below high: it may be medium, the floor, or more.
_ORDER = [Grade.HIGH, "", Grade.MEDIUM, Grade.LOW, Grade.VERY_LOW]
_LAST = datetime.max.replace(tzinfo=UTC)
#: Lines that say how a record changed, not what was done for the child.
_NO_ACTION = frozenset({CLAIM, "child.details_changed", "dates.differed", "child.joined"})


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty of a row: what, whose, by when, and how many more like it."""

    title: str
    team: str
    due_at: datetime
    others: int


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done since the evening."""

    at: datetime
    words: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One child who is missing now. What the viewer may not see is blank."""

    id: UUID
    name: str
    age: int | None
    since: datetime
    state: str = ""
    grade: str = ""
    is_new: bool = False
    setting: str = ""
    place: str = ""
    owner: str = ""
    owner_id: int | None = None
    accepted_at: datetime | None = None
    over: Owed | None = None
    coming: Owed | None = None
    last_place: str = ""
    last_seen_at: datetime | None = None
    refs: tuple[str, ...] = ()
    night: tuple[Done, ...] = ()
    child: UUID | None = None

    @property
    def label(self) -> str:
        """How the row is announced."""
        grade = f", {grade_words(self.grade)}" if self.grade else ""
        return f"{self.name}, {self.age}{grade}" if self.age is not None else self.name

    @property
    def first_due(self) -> datetime:
        """When something of this episode is, or was, due first."""
        due = self.over or self.coming
        return due.due_at if due else _LAST


def rows(facts: BoardFacts, now: datetime) -> list[BoardRow]:
    """All rows: by grade, then by what is due soonest, then longest missing first."""
    made = [_row(facts, each, now) for each in facts.episodes if each.child_id in facts.children]
    return sorted(made, key=lambda row: (_place_of(row.grade), row.first_due, row.since))


def _place_of(grade: str) -> int:
    return _ORDER.index(grade) if grade in _ORDER else _ORDER.index("")


def _row(facts: BoardFacts, each: EpisodeFacts, now: datetime) -> BoardRow:
    child = facts.children[each.child_id]
    if Section.EPISODE not in facts.sections:
        return BoardRow(each.id, child.name, None, each.started_at, child=child.id)
    lines = facts.lines.get(each.id, [])
    taken = [line.happened_at for line in lines if line.kind == TAKEN]
    return BoardRow(
        each.id,
        child.name,
        age_on(child.dob, local(now).date()),
        each.started_at,
        "located, not yet back" if each.state == "LOCATED" else "",
        each.grade if Section.RISK in facts.sections else "",
        _is_new(facts, each, child, now),
        each.setting,
        each.place,
        _owner(facts, each),
        each.owner_team_id,
        max(taken, default=None),
        _owed(facts, facts.over.get(each.id)),
        _owed(facts, facts.coming.get(each.id)),
        each.last_place if Section.PLACES in facts.sections else "",
        each.last_seen_at,
        facts.refs.get(each.id, ()),
        _night(facts, lines),
        child.id,
    )


def _is_new(facts: BoardFacts, each: EpisodeFacts, child: ChildFacts, now: datetime) -> bool:
    known = each.reported_at or each.started_at
    opened = facts.opened.get(child.id)
    return now - known < NEW_FOR and (opened is None or opened < known)


def _owner(facts: BoardFacts, each: EpisodeFacts) -> str:
    team = facts.directory.named(each.owner_team_id)
    person = facts.people.get(each.owner_id, "") if each.owner_id else ""
    return f"{person}, {team}" if person and team else team


def _owed(facts: BoardFacts, found: NextDuty | None) -> Owed | None:
    if found is None:
        return None
    duty = facts.governance.duty(found.duty.adoption_id, found.duty.duty)
    return Owed(
        duty.title if duty else found.duty.duty,
        facts.directory.named(found.duty.team_id),
        found.duty.due_at,
        found.count - 1,
    )


def _night(facts: BoardFacts, lines: list[LineFacts]) -> tuple[Done, ...]:
    if Section.CHRONOLOGY not in facts.sections:
        return ()
    names = Names.of(facts.directory, facts.people)
    done = [line for line in lines if line.happened_at >= facts.night]
    return tuple(
        Done(line.happened_at, title_of(line, names), names.agency(line.agency), line.text)
        for line in done
        if line.kind not in _NO_ACTION
    )


def place_words(slug: str) -> str:
    """A place as people write it: "North Yorkshire"."""
    return slug.replace("-", " ").title()


def setting_words(code: str) -> str:
    """A setting as the head of a list."""
    words = SETTING_WORDS.get(code) or code_words(code)
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One alarm of the daily download; `about`: the children it is about, with their pages."""

    title: str
    advice: str
    about: list[tuple[str, str]]


def alarms(facts: BoardFacts, now: datetime) -> list[AlarmLine]:
    """What is wrong with the daily download: first no file, then whose episodes are absent."""
    absent: dict[date, list[tuple[str, str]]] = {}
    lines = []
    for alarm in facts.alarms:
        if alarm.kind == "NO_FILE":
            title = f"No police download by 07:00 on {day(alarm.on, now)}"
            lines.append(AlarmLine(title, "The record stands as the last file left it.", []))
        elif alarm.child_id and (child := facts.children.get(alarm.child_id)):
            absent.setdefault(alarm.on, []).append((child.name, f"/episodes/{alarm.episode_id}/"))
    return lines + [_absent(on, about, now) for on, about in absent.items()]


def _absent(on: date, about: list[tuple[str, str]], now: datetime) -> AlarmLine:
    what = "Open episode" if len(about) == 1 else f"{len(about)} open episodes"
    return AlarmLine(
        f"{what} absent from the newest download, {day(on, now)}",
        "Ask police whether the child is back. Nothing was closed by itself.",
        about,
    )
