"""The parts of a backup: locks, streams, what goes with it, and a disk that is full."""

from __future__ import annotations

import resource
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pyrage
import pytest

from homeward.ground import roles
from homeward.ground.backup.dump import (
    WITHOUT_ROWS,
    contents,
    give_back,
    server_version,
    snapshot,
    start_dump,
)
from homeward.ground.backup.folder import Sealed, Unpacking, members
from homeward.ground.backup.giving_back import check_empty
from homeward.ground.backup.keys import (
    WRAPPED,
    BackupRefused,
    keep_apart,
    lock_for,
    lock_with,
    make_identity,
    open_wrapped,
    read_identities,
)
from homeward.ground.backup.manifest import DATABASE, FOLDER, find_backup, read_manifest
from homeward.ground.backup.streams import Nowhere, decrypt, encrypt
from homeward.ground.backup.taking import Backup, drop_older, take_backup
from homeward.ground.binaries import PostgresUnavailable
from homeward.ground.env import Env, read_env
from homeward.ground.postgres import Cluster
from homeward.ground.record import RESTORING, record_running
from homeward.ground.roles import Address
from homeward.ground.version import VERSION

AT = datetime(2026, 11, 23, 20, 15, tzinfo=UTC)
PASSPHRASE = "nine lanterns over the harbour"
HERE = Path(__file__).resolve().parents[2]


def test_the_version_is_the_one_of_the_project() -> None:
    assert f'version = "{VERSION}"' in (HERE / "pyproject.toml").read_text(encoding="utf-8")


class Zeros:
    """So many zeros, never all in memory."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        given = min(size, self.left)
        self.left -= given
        return bytes(given)


def test_memory_stays_flat_and_both_sides_are_digested(tmp_path: Path) -> None:
    key = pyrage.x25519.Identity.generate()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    written = encrypt(Zeros(60_000_000), tmp_path / "zeros.age", [key.to_public()])
    assert decrypt(tmp_path / "zeros.age", Nowhere(), [key]) == written.inside
    assert written.size == (tmp_path / "zeros.age").stat().st_size > 60_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_a_key_is_new_private_and_never_beside_the_backups(tmp_path: Path) -> None:
    path, backups = tmp_path / "opens.key", tmp_path / "backups"
    recipient = make_identity(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert str(read_identities(path)[0].to_public()) == recipient
    with pytest.raises(BackupRefused, match="is there already"):
        make_identity(path)
    with pytest.raises(BackupRefused, match="lies in the folder of the backups"):
        keep_apart(backups / "opens.key", backups)
    keep_apart(path, backups)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("short", "at least 16 characters"), ("", "at least 16 characters")],
)
def test_a_weak_passphrase_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "words"
    path.write_text(text)
    with pytest.raises(BackupRefused, match=sentence):
        lock_with(path)


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words"
    path.write_text("# only a remark\n")
    with pytest.raises(BackupRefused, match="holds no identity"):
        read_identities(path)
    with pytest.raises(BackupRefused, match="begins with age1"):
        lock_for(["age1nonsense"])


def test_everything_goes_with_it_but_what_is_made_again(tmp_path: Path) -> None:
    names = [
        "secrets/ledger-digest",
        "secrets/homeward_app",
        "secrets/signing-key",
        "secrets/some-later-key",
        "ledger/roots.jsonl",
        "ledger/leaves/00000001",
        "ledger/leaves/00000002",
        "files/ab/scan",
        "downloads/taken/MSPR_12_20261122_01.csv",
        "downloads/.half-copied.csv",
        "postgres/PG_VERSION",
        "run/users.lock",
        "static/a.css",
        "mode",
        "backups/homeward-20261101T000000Z/database.age",
    ]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    found = members(tmp_path, Sealed(7, 1, ""), tmp_path / "backups")
    assert {name.as_posix(): size for name, size in found} == {
        "secrets/ledger-digest": 21,
        "secrets/some-later-key": 22,
        "ledger/roots.jsonl": 7,
        "ledger/leaves/00000001": 22,
        "files/ab/scan": 13,
        "downloads/taken/MSPR_12_20261122_01.csv": 39,
        "mode": 4,
    }


def test_a_tar_that_reaches_outside_its_folder_lays_nothing_down(tmp_path: Path) -> None:
    inside, hostile = tmp_path / "inside", tmp_path / "hostile.tar"
    inside.mkdir()
    (tmp_path / "word").write_text("x")
    with tarfile.open(hostile, "w") as tar:
        tar.add(tmp_path / "word", "../outside")
    unpacking = Unpacking(inside)
    unpacking.write(hostile.read_bytes())
    with pytest.raises(BackupRefused, match="no plain file of the record"):
        unpacking.close()
    assert not (tmp_path / "outside").exists()


def test_half_a_restore_is_never_opened_nor_restored_over(tmp_path: Path) -> None:
    env = read_env({"HOMEWARD_VAR": str(tmp_path)})
    (tmp_path / RESTORING).write_text("homeward-20261123T201500Z")
    with pytest.raises(PostgresUnavailable, match="was not finished"), record_running(env):
        raise AssertionError("It was opened.")
    with pytest.raises(BackupRefused, match="An earlier restore"):
        check_empty(env)
    assert [path.name for path in tmp_path.iterdir()] == [RESTORING]


@pytest.fixture
def of_ones_own(cluster: Cluster, template: str, tmp_path: Path) -> Iterator[tuple[Env, Address]]:
    """A record in a database of one's own, its role no superuser; an empty one beside it."""
    with psycopg.connect(cluster.address(database="postgres").conninfo, autocommit=True) as conn:
        conn.execute("CREATE ROLE dba LOGIN PASSWORD 'dba'")
        conn.execute(f"GRANT {roles.OWNER}, {roles.KEEPER} TO dba")
        conn.execute(f"CREATE DATABASE copy_from TEMPLATE {template} STRATEGY FILE_COPY")
        cluster.add_database("copy_to")
        conn.execute("GRANT CONNECT ON DATABASE copy_from, copy_to TO dba")
        parts = cluster.address(database="copy_from").parts
        url = f"postgresql://dba:dba@/copy_from?host={parts['host']}&port={parts['port']}"
        env = read_env({"HOMEWARD_VAR": str(tmp_path / "var"), "DATABASE_URL": url})
        (env.var / "secrets").mkdir(parents=True)
        (env.var / "secrets" / "ledger-digest").write_text("the key of digests\n")
        try:
            yield env, env.address("owner").but(dbname="copy_to")
        finally:
            conn.execute("DROP DATABASE copy_from WITH (FORCE)")
            conn.execute("DROP DATABASE copy_to WITH (FORCE)")
            conn.execute("DROP ROLE dba")


