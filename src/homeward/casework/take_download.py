"""Take a police download: every data row into exactly one class, batch by batch.

Each batch is one transaction: a crash loses at most the batch it was in, and the
same file can be taken again. Only one download is taken at a time. Contracts, section 3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from django.db import connection

from homeward.access.scope import scoped
from homeward.casework.absent_episodes import AbsentEpisodes
from homeward.casework.one_file import Shared
from homeward.casework.row_batch import RowBatch
from homeward.intake.actions import close_record, note_progress
from homeward.intake.download.reader import Download
from homeward.intake.download.shapes import Row
from homeward.rules.acts import Act

BATCH = 1000


@dataclass(slots=True)
class TakenFile:
    """What became of the rows: how many of each outcome, the refused and the waiting ones."""

    name: str
    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    refusals: list[tuple[int, str, str, str]] = field(default_factory=list)
    reviews: list[tuple[int, str]] = field(default_factory=list)


def take_download(
    act: Act,
    download: Download,
    record: UUID,
    agency: str,
    told: Callable[[TakenFile], None] = lambda taken: None,
) -> TakenFile:
    """Take every row of `download` into the record; `record` is its entry in intake.

    `act` is the worker's, in SYSTEM purpose; `agency` is the one that the file came
    from. `told` hears the figures after every batch. Lists of refusals and reviews
    are kept whole: they are what people must work on.
    """
    taken = TakenFile(download.name)
    shared = Shared(agency, download.name, record)
    rows = download.rows()
    with scoped(act.viewer):
        absent = AbsentEpisodes(act, agency)
    while batch := list(islice(rows, BATCH)):
        _take(act, shared, batch, taken)
        absent.heard(batch)
        told(taken)
    with scoped(act.viewer):
        absent.note(record, download.name)
        close_record(act, record, download.notes, act.at)
    return taken


def _take(act: Act, shared: Shared, rows: list[Row], taken: TakenFile) -> None:
    with scoped(act.viewer):
        _alone()
        batch = RowBatch(act, shared)
        for outcome in batch.take(rows):
            taken.rows += 1
            taken.counts[outcome.outcome] += 1
            if outcome.outcome == "REFUSED":
                taken.refusals.append((outcome.row, outcome.column, outcome.value, outcome.reason))
            elif outcome.outcome == "REVIEW":
                taken.reviews.append((outcome.row, outcome.reason))
        note_progress(act, shared.record, taken.rows, taken.counts, batch.extract_at)


def _alone() -> None:
    """One batch at a time, whoever takes it: a child must not be made twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('homeward.intake'))")
