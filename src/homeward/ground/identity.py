"""As whom the server may run: PostgreSQL refuses root, so root steps aside first.

Two ways, tried in order: a user namespace without a mapping (`unshare -U`),
in which the files stay root's and nothing on the machine changes; or another
user id (`setpriv`), for which the data folder is handed over.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from homeward.ground.binaries import Binaries, PostgresUnavailable

NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Identity:
    """Words to put before the server's command, and the user id that owns its files."""

    prefix: tuple[str, ...]
    uid: int

    def let_through(self, folder: Path) -> None:
        """Let this identity pass through a folder of root's without letting it list it."""
        if self.uid != os.geteuid():
            folder.chmod(0o711)

    def hand_over(self, folder: Path) -> None:
        """Make the folder and all in it belong to this identity; only root can and needs to."""
        if os.geteuid() != 0 or folder.stat().st_uid == self.uid:
            return
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, self.uid, self.uid, follow_symlinks=False)


def choose_identity(binaries: Binaries, folder: Path) -> Identity:
    """The identity under which the server can run on a data folder below `folder`.

    Raises PostgresUnavailable when root has no way to step aside.
    """
    if os.geteuid() != 0:
        return Identity((), os.geteuid())
    for identity in (by_namespace(), by_user(NOBODY)):
        if identity is None:
            continue
        identity.let_through(folder)
        if can_run(identity, binaries, folder):
            return identity
    raise PostgresUnavailable(
        "PostgreSQL refuses to run as root, and this machine allows neither a user namespace "
        f"(`unshare -U`) nor another user who can reach {binaries.folder} and {folder}: "
        "run homeward as an ordinary user, or set DATABASE_URL to a server you have."
    )


def by_namespace() -> Identity | None:
    """Root inside an unmapped user namespace; None without the program."""
    unshare = shutil.which("unshare")
    return Identity((unshare, "-U"), 0) if unshare else None


def by_user(uid: int) -> Identity | None:
    """Another user id; None without the program."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return None
    return Identity((setpriv, f"--reuid={uid}", f"--regid={uid}", "--clear-groups"), uid)


def can_run(identity: Identity, binaries: Binaries, folder: Path) -> bool:
    """Whether this identity runs the server and reaches the folder."""
    trials = (
        [*identity.prefix, str(binaries.postgres), "--version"],
        [*identity.prefix, "/bin/sh", "-c", 'cd "$0"', str(folder)],
    )
    return all(subprocess.run(t, capture_output=True, check=False).returncode == 0 for t in trials)
