"""Mark a line as entered in error, or put a right one in its place. Nothing is deleted."""

from __future__ import annotations

from dataclasses import replace

from homeward.casework.transaction import Work, acting_on_line, demand
from homeward.chronology.facts import LineFacts, live
from homeward.episodes.facts import SettledEpisode
from homeward.rules.acts import Act, NewLine
from homeward.rules.clocks import Clock
from homeward.rules.statements import (
    CLAIM,
    ERROR,
    Stated,
    corrected_data,
    has_happened,
    in_order,
    may_correct,
)


def enter_in_error(act: Act, line: int, *, instead: NewLine | None = None) -> None:
    """Wrong child: mark the line. Wrong time: `instead` takes its place, as a line of its kind.

    A line is marked by people of the agency that wrote it, for the act's reason; what police
    sent is put right by police (`rules.statements.may_correct`). Both lines stay in view.
    """
    with acting_on_line(act, line) as (work, wrong):
        stated = _stated(work, wrong)
        viewer = act.viewer
        demand(
            may_correct(
                stated, viewer.agency, viewer.roles, act.reason, replaced=instead is not None
            ),
            "reason",
        )
        if instead is None:
            mark = NewLine(ERROR, act.at, text=act.reason.strip(), supersedes=line)
            work.say(mark, wrong.source_id)
        else:
            work.say(_corrected(work, wrong, instead), wrong.source_id)


def _stated(work: Work, line: LineFacts) -> Stated:
    standing = live(work.case.lines)
    return Stated(
        line.kind,
        line.agency,
        line.data,
        stands=any(each.id == line.id for each in standing),
        is_only_start=_is_start(line)
        and not any(
            _is_start(each) and each.source_id == line.source_id and each.id != line.id
            for each in standing
        ),
    )


def _is_start(line: LineFacts) -> bool:
    return line.kind == CLAIM and line.data.get("clock") == Clock.START


def _corrected(work: Work, wrong: LineFacts, instead: NewLine) -> NewLine:
    """The right line: kind, clock and grade of the wrong one, and the reason with it."""
    demand(has_happened(instead.happened_at, work.act.at), "happened_at")
    settled = _episode_of(work, wrong)
    if wrong.kind == CLAIM and settled is not None:
        clock, at = Clock(wrong.data["clock"]), instead.happened_at
        returned = settled.time(Clock.RETURNED)
        fits = in_order(clock, at, settled.started_at, returned, instead.precision)
        demand(fits, "happened_at")
    data = corrected_data(wrong.data, instead.data)
    data["corrected"] = work.act.reason.strip()[:300]
    return replace(
        instead, kind=wrong.kind, data=data, text=instead.text or wrong.text, supersedes=wrong.id
    )


def _episode_of(work: Work, line: LineFacts) -> SettledEpisode | None:
    episodes = (each for each in work.case.settled if line.source_id in each.reports)
    return next(episodes, None)
