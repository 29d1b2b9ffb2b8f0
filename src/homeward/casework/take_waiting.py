"""Take the downloads that were uploaded and wait: the worker's work."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from homeward.access.scope import scoped
from homeward.casework.take_download import take_download
from homeward.intake.actions import claim_waiting, refuse_record
from homeward.intake.download.columns import default_aliases
from homeward.intake.download.reader import open_download
from homeward.intake.download.shapes import BadFile
from homeward.rules.acts import Act


def take_waiting(act: Act) -> int:
    """Take every download that waits, oldest first; how many were taken or refused."""
    done = 0
    while take_next(act):
        done += 1
    return done


def take_next(act: Act) -> bool:
    """Take the oldest waiting download; False when none waits.

    It is claimed first: two workers never take the same one, and one whose worker
    died is claimed again after ten minutes.
    """
    with scoped(act.viewer):
        claimed = claim_waiting(act)
    if claimed is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(claimed.name).name
        path.write_bytes(claimed.content)
        _take(act, claimed.id, claimed.agency, path)
    return True


def _take(act: Act, record: UUID, agency: str, path: Path) -> None:
    try:
        download = open_download(path, default_aliases())
    except BadFile as bad:
        with scoped(act.viewer):
            refuse_record(act, record, bad.sentence)
        return
    take_download(act, download, record, agency)
