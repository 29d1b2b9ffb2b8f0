"""Gathering static files under hashed names, once for each set of files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from homeward.ground.env import Env
from homeward.ground.record import PACKAGE, read_stamp, run_step


def gather_static(env: Env, tell: Callable[[str], None]) -> None:
    """Gather and compress the static files into `var/static` unless these are there already."""
    digest = static_digest()
    stamp = env.var / "static-gathered"
    if read_stamp(stamp) == digest and (env.var / "static").is_dir():
        return
    tell("Gathering static files.")
    run_step(env, "app", "django", "collectstatic", "--no-input", "--clear", "--verbosity", "0")
    stamp.write_text(digest, encoding="ascii")


def open_static(env: Env) -> None:
    """Let every user of this machine read the static files: the web may be another one."""
    folder = env.var / "static"
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def static_digest() -> str:
    """A digest of the names and contents of our static files."""
    digest = hashlib.sha256()
    folder = PACKAGE / "web" / "static"
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
