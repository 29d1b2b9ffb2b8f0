"""Giving a backup back: into an empty install alone, checked before and counted after."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from homeward.ground.backup.dump import give_back, server_version, snapshot, tables
from homeward.ground.backup.folder import Sealed, Unpacking, members
from homeward.ground.backup.keys import BackupRefused
from homeward.ground.backup.manifest import DATABASE, FOLDER, Manifest, check_sums, read_manifest
from homeward.ground.backup.streams import decrypt
from homeward.ground.env import Env
from homeward.ground.places import make_private
from homeward.ground.record import PACKAGE, RESTORING, migrate_when_behind, record_as_it_is
from homeward.ground.version import VERSION

_EVERYTHING = Sealed(0, 1 << 62, "")


def check_backup(folder: Path, identities: Sequence[Any]) -> Manifest:
    """Everything that can be checked before anything is changed. Raises BackupRefused."""
    check_sums(folder)
    manifest = read_manifest(folder, identities)
    unknown = [name for name in manifest.migrations if _is_ours(name) and not _is_here(name)]
    if unknown or _numbers(manifest.version) > _numbers(VERSION):
        raise BackupRefused(
            f"{folder.name} was made by homeward {manifest.version}, which is newer than this"
            f" {VERSION}"
            + (f" (it has {unknown[0]})" if unknown else "")
            + ": install that version, then restore. Nothing was changed."
        )
    return manifest


def check_mode(env: Env, manifest: Manifest) -> None:
    """Refuse to give a live record back as a rehearsal, and the other way round."""
    asked = "REHEARSAL" if env.rehearsal else "LIVE"
    if manifest.mode and manifest.mode != asked:
        raise BackupRefused(
            f"The backup is of a {manifest.mode.lower()} record and HOMEWARD_REHEARSAL asks for a"
            f" {asked.lower()} one: set it to {int(manifest.mode == 'REHEARSAL')}."
            " Nothing was changed."
        )


def check_empty(env: Env) -> None:
    """Refuse a folder that holds a record already."""
    if (env.var / RESTORING).exists():
        raise BackupRefused(
            f"An earlier restore into {env.var} was not finished: empty that folder (and the"
            " database of DATABASE_URL), then restore again. Nothing was changed."
        )
    found = next(members(env.var, _EVERYTHING), None) if env.var.is_dir() else None
    if (env.var / "postgres").exists() or found is not None:
        raise BackupRefused(
            f"{env.var} is not empty: a backup is given back into an empty install only, so that"
            " nothing is overwritten. Set HOMEWARD_VAR to a new folder. Nothing was changed."
        )


@contextmanager
def restoring(
    env: Env, folder: Path, identities: Sequence[Any], manifest: Manifest
) -> Iterator[bool]:
    """Database and folder given back and brought to the newest shape; whether all counts agree.

    Inside, the record is up; whoever enters begins the ledger's new epoch and proves it.
    A restore that does not come to its end leaves a mark, and the record is not served.
    """
    make_private(env.var)
    mark = env.var / RESTORING
    mark.write_text(folder.name, encoding="utf-8")
    with record_as_it_is(env):
        owner = env.address("owner")
        _check_database(env, manifest, server_version(owner), tables(owner))
        give_back(owner, folder / DATABASE, identities, manifest.server)
        with snapshot(owner) as moment:
            same = moment.counts() == manifest.counts
        _lay_files(env, folder, identities, manifest)
        migrate_when_behind(env)
        yield same
        mark.unlink()


def _check_database(env: Env, manifest: Manifest, server: int, found: Sequence[str]) -> None:
    if server < manifest.server:
        _unmark(env)
        raise BackupRefused(
            f"The backup is of PostgreSQL {manifest.server} and this server is {server}: restore"
            f" into {manifest.server} or newer. Nothing was changed."
        )
    if found:
        _unmark(env)
        raise BackupRefused(
            f"The database of DATABASE_URL is not empty (it has {len(found)} tables): a backup is"
            " given back into an empty one only. Nothing was changed."
        )


def _unmark(env: Env) -> None:
    (env.var / RESTORING).unlink(missing_ok=True)


def _lay_files(env: Env, folder: Path, identities: Sequence[Any], manifest: Manifest) -> None:
    """Unpack beside the record's folder's own files, check the digest, move into place."""
    with tempfile.TemporaryDirectory(dir=env.var, prefix=".unpacked-") as name:
        work = Path(name)
        unpacking = Unpacking(work)
        try:
            digest = decrypt(folder / FOLDER, unpacking, identities)
        finally:
            unpacking.close()
        if digest != manifest.inside[FOLDER]:
            raise BackupRefused(f"{FOLDER} is not what its manifest says.")
        for path in sorted(p for p in work.rglob("*") if p.is_file()):
            target = env.var / path.relative_to(work)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(path, target)


def _is_ours(migration: str) -> bool:
    return (PACKAGE / migration.split(".", maxsplit=1)[0] / "migrations").is_dir()


def _is_here(migration: str) -> bool:
    app, _, name = migration.partition(".")
    return (PACKAGE / app / "migrations" / f"{name}.py").is_file()


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]
