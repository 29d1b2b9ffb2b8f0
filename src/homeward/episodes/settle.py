"""What a child's episodes are, worked out from all accepted reports and all lines.

Nothing here reads or writes: a download of 100,000 rows, one click and a recount
years later go through the same function and must agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from homeward.chronology.facts import LineFacts, live
from homeward.episodes.facts import GradeStep, ReportFacts, SettledEpisode
from homeward.episodes.handed_on import Order, hand_on
from homeward.episodes.overtaken import agreeing, still_heard
from homeward.rules.clocks import LONDON, Choice, Claim, Clock, Settled, Source, settle_all
from homeward.rules.episodes import Marks, ReportSpan, State, group_reports, state_of
from homeward.rules.risk import RiskFloor, grade_of, initial_grade

_OPENING = frozenset({"OPEN", "FOUND", "NO_TRACE"})
_CLAIM = "clock.claimed"


def settle_child(
    reports: Sequence[ReportFacts],
    lines: Iterable[LineFacts],
    floor: RiskFloor | None,
    tolerance: timedelta,
) -> list[SettledEpisode]:
    """The episodes of one child, by start. The order of reports and lines never matters."""
    known = {report.id: report for report in reports}
    by_report, spans = _grouped(known, lines)
    episodes = []
    for span in group_reports(spans):
        members = tuple(UUID(each) for each in span.reports)
        members += _merged_into(members, reports)
        episode_lines = [line for each in members for line in by_report.get(each, ())]
        episodes.append(_episode(members, known, episode_lines, floor, tolerance))
    return episodes


def opening_reports(reports: Iterable[ReportFacts], lines: Iterable[LineFacts]) -> set[UUID]:
    """The reports that open an episode; the others join one, or open none."""
    known = {report.id: report for report in reports}
    return {UUID(span.anchor) for span in group_reports(_grouped(known, lines)[1])}


def _grouped(
    known: Mapping[UUID, ReportFacts], lines: Iterable[LineFacts]
) -> tuple[dict[UUID, list[LineFacts]], list[ReportSpan]]:
    """The lines that count, by report, and what grouping needs of each report."""
    by_report = _standing(known, lines)
    spans = _spans(known, by_report)
    if all(span.opens for span in spans) or not hand_on(known, by_report, spans, _order(known)):
        return by_report, spans
    return by_report, _spans(known, by_report)


def _standing(
    known: Mapping[UUID, ReportFacts], lines: Iterable[LineFacts]
) -> dict[UUID, list[LineFacts]]:
    """The lines that count, by report, in the order in which they became known."""
    by_report: dict[UUID, list[LineFacts]] = {}
    for line in sorted(live(lines), key=_order(known)):
        report = known.get(line.source_id)
        if report is not None and _counts(line, report):
            by_report.setdefault(line.source_id, []).append(line)
    return by_report


def _order(known: Mapping[UUID, ReportFacts]) -> Order:
    """By when lines became known; in one moment by reference and version, not by arrival."""

    def order(line: LineFacts) -> tuple[datetime, datetime, str, int, int]:
        report = known.get(line.source_id)
        ref = report.ref if report is not None else ""
        return line.known_at, line.happened_at, ref, int(line.data.get("version", 0)), line.id

    return order


def _counts(line: LineFacts, report: ReportFacts) -> bool:
    """Claims of every version are heard (only the held one's are used); marks of the held one."""
    data = line.data
    if line.kind == _CLAIM or data.get("source") != Source.MSPR or _is_held(data, report):
        return True
    return line.kind == "risk.claimed" and int(data.get("version", 0)) < report.version


def _spans(
    known: Mapping[UUID, ReportFacts], by_report: Mapping[UUID, Sequence[LineFacts]]
) -> list[ReportSpan]:
    return [_span(report, by_report.get(report.id, ())) for report in known.values()]


def _span(report: ReportFacts, lines: Sequence[LineFacts]) -> ReportSpan:
    confirmed = tuple(
        line.happened_at
        for line in lines
        if line.kind == _CLAIM
        and line.data.get("clock") == Clock.RETURNED
        and line.data.get("source") != Source.MSPR
    )
    opens = report.status in _OPENING and report.report_class == "MISSING"
    return ReportSpan(
        report.id.hex,
        report.started_at,
        report.returned_at,
        opens,
        confirmed,
        awaits_return=report.via != "FORM",
        ref=report.ref,
    )


def _merged_into(members: Sequence[UUID], reports: Sequence[ReportFacts]) -> tuple[UUID, ...]:
    """The reports that police merged into these: their claims count here."""
    if not any(report.merged_into for report in reports):
        return ()
    refs = {report.ref for report in reports if report.id in members}
    found: list[UUID] = []
    grew = True
    while grew:
        more = [
            report
            for report in reports
            if report.status == "MERGED" and report.merged_into in refs and report.id not in found
        ]
        found += [report.id for report in more]
        refs |= {report.ref for report in more}
        grew = bool(more)
    return tuple(found)


def _episode(
    members: tuple[UUID, ...],
    known: dict[UUID, ReportFacts],
    lines: list[LineFacts],
    floor: RiskFloor | None,
    tolerance: timedelta,
) -> SettledEpisode:
    if len(members) > 1:
        lines.sort(key=_order(known))
    claims = [_claim(line, known[line.source_id]) for line in lines if line.kind == _CLAIM]
    choices = _choices(lines)
    heard = still_heard(claims, lines, choices)
    clocks = agreeing(settle_all(heard, choices, tolerance=tolerance))
    grades, police_grade = _grades(lines, clocks, floor)
    team, person = _owner(lines)
    return SettledEpisode(
        anchor=members[0],
        reports=members,
        state=_state(clocks, lines),
        clocks=clocks,
        grades=grades,
        police_grade=police_grade,
        lines=lines,
        owner_team_id=team,
        owner_id=person,
        last_place=_last_place(lines),
    )


def _claim(line: LineFacts, report: ReportFacts) -> Claim:
    data = line.data
    return Claim(
        Clock(data["clock"]),
        line.happened_at,
        line.precision,
        line.known_at,
        line.agency,
        Source(data["source"]),
        line.id,
        report.id.hex,
        withdrawn=data["source"] == "MSPR" and not _is_held(data, report),
    )


def _is_held(data: dict[str, Any], report: ReportFacts) -> bool:
    """Whether a claim stands in the version of the report that counts."""
    return (
        data.get("version") == report.version
        and data.get("row") == report.detail.get("row")
        and data.get("file") == report.detail.get("file")
    )


def _choices(lines: Iterable[LineFacts]) -> dict[Clock, Choice]:
    return {
        Clock(line.data["clock"]): Choice(int(line.data["chosen"]), line.text)
        for line in lines
        if line.kind == "clock.settled"
    }


def _grades(
    lines: Iterable[LineFacts], clocks: dict[Clock, Settled], floor: RiskFloor | None
) -> tuple[list[GradeStep], str]:
    """Every change of grade in order, and the newest that police gave."""
    steps: list[GradeStep] = []
    police = ""
    said: dict[UUID, str] = {}
    start = clocks[Clock.START].at
    for line in lines:
        if line.kind == "risk.graded":
            steps.append(GradeStep(line.happened_at, line.known_at, str(line.data["grade"])))
        elif line.kind == "risk.claimed":
            first = line.source_id not in said
            initial = line.data.get("initial", "")
            if first:
                steps.append(_police_step(initial, start, line.known_at, start, floor))
                said[line.source_id] = police = initial or police
            current = line.data.get("current", "")
            if current and current != said[line.source_id]:
                at = max(line.happened_at, start)
                steps.append(_police_step(current, at, line.known_at, start, floor))
                said[line.source_id] = police = current
    steps.sort(key=lambda step: step.at)
    return _changes(steps), police


def _police_step(
    code: str, at: datetime, known_at: datetime, start: datetime, floor: RiskFloor | None
) -> GradeStep:
    used = initial_grade(grade_of(code), floor, start.astimezone(LONDON).date())
    return GradeStep(at, known_at, used.grade.value)


def _changes(steps: Iterable[GradeStep]) -> list[GradeStep]:
    changes: list[GradeStep] = []
    for step in steps:
        if not changes or changes[-1].grade != step.grade:
            changes.append(step)
    return changes


def _state(clocks: dict[Clock, Settled], lines: Iterable[LineFacts]) -> State:
    newest: dict[str, datetime] = {}
    outcome: State | None = None
    for line in lines:
        if line.kind in _MARKS:
            newest[line.kind] = max(line.happened_at, newest.get(line.kind, line.happened_at))
            if line.kind == "episode.closed" and line.data.get("outcome"):
                outcome = State(line.data["outcome"])
    closed, reopened = newest.get("episode.closed"), newest.get("episode.reopened")
    if closed and reopened and reopened >= closed:
        closed, outcome = None, None
    cancelled = newest.get("episode.cancelled")
    marks = Marks(
        cancelled=cancelled is not None and (reopened is None or reopened < cancelled),
        outcome=outcome,
        completed_at=closed,
        reopened_at=reopened,
        left_again_at=newest.get("child.left_again"),
    )
    return state_of({clock: settled.at for clock, settled in clocks.items()}, marks)


_MARKS = frozenset({"episode.closed", "episode.reopened", "episode.cancelled", "child.left_again"})


def _owner(lines: Iterable[LineFacts]) -> tuple[int | None, UUID | None]:
    team, person = None, None
    for line in lines:
        if line.kind == "ownership.taken":
            lead = line.data.get("lead")
            team, person = line.data.get("team"), UUID(lead) if lead else line.person_id
    return team, person


def _last_place(lines: Iterable[LineFacts]) -> str:
    """Where the child was last said to be: the newest sighting, else the police's last seen."""
    said = [
        (line.happened_at, str(line.data["place"]))
        for line in lines
        if line.data.get("place") and line.kind in ("sighting.recorded", _CLAIM)
    ]
    return max(said)[1][:200] if said else ""
