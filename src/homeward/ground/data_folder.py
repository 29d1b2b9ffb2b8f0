"""Making PostgreSQL's data folder, the same everywhere: UTF-8, code point order, passwords."""

from __future__ import annotations

import locale
import os
import subprocess
import tempfile
from pathlib import Path

from homeward.ground.binaries import Binaries, PostgresUnavailable
from homeward.ground.identity import Identity
from homeward.ground.roles import SUPERUSER

LOCALES = ("C.UTF-8", "C.utf8", "en_GB.UTF-8", "en_US.UTF-8")


def make_data_folder(data: Path, binaries: Binaries, identity: Identity, password: str) -> None:
    """Run initdb into a folder of its own beside `data`, renamed to it only when it is whole.

    `password` is the superuser's. Raises PostgresUnavailable with initdb's own last line.
    """
    with tempfile.TemporaryDirectory(dir=data.parent, prefix=".initdb-") as name:
        work = Path(name)
        words = work / "password"
        words.write_text(password, encoding="ascii")
        identity.hand_over(work)
        identity.hand_over(words)
        command = [*identity.prefix, str(binaries.initdb), "-D", str(work / "data")]
        command += initdb_options(binaries.version, words)
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=server_environment()
        )
        if done.returncode != 0:
            raise PostgresUnavailable(
                f"PostgreSQL could not make its data folder in {data.parent}: "
                f"{last_line(done.stderr)}"
            )
        (work / "data").rename(data)


def check_version(data: Path, binaries: Binaries) -> None:
    """Refuse, in one sentence, a data folder that another major version made."""
    made_by = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    if made_by != str(binaries.version):
        raise PostgresUnavailable(
            f"The record in {data.parent} was made by PostgreSQL {made_by}, but the programs "
            f"found here are {binaries.version}: install {made_by} again, or move the record "
            "with `homeward backup` and `homeward restore`."
        )


def initdb_options(version: int, password_file: Path) -> list[str]:
    """Options that make the same cluster everywhere: UTF-8, code point order, passwords."""
    name = next((n for n in LOCALES if locale_exists(n)), "C")
    options = [
        "--username=" + SUPERUSER,
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        f"--locale={name}",
        "--data-checksums",
    ]
    if version >= 17:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return options


def locale_exists(name: str) -> bool:
    """Whether the system knows this locale."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_CTYPE, before)
    return True


def server_environment() -> dict[str, str]:
    """The environment without libpq's own variables, which would lead the programs astray."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")}


def read_tail(path: Path) -> str:
    """The end of a log, at most 4,000 bytes of it."""
    return path.read_bytes()[-4000:].decode("utf-8", "replace")


def last_line(text: str) -> str:
    """The last line that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"
