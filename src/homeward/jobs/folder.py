"""The watched folder: downloads laid into `var/downloads` are taken, then moved out of the way.

downloads/           a file that is still growing is left until it stands still
downloads/taken/     what went in
downloads/refused/   what was refused whole, with the sentence in a text beside it
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from homeward.casework.begin_download import begin_download, refuse_download
from homeward.casework.take_download import TakenFile, take_download
from homeward.ground.places import try_lock
from homeward.intake.download.own_columns import aliases_of
from homeward.intake.download.reader import BadFile, open_download
from homeward.jobs.backoff import Backoff
from homeward.jobs.lanes import Stopping
from homeward.jobs.tasks import system_act

NAME = "downloads"


class LeftOff(Exception):
    """Asked to stop between two batches; the file stays where it is and is taken again."""


class WatchedFolder:
    """A folder that is looked at again and again; it remembers how large each file was."""

    def __init__(self, folder: Path, var: Path) -> None:
        self.folder = folder
        self._var = var
        self._seen: dict[Path, tuple[int, int]] = {}
        self._backoff = Backoff()

    def take(self, stopping: Stopping) -> None:
        """Take every file that stood still since the last look, in the order of their names.

        One worker at a time; what fails waits, later and later, and the others go on.
        """
        for inside in ("taken", "refused"):
            (self.folder / inside).mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w", encoding="ascii") as lock:
            if not try_lock(lock.fileno(), fcntl.LOCK_EX):
                return
            for path in list(self._standing_still()):
                if stopping.is_set():
                    return
                if self._backoff.ready(path):
                    self._attempt(path, stopping)

    def _standing_still(self) -> Iterator[Path]:
        before, self._seen = self._seen, {}
        for path in sorted(self.folder.iterdir()):
            if path.name.startswith(".") or not path.is_file():
                continue
            state = path.stat()
            self._seen[path] = state.st_size, state.st_mtime_ns
            if before.get(path) == self._seen[path]:
                yield path

    def _attempt(self, path: Path, stopping: Stopping) -> None:
        with self._backoff.attempt(path, "Taking a file of the watched folder"):
            try:
                self._take(path, stopping)
            except LeftOff:
                return

    def _take(self, path: Path, stopping: Stopping) -> None:
        try:
            download = open_download(path, aliases_of(self._var))
        except BadFile as bad:
            self._refuse(path, bad.sentence)
            return

        def told(taken: TakenFile) -> None:
            if taken.rows < download.rows_total and stopping.is_set():
                raise LeftOff

        begun = begin_download(system_act("begin_download"), download)
        act = system_act("take_download")
        take_download(act, download, begun.record, begun.agency, told)
        move(path, self.folder / "taken")

    def _refuse(self, path: Path, sentence: str) -> None:
        refuse_download(system_act("refuse_download"), path.name, sentence)
        moved = move(path, self.folder / "refused")
        moved.with_name(moved.name + ".txt").write_text(sentence + "\n", encoding="utf-8")


def move(path: Path, into: Path) -> Path:
    """Move a file into a folder, under a name that is free there; its new path."""
    wanted, number = into / path.name, 2
    while wanted.exists():
        wanted = into / f"{path.stem}-{number}{path.suffix}"
        number += 1
    return path.rename(wanted)


_folders: dict[Path, WatchedFolder] = {}


def take_folder(stopping: Stopping) -> bool:
    """Look once at the record's own watched folder."""
    folder = settings.VAR / NAME
    watched = _folders.setdefault(folder, WatchedFolder(folder, settings.VAR))
    watched.take(stopping)
    return False
