"""The episode page in words: facts become lines of a page. Nothing here queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from homeward.chronology.facts import ERROR, LineFacts
from homeward.episodes.facts import ReportFacts
from homeward.rules.clocks import LONDON, Clock, Source
from homeward.rules.episodes import State
from homeward.rules.reports import ReportClass
from homeward.rules.risk import grade_of, initial_grade
from homeward.rules.sharing import Section
from homeward.web.children.chronology import Item, item_of, struck
from homeward.web.children.wording import CLAIM, FOUND_WORDS, code_words, flag_words, source_of
from homeward.web.episodes.reading import EpisodeRecord
from homeward.web.words import duration

PATH = (
    State.OPEN,
    State.LOCATED,
    State.RETURNED,
    State.WELLBEING_CONFIRMED,
    State.POLICE_CLOSED,
    State.COMPLETE,
)
SEARCH = frozenset({"sighting.recorded", "child.left_again"})
ENQUIRIES = frozenset({"enquiry.recorded"})
_VIA = {"MSPR": "Police download", "FORM": "By form"}
_REPORTERS = {"HOME_STAFF": "staff of the home"}
_SAID = {
    "cancel_reason": "Why it was cancelled",
    "immediate_concern": "Immediate concern",
    "clothing": "Clothing",
    "location": "Where the child was said to be",
}
_STATUSES = {
    "CANCELLED": "Cancelled by police",
    "MERGED": "Merged by police into another report",
    "NO_TRACE": "Police record no trace",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One state of the path. `mark` is done, now or ahead."""

    words: str
    mark: str


def path(record: EpisodeRecord) -> list[Step]:
    """The states an episode passes through, and where this one stands."""
    state = State(record.episode.state)
    if state is State.LESSONS_PENDING:
        states: tuple[State, ...] = (*PATH[:-1], State.LESSONS_PENDING, State.COMPLETE)
    elif state in PATH:
        states = PATH
    else:
        states = (State.OPEN, state)
    at = states.index(state)
    passed = [each for each in states[:at] if each is not State.LOCATED or _located(record)]
    return [
        *(Step(each.words, "done") for each in passed),
        Step(state.words, "now"),
        *(Step(each.words, "ahead") for each in states[at + 1 :]),
    ]


def _located(record: EpisodeRecord) -> bool:
    return record.settled is not None and record.settled.time(Clock.LOCATED) is not None


def span(record: EpisodeRecord) -> str:
    """How long the child was missing; whose work it is while that is not over."""
    episode = record.episode
    parts = []
    if episode.returned_at:
        parts.append(f"Missing for {duration(episode.returned_at - episode.started_at)}.")
    held = owner(record)
    if held:
        parts.append(f"Owner: {held}.")
    elif record.may(Section.DUTIES) and episode.state in (State.OPEN, State.LOCATED):
        parts.append("Nobody has taken this on yet.")
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class GradeLine:
    """One word on the grade: when, what, by whom, why; `flag` where it lies below the floor."""

    at: datetime
    grade: str
    who: str
    reason: str
    flag: str = ""
    review: bool = False
    claim: bool = False


def grades(record: EpisodeRecord) -> list[GradeLine]:
    """Every grade, oldest first: what police gave, what people set, what reviews left as it was."""
    if record.settled is None:
        return []
    found: list[GradeLine] = []
    said: dict[object, str] = {}
    for line in sorted(record.settled.lines, key=lambda each: (each.happened_at, each.id)):
        if line.kind == "risk.claimed":
            found += _police(record, line, said)
        elif line.kind == "risk.graded":
            found.append(_set(record, line))
        elif line.kind == "risk.reviewed" and line.text:
            found.append(replace(_set(record, line), review=True))
        elif line.kind == "risk.below_floor" and found:
            found[-1] = replace(found[-1], flag="Below the floor for a child: flagged for audit.")
    return found


def _police(record: EpisodeRecord, line: LineFacts, said: dict[object, str]) -> Iterator[GradeLine]:
    """What a version of a report says anew: the first grade from the start, then the change."""
    start = record.episode.started_at
    floor = record.edition.risk_floor if record.edition else None
    who = f"{record.names.agency(line.agency)}, {source_of(line, record.names)}"
    moments = (start, max(line.happened_at, start))
    for at, name in zip(moments, ("initial", "current"), strict=True):
        code = str(line.data.get(name, ""))
        if not code or said.get(line.source_id) == code:
            continue
        if name == "initial" and line.source_id in said:
            continue
        said[line.source_id] = code
        used = initial_grade(grade_of(code), floor, start.astimezone(LONDON).date())
        grade = grade_of(code)
        yield GradeLine(at, grade.value if grade else code, who, "", used.flag or "", claim=True)


