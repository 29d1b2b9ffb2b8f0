"""Sealing entries in batches, and proving that nothing sealed was changed or removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db import connection

from homeward.ledger.digests import canonical, entry_digest
from homeward.ledger.merkle import leaf_hash, root_of
from homeward.ledger.seals import Seal, SealBroken, SealFolder

_SELECT = """
SELECT id, at, act_id, verb, person_id, agency, purpose, children, subject_id, page,
       first_line, last_line, digest
FROM ledger_entry WHERE xid >= %s::text::xid8 AND xid < %s::text::xid8 ORDER BY id
"""

#: The oldest running transaction, in the ledger's own numbers (see `begin_epoch`).
_HIGH = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint
       + coalesce((SELECT shift FROM ledger_epoch ORDER BY number DESC LIMIT 1), 0)
"""

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class LineProof:
    """A line's stored digest and the one made anew; `erased` when its words were, by rule."""

    act: Any
    line: int
    stored: bytes
    fresh: bytes
    erased: bool


#: Reads the lines with ids from first to last.
LineReader = Callable[[int, int], Iterable[LineProof]]


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found: `first_break` names the exact entry, None when all is well.

    `erased` counts the sealed lines whose words were erased by rule: they are no break.
    """

    entries: int
    sealed: int
    root: str
    ok: bool
    first_break: dict[str, Any] | None
    erased: int = 0


class NumbersWentBack(RuntimeError):
    """The database counts transactions below those that are sealed; nothing was sealed."""


def seal(folder: SealFolder, now: datetime) -> Seal | None:
    """Seal every entry older than the oldest running transaction. None when there is none.

    Runs in the caller's transaction, in SYSTEM scope; sealing never runs twice at once.
    Raises NumbersWentBack in a database that was restored by other means than ours.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('homeward.seal'))")
        if not cursor.fetchone()[0]:
            return None
        newest = folder.newest()
        low = newest.high if newest else 0
        cursor.execute(_HIGH)
        high = cursor.fetchone()[0]
        if high < low:
            raise NumbersWentBack(
                f"The server's transactions stand at {high}, below {low}, where the newest seal"
                " ends: this database was restored without `homeward restore`. Nothing is sealed."
            )
        leaves = [(row[0], _leaf(row)) for row in _entries(low, high)]
        if not leaves:
            return None
        root = root_of([leaf for _, leaf in leaves])
        made = folder.append(low, high, leaves, root, now.isoformat())
        cursor.execute(
            "INSERT INTO ledger_batch (number, low, high, count, root, sealed_at)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [made.number, made.low, made.high, made.count, root, now],
        )
    return made


def verify(
    folder: SealFolder,
    read: LineReader,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Verification:
    """Prove the ledger against the seals, from `since` to `until` (sealing times, UTC).

    Must run as a role that sees every entry and line (the keeper). Checks, in order:
    the chain of signed seals, each batch's leaves, each sealed entry, the entry's lines.
    """
    sealed, root, broken, erased = 0, "", None, 0
    try:
        for each in folder.seals():
            if _outside(each, since, until):
                continue
            broken, without_words = _check_batch(folder, each, read)
            if broken:
                break
            sealed, root, erased = sealed + each.count, each.root, erased + without_words
    except SealBroken as problem:
        broken = {"seal": None, "entry": None, "problem": str(problem)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry")
        entries = cursor.fetchone()[0]
    return Verification(entries, sealed, root, broken is None, broken, erased)


def _outside(seal: Seal, since: datetime | None, until: datetime | None) -> bool:
    at = datetime.fromisoformat(seal.sealed_at)
    return bool((since and at < since) or (until and at > until))


def _entries(low: int, high: int) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [str(low), str(high)])
        while rows := cursor.fetchmany(5000):
            yield from rows


def _leaf(row: Sequence[Any]) -> bytes:
    return leaf_hash(canonical([*row[:-1], bytes(row[-1])]))


def _check_batch(
    folder: SealFolder, seal: Seal, read: LineReader
) -> tuple[dict[str, Any] | None, int]:
    """What is broken in a batch, None when nothing is; how many of its lines were erased."""
    leaves, erased = folder.leaves(seal.number), 0
    if root_of([leaf for _, leaf in leaves]).hex() != seal.root:
        problem = "The leaves kept outside the database do not give the root."
        return _break(seal, None, problem), 0
    rows: list[tuple[Any, ...]] = []
    for leaf, row in zip_longest(leaves, _entries(seal.low, seal.high)):
        problem = _entry_problem(leaf, row)
        if problem or row is None:
            return _break(seal, leaf[0] if leaf else row[0] if row else None, problem), 0
        rows.append(row)
        if len(rows) == CHUNK or row[0] == leaves[-1][0]:
            lines = _lines_of(rows, read)
            broken = _lines_broken(rows, lines)
            if broken:
                return _break(seal, *broken), 0
            erased += sum(each.erased for row in rows for each in lines.get(row[2], ()))
            rows = []
    return None, erased


def _entry_problem(leaf: tuple[int, bytes] | None, row: tuple[Any, ...] | None) -> str:
    if leaf is None:
        return "This entry was added after its batch was sealed."
    if row is None or row[0] > leaf[0]:
        return "This entry was removed."
    if row[0] < leaf[0]:
        return "An entry stands where none was sealed."
    return "" if _leaf(row) == leaf[1] else "This entry was changed."


def _lines_of(rows: Sequence[tuple[Any, ...]], read: LineReader) -> dict[Any, list[LineProof]]:
    """The lines that these entries wrote, by act."""
    found: dict[Any, list[LineProof]] = {}
    ranges = [(row[10], row[11]) for row in rows if row[10] is not None]
    if ranges:
        span = min(first for first, _ in ranges), max(last for _, last in ranges)
        for proof in read(*span):
            found.setdefault(proof.act, []).append(proof)
    return found


def _lines_broken(
    rows: Sequence[tuple[Any, ...]], found: Mapping[Any, Sequence[LineProof]]
) -> tuple[int, str] | None:
    """The first entry of `rows` whose lines do not fit it, and what is wrong with them."""
    for row in rows:
        lines = found.get(row[2], ())
        changed = next((each.line for each in lines if each.stored != each.fresh), None)
        if changed is not None:
            return row[0], f"Line {changed} of this entry was changed."
        if entry_digest(row[:-1], [each.stored for each in lines]) != bytes(row[-1]):
            return row[0], "The lines of this entry are not the ones it wrote."
    return None


def _break(seal: Seal, entry: int | None, problem: str) -> dict[str, Any]:
    return {"seal": seal.number, "entry": entry, "problem": problem}
