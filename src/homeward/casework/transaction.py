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
from homeward.chronology.actions import append
from homeward.episodes.facts import SettledEpisode
from homeward.episodes.queries import EpisodeFacts, get_episode
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NewLine, NotFound


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
        """The episode with its clocks, grades and lines."""
        anchor = self.episode.anchor_id
        for each in self.case.settled:
            if anchor in each.reports:
                return each
        raise NotFound

    def say(self, line: NewLine, source: UUID | None = None) -> None:
        """Append a line when the verb is done; it comes from the episode's first report."""
        self._lines.append((source or self.episode.anchor_id, line))

    def finish(self) -> list[int]:
        """Append, recount, write, enter. The ids of the new lines."""
        facts, written = append(self.act, self._lines)
        self.case.lines += facts
        self.book.recount(self.case.child.id)
        self.book.write()
        subject = self._episode.id if self._episode else self.case.child.id
        enter(self.act, [self.case.child.id], subject, written)
        return [line.id for line in facts]


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


def _open(act: Act, child: UUID, episode: UUID | None) -> Work:
    if child not in lock_children(act.viewer, [child]):
        raise NotFound
    book = Casebook(act)
    book.load([child])
    case = book.cases[child]
    if case.reports:
        book.settle(case)
    facts = case.episodes.get(episode) if episode else None
    if episode is not None and facts is None:
        raise NotFound
    return Work(act, book, case, facts)
