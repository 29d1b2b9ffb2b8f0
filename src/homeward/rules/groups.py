"""Grouping a child's reports into episodes, and merged reports into their survivors.

Episodes are worked out anew from all accepted reports of one child, so the
order in which files were taken never matters. Times are aware UTC datetimes.
Rules: contracts section 3, points 6 and 8; domain notes 7.2.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReportSpan:
    """What grouping needs of one report: its id, its police start and return.

    `opens` is False for a cancelled or merged report, which belongs to no
    episode. `confirmed_returns` are returns that a person confirmed for it.
    `awaits_return` is False for a report by form: nobody writes a return on it, so
    it never holds an episode open once police have the child back. `ref` is what police
    call it: of two reports of one minute the first by reference comes first.
    """

    report: str
    start: datetime
    returned: datetime | None = None
    opens: bool = True
    confirmed_returns: tuple[datetime, ...] = ()
    awaits_return: bool = True
    ref: str = ""


@dataclass(frozen=True, slots=True)
class EpisodeSpan:
    """One episode: the report that opened it, all its reports in order, start and return."""

    anchor: str
    reports: tuple[str, ...]
    start: datetime
    returned: datetime | None


def group_reports(reports: Sequence[ReportSpan]) -> list[EpisodeSpan]:
    """The episodes of one child, by start, from its reports in any order.

    A report that starts while an episode is open, or before its end, joins it;
    one that starts at or after the return opens a new one. The police return
    counts once every report of the episode has one (the latest); a return that a
    person confirmed ends the episode whatever the other reports say. A return
    before its own report's start counts as none. Every opening report stands in
    exactly one episode. Raises ValueError when two reports have one id.
    """
    if len({each.report for each in reports}) < len(reports):
        raise ValueError("Each report can be given only once.")
    opening = sorted((each for each in reports if each.opens), key=_by_start)
    return [_span(members) for members in _runs(opening)]


def _by_start(report: ReportSpan) -> tuple[datetime, str, str]:
    return report.start, report.ref, report.report


def _runs(opening: Sequence[ReportSpan]) -> Iterator[list[ReportSpan]]:
    members: list[ReportSpan] = []
    for report in opening:
        end = _end(members)
        if members and end is not None and report.start >= end:
            yield members
            members = []
        members.append(report)
    if members:
        yield members


def _end(members: Sequence[ReportSpan]) -> datetime | None:
    confirmed = [at for report in members for at in report.confirmed_returns if at >= report.start]
    if confirmed:
        return max(confirmed)
    police = [
        report.returned
        for report in members
        if report.returned is not None and report.returned >= report.start
    ]
    awaited = sum(report.awaits_return for report in members)
    return max(police) if police and len(police) == awaited else None


def _span(members: Sequence[ReportSpan]) -> EpisodeSpan:
    first = members[0]
    return EpisodeSpan(
        first.report, tuple(each.report for each in members), first.start, _end(members)
    )


@dataclass(frozen=True, slots=True)
class Merges:
    """Where the claims of merged reports go: report to survivor, and those that wait, with why."""

    survivors: Mapping[str, str]
    unresolved: Mapping[str, str]


def merge_into(merged: Mapping[str, str], known: Collection[str]) -> Merges:
    """The last surviving report of each merged one, followed through further merges.

    `merged` maps a merged report to the one that police name as its survivor;
    `known` are all reports held, merged ones too. A chain that runs in a circle or
    ends at a report that is not held is unresolved, each with its sentence.
    """
    held = frozenset(known)
    survivors: dict[str, str] = {}
    unresolved: dict[str, str] = {}
    for report in sorted(merged):
        last = _follow(report, merged)
        if last is None:
            unresolved[report] = f"Police merged {report} into reports that lead back to it."
        elif last not in held:
            unresolved[report] = f"Police merged {report} into {last}, which is not held."
        else:
            survivors[report] = last
    return Merges(survivors, unresolved)


def _follow(report: str, merged: Mapping[str, str]) -> str | None:
    """The end of the chain that starts at `report`; None when it runs in a circle."""
    passed: set[str] = set()
    while report in merged:
        if report in passed:
            return None
        passed.add(report)
        report = merged[report]
    return report
