"""The desk in words: facts become lines of a page. Nothing here queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from homeward.children.facts import ChildFacts
from homeward.episodes.queries import MISSING_NOW, EpisodeFacts
from homeward.protocol.queries import DutyFacts
from homeward.rules.episodes import State
from homeward.rules.protocol.catalogue import Duty
from homeward.rules.protocol.limits import limit_words
from homeward.rules.sharing import Section
from homeward.web.children.present import age_on
from homeward.web.children.wording import grade_words, kind_words
from homeward.web.desk.reading import CAP, DUE, FIRST, OVER_DAYS, DeskFacts, LanePage
from homeward.web.episodes.duties import LOCAL_DEFAULT
from homeward.web.lists.columns import Column, Listing
from homeward.web.words import duration, join, local, when

TITLES = {"over": "Overdue", "today": "Due today", "week": "This week", "later": "Later"}
#: What a list leaves out, said where it stands.
REACHES = {
    "over": f"Due in the last {OVER_DAYS} days. What has been over for longer stands on the"
    " page of its episode."
}
#: What each lane holds, said on its page; and where another page shows it already.
LANES = {
    "open": ("Open now", "Children who are missing now."),
    "new": ("New to us", "First episodes that began in the last 28 days."),
    "out-of-area": (
        "Out of area",
        "Children placed here by another authority, with an episode in the last 28 days.",
    ),
    "again": (
        "Again within 28 days",
        "Episodes of the last 28 days that began within 28 days of an earlier one.",
    ),
}


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane with its count, as a link."""

    words: str
    count: str
    href: str


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty of a worklist."""

    title: str
    due_at: datetime
    about: str
    href: str
    owner: str
    why: str
    origin: str
    child: UUID
    rule: str
    rule_href: str


@dataclass(frozen=True, slots=True)
class DutyList:
    """One list of the desk; `more` leads to all of it where not all is shown."""

    code: str
    title: str
    count: str
    lines: list[DutyLine]
    more: str
    reach: str


def capped(count: int) -> str:
    """A count as a screen says it."""
    return str(count) if count < CAP else f"{CAP - 1}+"


def greeting(name: str, now: datetime) -> str:
    """Good morning, afternoon or evening, on the local clock."""
    hour = local(now).hour
    part = "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"
    first = name.partition(" ")[0]
    return f"Good {part}, {first}." if first else f"Good {part}."


def owed_counts(facts: DeskFacts) -> list[tuple[str, str]]:
    """What the greeting counts, each with the anchor of its lines: "1 overdue"."""
    words = {"over": "overdue", "today": "due today"}
    counts = [(due, facts.counts.get(due, 0)) for due in words]
    return [(f"{capped(count)} {words[due]}", f"#{due}") for due, count in counts if count]


def duty_lists(facts: DeskFacts, mine: bool, now: datetime) -> list[DutyList]:
    """The lists of the desk that have lines, soonest first."""
    lists = [
        DutyList(
            due,
            TITLES[due],
            capped(facts.counts[due]),
            duty_lines(facts, due, now),
            owed_address(due, mine) if facts.counts[due] > FIRST else "",
            REACHES.get(due, ""),
        )
        for due in DUE
        if due in facts.owed
    ]
    return [each for each in lists if each.lines]


def later(facts: DeskFacts, mine: bool) -> tuple[str, str] | None:
    """The link to what is due after this week, None where nothing is."""
    count = facts.counts.get("later", 0)
    return (f"{capped(count)} due later", owed_address("later", mine)) if count else None


def owed_address(due: str, mine: bool) -> str:
    """Where all of one list is."""
    return reverse("desk:owed", args=[due]) + ("?who=mine" if mine else "")


def duty_lines(facts: DeskFacts, due: str, now: datetime) -> list[DutyLine]:
    """The lines of one list."""
    return [duty_line(facts, row, now) for row in facts.owed[due]]


def duty_line(facts: DeskFacts, row: DutyFacts, now: datetime) -> DutyLine:
    """One duty with its words from the edition that judges it."""
    duty = facts.governance.duty(row.adoption_id, row.duty)
    child = facts.children.get(row.child_id)
    since = f"{kind_words(duty.starts)}, {when(row.start_at, now)}" if duty else ""
    within = f" · {limit_words(duty.within.text)}" if duty else ""
    return DutyLine(
        duty.title if duty else row.duty,
        row.due_at,
        called(child, now),
        episode_address(row.episode_id),
        facts.directory.named(row.team_id) if facts.many_teams else "",
        since + within,
        origin(duty) if duty else "",
        row.child_id,
        row.duty,
        reverse("protocol:duty", args=[row.adoption_id, row.duty]),
    )


def origin(duty: Duty) -> str:
    """The rule's source and how it is known, in short; a local default says so."""
    if duty.evidence == "P":
        return LOCAL_DEFAULT.capitalize()
    words = f"{duty.source}, evidence {duty.evidence}"
    return words if duty.figure_evidence != "P" else f"{words}; time limit: {LOCAL_DEFAULT}"


