"""Taking a backup: everything of one moment, encrypted, proved, and only then given its name."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter

from homeward.ground.backup.dump import Snapshot, contents, sealing_paused, snapshot, start_dump
from homeward.ground.backup.folder import Packing, Sealed, members, sealed_so_far
from homeward.ground.backup.keys import WRAPPED, BackupRefused, Lock
from homeward.ground.backup.manifest import (
    DATABASE,
    FOLDER,
    FORMAT,
    MANIFEST,
    PARTIAL,
    Manifest,
    check_sums,
    name_at,
    whole_backups,
    write_sums,
)
from homeward.ground.backup.streams import Nowhere, Written, decrypt, encrypt, is_full
from homeward.ground.env import Env
from homeward.ground.places import take_lock, try_lock
from homeward.ground.record import read_stamp
from homeward.ground.roles import Address
from homeward.ground.version import VERSION

LAST = "last-backup.json"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and proved."""

    folder: Path
    manifest: Manifest
    bytes: int
    opened: bool
    seconds: float


def take_backup(env: Env, to: Path, lock: Lock, at: datetime) -> Backup:
    """Copy the record, which must be up, into a new folder below `to`.

    Raises BackupRefused with one sentence; then nothing is left of this backup.
    """
    began = perf_counter()
    with _one_at_a_time(env), _unfinished(to, at) as work:
        written, manifest = _write(env, work, lock, at)
        _prove(work, lock, manifest)
        final = work.with_suffix("")
        work.rename(final)
        _sync_folder(to)
    size = sum(each.size for each in written.values())
    made = Backup(final, manifest, size, bool(lock.identities), perf_counter() - began)
    _remember(env, made)
    return made


def drop_older(to: Path, keep: int) -> int:
    """Remove all whole backups but the newest `keep`; how many went."""
    old = whole_backups(to)[:-keep]
    for folder in old:
        shutil.rmtree(folder)
    return len(old)


def last_backup(var: Path) -> datetime | None:
    """When the newest backup of this record was made from here (UTC); None when never."""
    try:
        said = json.loads((var / LAST).read_text(encoding="ascii"))
        return datetime.fromisoformat(said["made_at"])
    except (OSError, ValueError, KeyError):
        return None


@contextmanager
def _one_at_a_time(env: Env) -> Iterator[None]:
    (env.var / "run").mkdir(mode=0o700, exist_ok=True)
    turn = take_lock(env.var / "run" / "backup.lock", fcntl.LOCK_UN)
    try:
        if not try_lock(turn, fcntl.LOCK_EX):
            raise BackupRefused("Another backup of this record is being made; wait for its end.")
        yield
    finally:
        os.close(turn)


@contextmanager
def _unfinished(to: Path, at: datetime) -> Iterator[Path]:
    """A folder with the name of something unfinished; gone if anything goes wrong."""
    try:
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        work = to / (name_at(at, to) + PARTIAL)
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
    except OSError as error:
        raise BackupRefused(f"{to} cannot be written ({error.strerror}).") from None
    try:
        yield work
    except OSError as error:
        shutil.rmtree(work, ignore_errors=True)
        if is_full(error):
            raise BackupRefused(
                f"There is no room left in {to}: nothing of this backup was kept, and the record"
                " is as it was. Make room, or choose another folder."
            ) from None
        raise BackupRefused(
            f"The backup could not be written to {to} ({error.strerror}); nothing of it was kept."
        ) from None
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def _write(env: Env, work: Path, lock: Lock, at: datetime) -> tuple[dict[str, Written], Manifest]:
    owner = env.address("owner")
    written: dict[str, Written] = {}
    with _one_moment(owner, env.var) as (moment, sealed):
        dump = start_dump(owner, moment)
        try:
            written[DATABASE] = encrypt(dump.out, work / DATABASE, lock.recipients)
            dump.end()
        finally:
            dump.kill()
        counts, migrations, server = moment.counts(), moment.migrations(), moment.server
    written[FOLDER] = _pack(env.var, sealed, work, lock)
    manifest = Manifest(
        format=FORMAT,
        version=VERSION,
        made_at=at.isoformat(),
        mode=read_stamp(env.var / "mode").strip(),
        server=server,
        migrations=migrations,
        counts=counts,
        seals=sealed.count,
        root=sealed.root,
        inside={name: each.inside for name, each in written.items()},
    )
    written[MANIFEST] = encrypt(io.BytesIO(manifest.text()), work / MANIFEST, lock.recipients)
    if lock.wrapped:
        (work / WRAPPED).write_bytes(lock.wrapped)
    sums = {name: each.sha256 for name, each in written.items()}
    write_sums(work, sums | _sum_of_wrapped(lock))
    return written, manifest


@contextmanager
def _one_moment(owner: Address, var: Path) -> Iterator[tuple[Snapshot, Sealed]]:
    """The database and the seals as of one moment: what was sealed is in the database."""
    with ExitStack() as held:
        with sealing_paused(owner):
            sealed = sealed_so_far(var)
            moment = held.enter_context(snapshot(owner))
        yield moment, sealed


def _pack(var: Path, sealed: Sealed, work: Path, lock: Lock) -> Written:
    packing = Packing(var, list(members(var, sealed, work.parent.resolve())))
    try:
        return encrypt(packing, work / FOLDER, lock.recipients)
    finally:
        packing.close()


def _prove(work: Path, lock: Lock, manifest: Manifest) -> None:
    """Read everything back; decrypt it, too, when a key is at hand."""
    check_sums(work)
    if not lock.identities:
        return
    for name, digest in manifest.inside.items():
        if decrypt(work / name, Nowhere(), lock.identities) != digest:
            raise BackupRefused(f"{name} did not read back as it was written; nothing was kept.")
    listed = contents(work / DATABASE, lock.identities, manifest.server)
    data = sum(" TABLE DATA " in line for line in listed)
    if data < len(manifest.counts):
        raise BackupRefused(f"The copy holds {data} of {len(manifest.counts)} tables.")


def _remember(env: Env, made: Backup) -> None:
    """For the alarm on the age of the newest backup."""
    said = {"made_at": made.manifest.made_at, "bytes": made.bytes, "rows": made.manifest.rows}
    path = env.var / LAST
    path.write_text(json.dumps(said) + "\n", encoding="ascii")
    path.chmod(0o644)  # no more than a time and two sizes; the web may run as another user


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sum_of_wrapped(lock: Lock) -> dict[str, str]:
    return {WRAPPED: hashlib.sha256(lock.wrapped).hexdigest()} if lock.wrapped else {}
