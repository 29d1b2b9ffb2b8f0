"""Family, where the child lives, school and needs in words. Nothing here queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from homeward.children.facts import (
    EntryFacts,
    HouseholdFacts,
    NeedFacts,
    PlacementFacts,
    RelativeFacts,
    SchoolingFacts,
    Stated,
    TieFacts,
)
from homeward.episodes.queries import MISSING_NOW
from homeward.rules.family import SAID_BY_WORDS, TIES, Answer
from homeward.rules.living import CARE, ROUTES
from homeward.rules.needs import NEEDS
from homeward.rules.sharing import Section
from homeward.web.children.present import authority_name
from homeward.web.children.reading import ChildRecord
from homeward.web.children.wording import SETTING_WORDS, code_words
from homeward.web.words import day, join, plural

#: Needs that stand with what matters now, as well as in their own section.
_FIRST = frozenset({"COMMUNICATION", "INTERPRETER", "DISABILITY", "HEALTH"})
_SAFE: Mapping[str, str] = {
    Answer.YES: "Safe to contact",
    Answer.UNKNOWN: "Nobody has said whether it is safe to contact them",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the page shows it. `warning` is shown with weight; `part` opens its forms."""

    key: str
    title: str
    facts: Sequence[str]
    agency: str
    source: str
    part: str
    thread: UUID | None
    warning: str = ""
    notes: str = ""
    child: UUID | None = None
    ended: str = ""


@dataclass(slots=True)
class Shown:
    """Entries of one section: those that stand, and those that ended."""

    now: list[Entry] = field(default_factory=list)
    earlier: list[Entry] = field(default_factory=list)

    def put(self, entry: Entry) -> None:
        """Put it where it belongs."""
        (self.earlier if entry.ended else self.now).append(entry)


@dataclass(frozen=True, slots=True)
class LifeShown:
    """The four sections of the page; None for one that the viewer may not see."""

    family: Shown | None
    associates: Shown | None
    households: Shown | None
    living: Shown | None
    school: Shown | None
    needs: Shown | None
    matters: list[Entry]
    outside: str


def shown(record: ChildRecord, now: datetime) -> LifeShown:
    """All of it, as far as the viewer's sections reach."""
    family = record.may(Section.FAMILY)
    needs = record.may(Section.NEEDS) or record.may(Section.HEALTH)
    places = record.may(Section.PLACES)
    return LifeShown(
        _ties(record, now, is_family=True) if family else None,
        _ties(record, now, is_family=False) if family else None,
        _all(_household(record, each, now) for each in record.life.households) if family else None,
        _all(_placement(record, each, now) for each in record.life.placements) if places else None,
        _all(_schooling(record, each, now) for each in record.life.schooling)
        if record.may(Section.SCHOOLING)
        else None,
        _needs(record, now) if needs else None,
        [_need(record, each, now) for each in record.life.needs if _matters(each)],
        _outside(record) if places else "",
    )


def version(record: ChildRecord, entry: EntryFacts, now: datetime) -> Entry:
    """One version of an entry, for the page that corrects or ends it."""
    match entry:
        case TieFacts():
            return _tie(record, entry, now)
        case HouseholdFacts():
            return _household(record, entry, now)
        case PlacementFacts():
            return _placement(record, entry, now)
        case SchoolingFacts():
            return _schooling(record, entry, now)
        case NeedFacts():
            return _need(record, entry, now)
    raise LookupError("a relative is shown with a tie")


def _all(entries: Iterable[Entry]) -> Shown:
    found = Shown()
    for entry in entries:
        found.put(entry)
    return found


def _ties(record: ChildRecord, now: datetime, *, is_family: bool) -> Shown:
    found = Shown()
    own = {tie.other_child for tie in record.life.ties if tie.stated.stands}
    order = list(TIES)
    for tie in sorted(record.life.ties, key=lambda each: order.index(each.kind)):
        if TIES[tie.kind].is_family is is_family:
            found.put(_tie(record, tie, now))
    for tie in record.life.back:
        if TIES[tie.kind].is_family is is_family and tie.child not in own:
            found.put(_back(record, tie, now))
    return found