def _set(record: EpisodeRecord, line: LineFacts) -> GradeLine:
    who = record.names.person(line.person_id)
    agency = record.names.agency(line.agency)
    return GradeLine(
        line.happened_at,
        str(line.data.get("grade", "")),
        f"{who}, {agency}" if who else agency,
        line.text,
    )


def lines_of(record: EpisodeRecord, kinds: Iterable[str]) -> list[Item]:
    """The lines of these kinds, newest first, those that no longer stand struck through."""
    wanted = frozenset(kinds)
    gone = struck(record.lines, record.names)
    return [
        item_of(line, record.names, gone.get(line.id, ""))
        for line in reversed(record.lines)
        if line.kind in wanted
    ]


def done_lines(record: EpisodeRecord) -> list[Item]:
    """What people and police did and noted, newest first; times and grades have their own part."""
    elsewhere = SEARCH | ENQUIRIES | {CLAIM, ERROR}
    return lines_of(
        record,
        {
            line.kind
            for line in record.lines
            if line.kind not in elsewhere and not line.kind.startswith("risk.")
        },
    )


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """One report joined in this episode, and what it said."""

    heading: str
    rows: list[dict[str, str]]
    dropped: list[tuple[str, str, str]]
    narratives: list[str]


def reports(record: EpisodeRecord, *, risk: bool) -> list[ReportBlock]:
    """The reports in their order; marks of risk only for those who may read them."""
    return [_block(record, each, risk) for each in record.reports]


def _block(record: EpisodeRecord, report: ReportFacts, risk: bool) -> ReportBlock:
    detail = report.detail
    rows = [_row("Came in", _origin(report)), _row("Classed as", _class(report))]
    if report.status in _STATUSES:
        rows.append(_row("Standing", _STATUSES[report.status]))
    rows.append(_row("Reported by", _reporter(report)))
    rows += [_row(key, str(detail[name])) for name, key in _SAID.items() if detail.get(name)]
    if report.merged_into:
        rows.append(_row("Merged into", report.merged_into))
    if detail.get("found_by"):
        rows.append(_row("How it ended", FOUND_WORDS.get(str(detail["found_by"]), "")))
    if risk:
        rows += _risk_rows(detail)
    return ReportBlock(
        report.ref or "Report by form",
        rows,
        [(str(each[0]), str(each[1]), str(each[2])) for each in detail.get("dropped", ())],
        _narratives(record, report),
    )


def _row(key: str, value: str) -> dict[str, str]:
    return {"key": key, "value": value}


def _origin(report: ReportFacts) -> str:
    via = _VIA.get(report.via, report.via)
    if not report.detail.get("file"):
        return via
    return f"{via}: {report.detail['file']}, row {report.detail['row']}, version {report.version}"


def _class(report: ReportFacts) -> str:
    return ReportClass(report.report_class).words


def _reporter(report: ReportFacts) -> str:
    return _REPORTERS.get(report.reporter) or code_words(report.reporter)


def _risk_rows(detail: dict[str, Any]) -> list[dict[str, str]]:
    rows = []
    if detail.get("flags"):
        marked = ", ".join(flag_words(str(code)) for code in detail["flags"])
        rows.append(_row("Marked by police", marked))
    if detail.get("harm") == "Y":
        rows.append(_row("Harm", "Harm was reported"))
    return rows


def _narratives(record: EpisodeRecord, report: ReportFacts) -> list[str]:
    """What the report tells, each text once, newest version last; a form tells it once."""
    starts = [
        line
        for line in sorted(record.lines, key=lambda each: (each.known_at, each.id))
        if line.source_id == report.id and line.data.get("clock") == Clock.START
    ]
    police = [line.text for line in starts if line.data.get("source") == Source.MSPR]
    told = police if report.via == "MSPR" else [line.text for line in starts[:1]]
    return list(dict.fromkeys(text for text in told if text))


def owner(record: EpisodeRecord) -> str:
    """Whose work the episode is."""
    team = record.directory.named(record.episode.owner_team_id)
    person = record.names.person(record.episode.owner_id)
    return ", ".join(each for each in (person, team) if each)