def test_an_outside_database_is_copied_and_given_back_by_a_role_that_is_no_superuser(
    of_ones_own: tuple[Env, Address], tmp_path: Path
) -> None:
    env, target = of_ones_own
    words = tmp_path / "words"
    words.write_text(PASSPHRASE + "\n")
    made = take_backup(env, tmp_path / "backups", lock_with(words), AT)
    assert made.opened and made.folder.name == "homeward-20261123T201500Z"
    keys = open_wrapped(made.folder / WRAPPED, words)
    manifest = read_manifest(made.folder, keys)
    assert manifest.counts["django_migrations"] > 20
    assert not set(WITHOUT_ROWS) & set(manifest.counts)
    give_back(target, made.folder / DATABASE, keys, server_version(target))
    with snapshot(target) as moment:
        assert moment.counts() == manifest.counts
        assert moment.migrations() == list(manifest.migrations)
    (tmp_path / "unpacked").mkdir()
    unpacking = Unpacking(tmp_path / "unpacked")
    decrypt(made.folder / FOLDER, unpacking, keys)
    unpacking.close()
    assert (tmp_path / "unpacked/secrets/ledger-digest").read_text() == "the key of digests\n"
    words.write_text("another passphrase entirely")
    with pytest.raises(BackupRefused, match="does not open this backup"):
        open_wrapped(made.folder / WRAPPED, words)
    with full_at(50_000), pytest.raises(BackupRefused, match="no room left"):
        take_backup(env, tmp_path / "backups", lock_for([str(keys[0].to_public())]), AT)
    assert [each.name for each in (tmp_path / "backups").iterdir()] == [made.folder.name]
    second = take_again(env, tmp_path, keys[0])
    assert find_backup(tmp_path / "backups") == second.folder
    assert drop_older(tmp_path / "backups", 1) == 1
    assert find_backup(tmp_path / "backups") == second.folder


def test_a_table_of_contents_longer_than_a_pipe_holds_is_read(
    cluster: Cluster, tmp_path: Path
) -> None:
    """As it will be one day: hundreds of tables, each with keys and privileges."""
    key = pyrage.x25519.Identity.generate()
    cluster.add_database("many_tables")
    owner = cluster.address(roles.OWNER, "many_tables")
    with psycopg.connect(owner.conninfo, autocommit=True) as conn:
        conn.execute("CREATE TABLE django_migrations (id int, app text, name text)")
        for number in range(400):
            conn.execute(
                f"CREATE TABLE a_table_with_a_name_of_some_length_{number} (id int UNIQUE)"
            )
    with snapshot(owner) as moment:
        dump = start_dump(owner, moment)
        encrypt(dump.out, tmp_path / DATABASE, [key.to_public()])
        dump.end()
        dump.kill()
    listed = contents(tmp_path / DATABASE, [key], server_version(owner))
    assert len("\n".join(listed)) > 1 << 16
    with psycopg.connect(cluster.address(database="postgres").conninfo, autocommit=True) as conn:
        conn.execute("DROP DATABASE many_tables WITH (FORCE)")


def take_again(env: Env, folder: Path, key: Any) -> Backup:
    """Another one in the same second, without a key at hand."""
    made = take_backup(env, folder / "backups", lock_for([str(key.to_public())]), AT)
    assert not made.opened
    assert made.folder.name.endswith("-2")
    return made


@contextmanager
def full_at(size: int) -> Iterator[None]:
    """As if the disk had room for files of so many bytes only."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