def _tie(record: ChildRecord, tie: TieFacts, now: datetime) -> Entry:
    third = record.may(Section.THIRD_PARTY)
    person = record.life.relatives.get(tie.relative) if tie.relative else None
    facts = [tie.words, *_answers(tie), *_span(tie.stated, now)]
    if person and third:
        facts += [person.reach, _shared(record, person)]
    if tie.other_child:
        facts += _their_episodes(record, tie.other_child)
    return Entry(
        TIES[tie.kind].words,
        _who(record, tie, person),
        [each for each in facts if each],
        *_said(record, tie.stated, now),
        part="child" if tie.other_child else "person",
        thread=tie.stated.thread if third else None,
        warning=_warning(tie, third=third),
        notes=person.notes if person and third else "",
        child=tie.other_child if tie.other_child in record.others else None,
        ended=_ended(tie.stated, now),
    )


def _who(record: ChildRecord, tie: TieFacts, person: RelativeFacts | None) -> str:
    """A name, where the viewer has it; of another child nothing but what stands on this one."""
    if person is not None:
        return person.name
    other = record.others.get(tie.other_child) if tie.other_child else None
    return other.name if other else ""


def _back(record: ChildRecord, tie: TieFacts, now: datetime) -> Entry:
    """A tie that stands on the other child's record, which the viewer has as well."""
    other = record.others[tie.child]
    return Entry(
        f"{TIES[tie.kind].words} of",
        other.name,
        [*_span(tie.stated, now), *_their_episodes(record, tie.child)],
        *_said(record, tie.stated, now),
        part="child",
        thread=None,
        child=tie.child,
        ended=_ended(tie.stated, now),
    )


def _answers(tie: TieFacts) -> list[str]:
    facts = []
    if tie.responsibility == Answer.YES:
        facts.append("has parental responsibility")
    if tie.responsibility == Answer.NO and TIES[tie.kind].is_family:
        facts.append("no parental responsibility")
    if tie.lives_with == Answer.YES:
        facts.append("lives with the child")
    if tie.other_child is None and tie.safe != Answer.NO:
        facts.append(_SAFE[tie.safe].lower())
    return facts


def _shared(record: ChildRecord, person: RelativeFacts) -> str:
    """To which other children, whom the viewer has as well, the same person is tied."""
    ties = [tie for tie in record.life.shared if tie.relative == person.relative]
    named = {
        record.others[tie.child].name: TIES[tie.kind].words.lower()
        for tie in ties
        if tie.stated.stands and tie.child in record.others
    }
    return join([f"{kind} of {name} too" for name, kind in sorted(named.items())])


def _warning(tie: TieFacts, *, third: bool) -> str:
    if tie.safe != Answer.NO:
        return ""
    return f"Not safe to contact: {tie.why_unsafe}" if third else "Not safe to contact"


def _their_episodes(record: ChildRecord, other: UUID) -> list[str]:
    """Another child's episodes: nothing unless the viewer has that child."""
    if other not in record.others:
        return []
    counted = [each for each in record.their_episodes.get(other, ()) if each.state != "CANCELLED"]
    missing = any(each.state in MISSING_NOW for each in counted)
    facts = [plural(len(counted), "missing episode") if counted else "no missing episode"]
    return [*facts, "missing now"] if missing else facts


def _household(record: ChildRecord, home: HouseholdFacts, now: datetime) -> Entry:
    tied = {tie.stated.thread: tie for tie in record.life.ties}
    members = [_member(record, tied[each]) for each in home.members if each in tied]
    place = ", ".join(each for each in (home.address, home.postcode) if each)
    third = record.may(Section.THIRD_PARTY)
    facts = [f"with {join(members)}" if members else "", *_span(home.stated, now)]
    return Entry(
        "Household",
        home.name,
        [each for each in (place if third else "", *facts) if each],
        *_said(record, home.stated, now),
        part="household",
        thread=home.stated.thread if third else None,
        ended=_ended(home.stated, now),
    )


