"""Two numbers that turn out to be one child, and one record that turns out to be two.

Not a verb: `join_children`, `part_children` and `carry_out_reviews` use it. What moves is
where sources belong, a report or what was said of a child as such; no line is touched. Both
numbers stay: entries made by hand and papers are read under the number they were made for.
Episodes and duties are worked out anew: those of the other number end with the join, and are
taken up again when it is undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from homeward.access.actions import withdraw
from homeward.access.queries import SYSTEM_VIEWER
from homeward.casework.casebook import Case, Casebook
from homeward.casework.said import from_detail, profile_of
from homeward.children.actions import forget_said
from homeward.children.queries import find_children, lock_children
from homeward.chronology.actions import PlacedSource, append, place_new_sources, prepare
from homeward.chronology.queries import sources_of_child
from homeward.episodes.actions import carry_ticks
from homeward.intake.queries import teams_of_forms
from homeward.ledger.actions import enter
from homeward.linkage.actions import drop_profile, keep_profiles
from homeward.linkage.joining import (
    JoinFacts,
    end_join,
    get_join,
    keep_join,
    kept_of,
    let_go,
    standing_joins,
)
from homeward.retention.queries import get_decision
from homeward.rules.acts import Act, NewLine, NotFound, Refusal
from homeward.rules.sharing import Ground

_BY_HAND = (Ground.ALLOCATED,)
JOINED = "One of these numbers counts under another record already. Join that record instead."
ERASING = "It was decided that one of these records is erased. Withdraw that decision first."
ERASED = "This record was erased, with every number that counted under it. Nothing is left of it."


def join(act: Act, kept: UUID, other: UUID, review: UUID | None = None) -> UUID:
    """Let what stands under `other` count under `kept`; the join's id. The worker's work."""
    _demand_kept(kept, other)
    _lock(kept, other)
    _demand_free(act, kept, other)
    book = Casebook(act)
    book.load([kept, other])
    taking, giving = book.cases[kept], book.cases[other]
    knew = [_names(taking.involved), _names(giving.involved)]
    sources = _sources(act, book, giving)
    said = prepare(act, [(other, NewLine("child.joined", act.at, text=act.reason))])
    giving.lines += said.facts
    _carry(act, book, giving, taking, sources)
    taking.joined = (*taking.joined, other, *giving.joined)
    giving.joined, giving.joined_into = (), kept
    book.let_in(taking, giving.involved)
    book.mirror_anew(taking)
    kept_join = keep_join(act, kept, other, sources, (knew[0], knew[1]), review)
    _finish(act, book, (giving, taking))
    enter(act, [kept, other], kept_join, append(act, said))
    return kept_join


def part(act: Act, join_id: UUID) -> None:
    """Give `other` back what came over with this join, wherever it counts now."""
    standing = get_join(SYSTEM_VIEWER, join_id)
    if standing is None or standing.parted_at is not None:
        raise Refusal("These records were parted already.", code="parted")
    other = standing.other_id
    holder = kept_of(SYSTEM_VIEWER, other)
    _demand_kept(holder, other)
    _lock(holder, other)
    book = Casebook(act)
    book.load([holder, other])
    giving, taking = book.cases[holder], book.cases[other]
    end_join(act, join_id)
    below = dict(standing_joins(SYSTEM_VIEWER, [other]))
    taking.joined_into, taking.joined = None, tuple(below)
    giving.joined = tuple(each for each in giving.joined if each != other and each not in below)
    said = prepare(act, [(other, NewLine("child.unjoined", act.at, text=act.reason))])
    giving.lines += said.facts
    here = {*sources_of_child(SYSTEM_VIEWER, holder)}
    moved = [each for each in standing.sources if each in here]
    _carry(act, book, giving, taking, moved)
    let_go(act, moved, below)
    _take_back_sight(act, book, giving, taking, standing)
    _finish(act, book, (giving, taking))
    enter(act, [holder, other], join_id, append(act, said))


def _demand_kept(*children: UUID) -> None:
    if any(each.erased_at for each in find_children(SYSTEM_VIEWER, children).values()):
        raise Refusal(ERASED, code="erased")


def _lock(*children: UUID) -> None:
    if len(set(children)) != 2 or lock_children(SYSTEM_VIEWER, children) != set(children):
        raise NotFound


def _demand_free(act: Act, kept: UUID, other: UUID) -> None:
    for child in (kept, other):
        if kept_of(SYSTEM_VIEWER, child) != child:
            raise Refusal(JOINED, code="joined")
        decision = get_decision(act.viewer, child)
        if decision is not None and decision.carried_at is None:
            raise Refusal(ERASING, code="erasing")


def _sources(act: Act, book: Casebook, giving: Case) -> list[UUID]:
    """The sources of a child: its reports, and the child itself, as one from now on at least."""
    found = sources_of_child(SYSTEM_VIEWER, giving.child.id)
    if giving.child.id not in found:
        own = PlacedSource(giving.child.id, "CHILD", giving.child.id, None)
        place_new_sources(act, [own])
        found.append(giving.child.id)
    return sorted(found)


def _carry(act: Act, book: Casebook, giving: Case, taking: Case, sources: Iterable[UUID]) -> None:
    """Let sources and their lines belong to another child; nothing is written yet but what
    only they said of the one that gives."""
    moved = set(sources)
    for report_id in sorted(moved & set(giving.reports)):
        report = giving.reports.pop(report_id)
        giving.stored.pop(report_id, None)
        taking.reports[report_id] = report
        taking.returning.add(report_id)
        forget_said(act, giving.child.id, report_id)
        book.children.said.append((taking.child.id, from_detail(report)))
    book.place_anew(
        [
            PlacedSource(each, "CHILD", taking.child.id, None, act.reason[:300])
            for each in sorted(moved - set(taking.reports))
        ]
    )
    taking.lines += [line for line in giving.lines if line.source_id in moved]
    giving.lines = [line for line in giving.lines if line.source_id not in moved]


def _finish(act: Act, book: Casebook, cases: tuple[Case, Case]) -> None:
    """Count both anew, write, and carry over what was ticked on the episodes that end."""
    were = {report.id: report.episode_id for case in cases for report in case.reports.values()}
    for case in cases:
        book.summarise(case)
        book.recount(case.child.id)
    book.write()
    now = {report.id: report.episode_id for case in cases for report in case.reports.values()}
    carry_ticks(
        act,
        {
            (old, fresh)
            for report, old in were.items()
            if old is not None and (fresh := now[report]) is not None and fresh != old
        },
    )
    for case in cases:
        drop_profile(act, case.child.id)
        profile = profile_of(case.reports.values())
        if profile is not None:
            keep_profiles(act, {case.child.id: profile}, {})


def _names(involved: Iterable[tuple[int, Ground]]) -> set[str]:
    return {f"{team}:{ground.value}" for team, ground in involved}


def _take_back_sight(
    act: Act, book: Casebook, giving: Case, taking: Case, standing: JoinFacts
) -> None:
    """Take back the sight that only the join gave. Whoever is due it by what is left, by a form
    of their own or by a case given since, has it on."""
    forms = teams_of_forms(SYSTEM_VIEWER, [*giving.reports, *taking.reports])
    for case in (giving, taking):
        case.reporting |= {
            team
            for report, team in forms.items()
            if report in case.reports and (team, Ground.REPORT) in case.involved
        }
    given = {f"{team}:{ground.value}" for team, ground in giving.involved if ground in _BY_HAND}
    stay = set(standing.knew_kept) | (given - set(standing.knew_other))
    _forget(act, giving, _names(giving.involved) - stay)
    _forget(act, taking, _names(taking.involved) - set(standing.knew_other))
    for case in (giving, taking):
        book.mirror_anew(case)
        for other, team, ground in list(case.mirrored):
            if (team, ground) not in case.involved:
                withdraw(act, other, [(team, ground)])
                case.mirrored.pop((other, team, ground))


def _forget(act: Act, case: Case, names: set[str]) -> None:
    """Take back sight that only the join gave; whoever is due it by what is left gets it anew."""
    keys = [(team, ground) for team, ground in case.involved if f"{team}:{ground.value}" in names]
    withdraw(act, case.child.id, keys)
    for key in keys:
        case.involved.pop(key)