def called(child: ChildFacts | None, now: datetime) -> str:
    """Name and age."""
    return f"{child.name}, {age_on(child.dob, local(now).date())}" if child else ""


def episode_address(episode: UUID) -> str:
    """The page of an episode."""
    return f"/episodes/{episode}/"


def lane_links(facts: DeskFacts) -> list[Lane]:
    """The lanes with their counts; each opens its lines."""
    made = [
        Lane(words, capped(facts.lanes[lane]), reverse("desk:lane", args=[lane]))
        for lane, (words, _) in LANES.items()
        if lane in facts.lanes
    ]
    if Section.CHRONOLOGY in facts.sections and "differing" in facts.lanes:
        made.append(Lane("Differences", capped(facts.lanes["differing"]), "/differences/"))
    if facts.emergencies:
        count = capped(facts.emergencies)
        made.append(Lane("Emergency access to review", count, "/emergency/review/"))
    if facts.odd:
        made.append(Lane("Odd-looking access", capped(facts.odd), "/odd-looks/"))
    if facts.waiting is not None:
        made.append(Lane("Review queue", capped(facts.waiting), "/review/"))
    return made


@dataclass(frozen=True, slots=True)
class EpisodeLine:
    """One episode of a lane."""

    name: str
    href: str
    grade: str
    started_at: datetime
    state: str
    missing: bool
    owner: str
    note: str
    child: UUID


def lane_listing(lane: str, now: datetime, sections: frozenset[Section]) -> Listing[EpisodeLine]:
    """A lane with the columns that these sections may read."""
    columns: tuple[Column[EpisodeLine], ...] = (
        Column("Child", lambda line: line.name, href=lambda line: line.href, width=28),
        Column(
            "Grade",
            lambda line: grade_words(line.grade) if line.grade else "not graded",
            shown=lambda line: line.grade,
            look=lambda line: "grade",
            section=Section.RISK,
        ),
        Column("Began", lambda line: line.started_at),
        Column(
            "How it stands",
            lambda line: line.state,
            shown=lambda line: (
                f"Missing {duration(now - line.started_at)}" if line.missing else line.state
            ),
            note=lambda line: line.note,
            look=lambda line: "strong" if line.missing else "",
        ),
        Column("Also", lambda line: line.note, only="sheet", width=40),
        Column("Owner", lambda line: line.owner or "nobody yet", width=28),
    )
    title = LANES[lane][0]
    return Listing(f"lane-{lane}", title, columns, lambda line: line.child).within(sections)


#: The desk as a list that can open with one's own work.
DESK: Listing[DutyLine] = Listing("desk", "Desk", (), filters=("who",))
OWED: tuple[Column[DutyLine], ...] = (
    Column("Duty", lambda line: line.title, width=60),
    Column("Child", lambda line: line.about, width=28),
    Column("Due", lambda line: line.due_at),
    Column("Since", lambda line: line.why, width=40),
    Column("Where the rule comes from", lambda line: line.origin, width=40),
    Column("Rule", lambda line: line.rule),
)


def owed_listing(due: str) -> Listing[DutyLine]:
    """One list of the desk, for a file."""
    return Listing(f"owed-{due}", TITLES[due], OWED, lambda line: line.child)


def lane_lines(page: LanePage, size: int, now: datetime) -> list[EpisodeLine]:
    """The lines of one page of a lane."""
    return [
        _line(page, each, page.children.get(each.child_id), now) for each in page.episodes[:size]
    ]


def _line(
    page: LanePage, each: EpisodeFacts, child: ChildFacts | None, now: datetime
) -> EpisodeLine:
    back = f"Back {when(each.returned_at, now)}" if each.returned_at else ""
    notes = [back, "placed by another authority" if child and child.placed_by_other_la else ""]
    return EpisodeLine(
        called(child, now),
        episode_address(each.id),
        each.grade if Section.RISK in page.sections else "",
        each.started_at,
        State(each.state).words,
        each.state in MISSING_NOW,
        page.directory.named(each.owner_team_id),
        join([note for note in notes if note]),
        each.child_id,
    )


def nothing_owed(facts: DeskFacts, mine: bool, lanes: Mapping[str, int]) -> str:
    """What an empty desk says."""
    if Section.DUTIES not in facts.sections:
        return "No duty under the protocol comes to your role, so nothing is listed here."
    if mine:
        return "Nothing is owed on an episode that you lead."
    missing = lanes.get("open", 0)
    still = "No child that you are involved with is missing now." if not missing else ""
    return f"Nothing is owed by your team. {still}".strip()


def kept_out(facts: DeskFacts) -> list[tuple[str, str]]:
    """Whose documents the check kept out, with the page that lists them; each child once."""
    children = (facts.children.get(each.child_id) for each in facts.kept_out)
    about = {child.id: child.name for child in children if child is not None}
    return [(name, f"/children/{child}/documents/") for child, name in about.items()]