def _member(record: ChildRecord, tie: TieFacts) -> str:
    person = record.life.relatives.get(tie.relative) if tie.relative else None
    kind = tie.words or TIES[tie.kind].words.lower()
    name = _who(record, tie, person)
    return f"{name} ({kind})" if name else kind


def _placement(record: ChildRecord, placed: PlacementFacts, now: datetime) -> Entry:
    setting = SETTING_WORDS.get(placed.setting, code_words(placed.setting))
    home = record.directory.for_reference("HOME", placed.provider_urn)
    school = record.directory.for_reference("SCHOOL", placed.school_urn)
    facts = [
        f"register number {placed.provider_urn}" if placed.provider_urn else "",
        f"school {school.agency_name if school else placed.school_urn}"
        if placed.school_urn
        else "",
        *_span(placed.stated, now),
        *(
            f"{words} {authority_name(record, code)}"
            for words, code in (
                ("placed by", placed.placing_la),
                ("host authority", placed.host_la),
                ("home authority", placed.home_la),
            )
            if code
        ),
    ]
    return Entry(
        setting.capitalize(),
        placed.provider or (home.agency_name if home else ""),
        [each for each in facts if each],
        *_said(record, placed.stated, now),
        part="placement",
        thread=placed.stated.thread if record.records_places else None,
        ended=_ended(placed.stated, now),
    )


def _outside(record: ChildRecord) -> str:
    """A plain line where the child lives in the area of another authority than the placing one."""
    standing = [each for each in record.life.placements if each.stated.stands]
    if not record.child.placed_by_other_la:
        unnamed = [each for each in standing if each.setting in CARE and not each.placing_la]
        return "Nobody has recorded which authority placed the child." if unnamed else ""
    return "Placed outside the area of the placing authority: both authorities must know."


def _schooling(record: ChildRecord, taught: SchoolingFacts, now: datetime) -> Entry:
    team = record.directory.for_reference("SCHOOL", taught.school_urn)
    facts = [
        taught.school_urn,
        f"year {taught.year_group}" if taught.year_group.isdecimal() else taught.year_group,
        "on a second roll as well" if taught.is_second else "",
        *_span(taught.stated, now),
    ]
    return Entry(
        ROUTES[taught.route],
        taught.school_name or (team.agency_name if team else ""),
        [each for each in facts if each],
        *_said(record, taught.stated, now),
        part="school",
        thread=taught.stated.thread if record.records_places else None,
        ended=_ended(taught.stated, now),
    )


def _needs(record: ChildRecord, now: datetime) -> Shown:
    order = list(NEEDS)
    needs = sorted(record.life.needs, key=lambda each: order.index(each.kind))
    return _all(_need(record, each, now) for each in needs)


def _matters(need: NeedFacts) -> bool:
    """Whether somebody who looks for the child, or finds them, must know of it first."""
    return need.stated.stands and need.kind in _FIRST


def _need(record: ChildRecord, need: NeedFacts, now: datetime) -> Entry:
    return Entry(
        NEEDS[need.kind].words,
        need.words,
        _span(need.stated, now),
        *_said(record, need.stated, now),
        part="need",
        thread=need.stated.thread,
        ended=_ended(need.stated, now),
    )


def _span(stated: Stated, now: datetime) -> list[str]:
    """Since when, for an entry that stands."""
    if stated.since_on is None or stated.until_on is not None:
        return []
    return [f"since {day(stated.since_on, now)}"]


def _ended(stated: Stated, now: datetime) -> str:
    if stated.until_on is None:
        return ""
    since = f"{day(stated.since_on, now)} to " if stated.since_on else "until "
    return f"{since}{day(stated.until_on, now)}. {stated.reason}"


def _said(record: ChildRecord, stated: Stated, now: datetime) -> tuple[str, str]:
    """The agency that recorded it; whose word it is, who wrote it and when."""
    by = SAID_BY_WORDS[stated.said_by]
    person = record.names.person(stated.person_id)
    wrote = f"written by {person}" if person else "written"
    return (
        record.names.agency(stated.agency),
        f"says {by}, {wrote} {day(stated.known_at, now)}",
    )
