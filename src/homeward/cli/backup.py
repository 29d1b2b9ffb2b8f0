"""`homeward backup`, `homeward backup-key` and `homeward restore`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from homeward.cli.answers import BadInput, say, say_json
from homeward.cli.record import open_as, tell
from homeward.ground.backup.giving_back import check_backup, check_empty, check_mode, restoring
from homeward.ground.backup.keys import (
    WRAPPED,
    BackupRefused,
    Lock,
    keep_apart,
    lock_for,
    lock_with,
    make_identity,
    open_wrapped,
    read_identities,
)
from homeward.ground.backup.manifest import find_backup, is_wrapped
from homeward.ground.backup.taking import Backup, drop_older, take_backup
from homeward.ground.binaries import PostgresUnavailable
from homeward.ground.clock import now
from homeward.ground.env import Env, EnvironmentRefused, read_env
from homeward.ground.postgres import Cluster
from homeward.ground.record import CommandFailed, record_as_it_is

RECIPIENTS = "HOMEWARD_BACKUP_RECIPIENTS"
existing = click.Path(exists=True, dir_okay=False, path_type=Path)
identity_option = click.option(
    "--identity", type=existing, help="File with the key that opens the backup."
)
passphrase_option = click.option(
    "--passphrase-file", type=existing, help="File whose first line is the passphrase."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


@contextmanager
def refused_in_one_sentence() -> Iterator[None]:
    """Every foreseen failure is one sentence on standard error, exit 2."""
    try:
        yield
    except (BackupRefused, EnvironmentRefused, PostgresUnavailable, CommandFailed) as fault:
        raise BadInput(str(fault)) from None


@click.command("backup", epilog="Example: homeward backup /srv/backups --recipient age1...")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--recipient", "recipients", multiple=True, help="Who can open it: age1...")
@passphrase_option
@identity_option
@click.option("--keep", type=click.IntRange(1), help="Remove older backups; so many stay.")
@json_option
def backup(
    folder: Path,
    recipients: tuple[str, ...],
    passphrase_file: Path | None,
    identity: Path | None,
    keep: int | None,
    as_json: bool,
) -> None:
    """Copy the whole record, encrypted, into a new folder below FOLDER.

    Locked for recipients (an option, or HOMEWARD_BACKUP_RECIPIENTS with commas) or with a
    passphrase. Read back when it is written; decrypted, too, where a key is at hand.
    """
    with refused_in_one_sentence():
        env = read_env()
        lock = _lock(folder, recipients, passphrase_file, identity)
        _is_there(env)
        with record_as_it_is(env), open_as("owner", "homeward.cli.copying:note") as note:
            note()
            tell("Copying the record.")
            made = take_backup(env, folder, lock, now())
        dropped = drop_older(folder, keep) if keep else 0
    if as_json:
        say_json(_answer(made, dropped))
    else:
        _say_made(made, dropped)


def _lock(
    folder: Path, recipients: tuple[str, ...], passphrase: Path | None, identity: Path | None
) -> Lock:
    for key in (passphrase, identity):
        if key is not None:
            keep_apart(key, folder)
    if passphrase is not None:
        return lock_with(passphrase)
    told = os.environ.get(RECIPIENTS, "")
    chosen = recipients or tuple(each for each in told.split(",") if each.strip())
    if not chosen:
        raise BackupRefused(
            f"A backup is never left open: name --recipient, {RECIPIENTS} or --passphrase-file."
            " `homeward backup-key FILE` makes a key."
        )
    return lock_for(chosen, identity)


def _is_there(env: Env) -> None:
    if env.embedded and not (Cluster(env.var).data / "PG_VERSION").exists():
        raise BackupRefused(f"There is no record in {env.var}; nothing was copied.")


def _answer(made: Backup, dropped: int) -> dict[str, object]:
    return {
        "backup": made.folder.name,
        "entries": made.manifest.entries,
        "rows": made.manifest.rows,
        "bytes": made.bytes,
        "opened": made.opened,
        "dropped": dropped,
        "seconds": round(made.seconds, 1),
        "ok": True,
    }


def _say_made(made: Backup, dropped: int) -> None:
    proved = "read back and opened" if made.opened else "read back; no key was at hand to open it"
    say(f"{made.folder.name}: {made.manifest.rows} rows, {made.manifest.entries} ledger entries.")
    say(f"{made.bytes / 1e6:.1f} MB in {minutes(made.seconds)}, {proved}.")
    say(f"Newest root: {made.manifest.root or 'none yet'}")
    if dropped:
        say(f"Older backups removed: {dropped}.")


@click.command("backup-key", epilog="Example: homeward backup-key /media/stick/homeward.key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def backup_key(file: Path, as_json: bool) -> None:
    """Make a key that opens backups, in a new FILE; print the recipient to lock them for.

    Keep the file where neither this machine nor the backups are. Lost, nothing opens them.
    """
    with refused_in_one_sentence():
        recipient = make_identity(file)
    if as_json:
        say_json({"recipient": recipient})
    else:
        say(recipient)


@click.command("restore", epilog="Example: homeward restore /srv/backups --identity homeward.key")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@identity_option
@passphrase_option
@json_option
def restore(
    folder: Path, identity: Path | None, passphrase_file: Path | None, as_json: bool
) -> None:
    """Give a backup back into an empty install: FOLDER is one backup, or holds several.

    Of several the newest whole one is taken. Everything is checked first, counted and proved
    afterwards. Exit 1 when it does not agree with what was copied.
    """
    began = perf_counter()
    with refused_in_one_sentence():
        env = read_env()
        chosen = find_backup(folder)
        identities = _identities(chosen, identity, passphrase_file)
        check_empty(env)
        manifest = check_backup(chosen, identities)
        check_mode(env, manifest)
        tell(f"Giving back {chosen.name}.")
        with (
            restoring(env, chosen, identities, manifest) as same,
            open_as("owner", "homeward.cli.copying:begin_again") as begin_again,
        ):
            proof = begin_again()
    took = perf_counter() - began
    well = same and proof.ok and proof.root == manifest.root
    answer = {
        "backup": chosen.name,
        "entries": proof.entries,
        "sealed": proof.sealed,
        "rows": manifest.rows,
        "counts_equal": same,
        "first_break": proof.first_break,
        "seconds": round(took, 1),
        "ok": well,
    }
    if as_json:
        say_json(answer)
    else:
        _say_restored(answer, took)
    if not well:
        click.get_current_context().exit(1)


def _identities(chosen: Path, identity: Path | None, passphrase: Path | None) -> list[Any]:
    if is_wrapped(chosen):
        if passphrase is None:
            raise BackupRefused(f"{chosen.name} is locked with a passphrase: --passphrase-file.")
        return open_wrapped(chosen / WRAPPED, passphrase)
    if identity is None:
        raise BackupRefused(f"{chosen.name} is locked for a key: name its file by --identity.")
    return read_identities(identity)


def _say_restored(answer: dict[str, Any], took: float) -> None:
    equal = "all counts equal" if answer["counts_equal"] else "COUNTS DIFFER"
    say(f"{answer['backup']} given back in {minutes(took)}: {answer['rows']} rows, {equal}.")
    if answer["first_break"] is None:
        say(f"Ledger: {answer['sealed']} of {answer['entries']} entries are sealed, none changed.")
    else:
        say(f"The ledger does not agree with its seals: {answer['first_break']['problem']}")
    if not answer["ok"]:
        say("Do not serve this record; try an older backup.")


def minutes(seconds: float) -> str:
    """A length of time as people say it."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.1f} minutes"
