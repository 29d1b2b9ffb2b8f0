"""One click, one transaction: scope, lock, lines, recount, ledger.

Every verb opens `acting`, lets the rules decide, says its lines, and leaves. The
children are locked in id order before anything is read, so that two verbs on one
child cannot miss each other's lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.casework.casebook import Case, Casebook
from homeward.children.queries import lock_children
from homeward.chronology.actions import PlacedSource, append, place_new_sources, prepare
from homeward.chronology.facts import LineFacts
from homeward.chronology.queries import child_of_line, sources_of_child
from homeward.episodes.facts import ReportFacts, SettledEpisode
from homeward.episodes.queries import EpisodeFacts, get_episode, get_report
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, Decision, NewLine, NotFound, Purpose, Refusal
from homeward.rules.sharing import Section, sections_for

NO_REPORT_LEFT = (
    "No report of this episode says any more that the child is missing. What was recorded"
    " is kept; nothing can be added."
)
COUNTS_ELSEWHERE = (
    "This number was joined to another record of the same child. What stands here is kept."
    " Record it on the record that it counts under."
)


class Work:
    """What one verb has in hand: the act, the child's case, the episode where there is one."""

    def __init__(self, act: Act, book: Casebook, case: Case, episode: EpisodeFacts | None) -> None:
        self.act = act
        self.book = book
        self.case = case
        self._episode = episode
        self._lines: list[tuple[UUID, NewLine]] = []

    @property
    def episode(self) -> EpisodeFacts:
        """The episode as it stands. NotFound for a verb on a child without one in hand."""
        if self._episode is None:
            raise NotFound
        return self._episode

    @property
    def settled(self) -> SettledEpisode:
        """The episode with its clocks, grades and lines. Refused where no report opens it now."""
        anchor = self.episode.anchor_id
        for each in self.case.settled:
            if anchor in each.reports:
                return each
        raise Refusal(NO_REPORT_LEFT, code="cancelled")

    def take_up(self, episode: UUID | None) -> None:
        """Take one of the child's episodes in hand."""
        self._episode = self.case.episodes.get(episode) if episode else None

    def say(self, line: NewLine, source: UUID | None = None) -> None:
        """Append a line when the verb is done; it comes from the episode's first report."""
        self._lines.append((source or self.episode.anchor_id, line))

    def say_of_child(self, line: NewLine) -> None:
        """Append a line that stands with the child itself, whatever the episode."""
        child = self.case.child.id
        if child not in sources_of_child(self.act.viewer, child):
            place_new_sources(self.act, [PlacedSource(child, "CHILD", child, None)])
        self.say(line, child)

    def finish(self) -> list[int]:
        """Append, recount, write, enter. The ids of the new lines."""
        lines = prepare(self.act, self._lines)
        self.case.lines += lines.facts
        written = append(self.act, lines)
        self.book.recount(self.case.child.id)
        self.book.write()
        subject = self._episode.id if self._episode else self.case.child.id
        enter(self.act, [self.case.child.id], subject, written)
        return [line.id for line in lines.facts]


def demand(decision: Decision, field: str = "") -> None:
    """Go on where the rules say yes; else refuse with their sentence, at a field of the form."""
    if not decision:
        raise Refusal(decision.reason, code=decision.code, field=field)


def must_see(act: Act, section: Section) -> None:
    """A part of a record that the viewer may not read is not there to be changed: NotFound."""
    if act.viewer.purpose is Purpose.SYSTEM or section in sections_for(act.viewer.roles):
        return
    raise NotFound


@contextmanager
def acting_on_child(act: Act, child: UUID) -> Iterator[Work]:
    """A verb on a child. NotFound where the viewer has no such child."""
    with transaction.atomic():
        set_scope(act.viewer)
        work = _open(act, child, None)
        yield work
        work.finish()


@contextmanager
def acting_on_episode(act: Act, episode: UUID) -> Iterator[Work]:
    """A verb on an episode. NotFound where the viewer has no such episode."""
    with transaction.atomic():
        set_scope(act.viewer)
        found = get_episode(act.viewer, episode)
        if found is None:
            raise NotFound
        work = _open(act, found.child_id, episode)
        yield work
        work.finish()


@contextmanager
def acting_on_report(act: Act, report: UUID) -> Iterator[tuple[Work, ReportFacts]]:
    """A verb on a report, whether it belongs to an episode or not. NotFound without it."""
    with transaction.atomic():
        set_scope(act.viewer)
        found = get_report(act.viewer, report)
        if found is None or found[0] is None:
            raise NotFound
        work = _open(act, found[0], None)
        yield work, _of_source(work, report)
        work.finish()


@contextmanager
def acting_on_line(act: Act, line: int) -> Iterator[tuple[Work, LineFacts]]:
    """A verb on a line of the chronology. NotFound where the viewer has no such line."""
    with transaction.atomic():
        set_scope(act.viewer)
        child = child_of_line(act.viewer, line)
        if child is None:
            raise NotFound
        work = _open(act, child, None)
        found = next((each for each in work.case.lines if each.id == line), None)
        if found is None:
            raise NotFound
        if found.source_id in work.case.reports:
            _of_source(work, found.source_id)
        yield work, found
        work.finish()


def _of_source(work: Work, report: UUID) -> ReportFacts:
    """The report as it stands now that the child is locked; its episode is taken in hand."""
    found = work.case.reports.get(report)
    if found is None:
        raise NotFound
    work.take_up(found.episode_id)
    return found


def _open(act: Act, child: UUID, episode: UUID | None) -> Work:
    if child not in lock_children(act.viewer, [child]):
        raise NotFound
    book = Casebook(act)
    book.load([child])
    case = book.cases.get(child)
    if case is None:
        raise NotFound
    if case.joined_into is not None:
        raise Refusal(COUNTS_ELSEWHERE, code="joined")
    if case.reports:
        book.settle(case)
    facts = case.episodes.get(episode) if episode else None
    if episode is not None and facts is None:
        raise NotFound
    if facts is not None and facts.anchor_id not in case.reports:
        # Its report is another child's now: whatever is said here would stand on that record.
        raise Refusal(NO_REPORT_LEFT, code="cancelled")
    return Work(act, book, case, facts)
