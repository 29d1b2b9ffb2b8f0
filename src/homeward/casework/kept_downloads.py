"""The downloads that were uploaded and wait: taken by the worker, oldest first. Not a verb."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.conf import settings

from homeward.access.scope import scoped
from homeward.casework.take_download import TakenFile, take_download
from homeward.intake.actions import claim_waiting, give_back, refuse_record
from homeward.intake.download.own_columns import aliases_of
from homeward.intake.download.reader import open_download
from homeward.intake.download.shapes import BadFile
from homeward.rules.acts import Act


def take_waiting(act: Act) -> int:
    """Take every download that waits, oldest first; how many were taken or refused."""
    done = 0
    while take_next(act):
        done += 1
    return done


def take_next(act: Act, stopping: Callable[[], bool] = lambda: False) -> bool:
    """Take the oldest waiting download; False when none waits, or `stopping` said to leave off.

    It is claimed first: two workers never take the same one, and one whose worker
    died is claimed again after ten minutes. `stopping` is asked after every batch; a file
    left off goes on waiting and is taken from its beginning.
    """
    with scoped(act.viewer):
        claimed = claim_waiting(act)
    if claimed is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(claimed.name).name
        path.write_bytes(claimed.content)
        try:
            _take(act, claimed.id, claimed.agency, path, stopping)
        except LeftOff:
            with scoped(act.viewer):
                give_back(act, claimed.id)
            return False
    return True


class LeftOff(Exception):
    """Asked to stop between two batches."""


def _take(act: Act, record: UUID, agency: str, path: Path, stopping: Callable[[], bool]) -> None:
    try:
        download = open_download(path, aliases_of(settings.VAR))
    except BadFile as bad:
        with scoped(act.viewer):
            refuse_record(act, record, bad.sentence)
        return

    def told(taken: TakenFile) -> None:
        if taken.rows < download.rows_total and stopping():
            raise LeftOff

    take_download(act, download, record, agency, told)
