"""Private folders, and locks that the kernel releases when their holder dies."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from pathlib import Path

from homeward.ground.binaries import PostgresUnavailable

LONGEST_SOCKET_FOLDER = 90


def socket_folder(run: Path) -> Path:
    """A folder for the socket whose path the system accepts (about 100 characters).

    Under `var` when that is short enough, else a private folder in the
    temporary folder, named by a digest of the long path.
    """
    if len(os.fsencode(run)) < LONGEST_SOCKET_FOLDER:
        return run
    digest = hashlib.sha256(os.fsencode(run)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"homeward-{os.geteuid()}-{digest}"


def make_private(folder: Path) -> None:
    """Make a folder that only its owner may enter; refuse one that belongs to somebody else."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise PostgresUnavailable(
            f"The folder {folder} cannot be made ({error.strerror}): "
            "set HOMEWARD_VAR to a folder you can write to."
        ) from error
    if not os.access(folder, os.W_OK) or os.geteuid() not in (0, folder.stat().st_uid):
        raise PostgresUnavailable(
            f"The folder {folder} belongs to another user: run homeward as that user, "
            "or set HOMEWARD_VAR to a folder of your own."
        )


def take_lock(path: Path, kind: int) -> int:
    """An open file with this lock on it; waits for whoever is just stopping the server."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, kind)
    return handle


def try_lock(handle: int, kind: int) -> bool:
    """Take the lock if that is possible at once."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
