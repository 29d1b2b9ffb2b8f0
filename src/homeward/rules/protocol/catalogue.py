"""An edition of the protocol: the duties it names, read from one TOML text.

The grammar is that of the published contract (section *Event log, facts, edition*)
and strict: a key, kind, value or limit that it does not know is an `EditionError`,
one sentence that names the file and the line. An edition may also carry the product's
own tables: `[[task]]` (what a risk grade opens), `[risk_floor]` (the lowest grade for a
child) and `[tolerance]` (how far two agencies' times may differ before a person looks).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from homeward.rules.lines import KINDS
from homeward.rules.protocol.duties import (
    APPLIES_KEYS,
    DUTY_KEYS,
    RISKS,
    SETTINGS,
    STATUSES,
    Applies,
    Duty,
    Edition,
    RiskFloor,
    Task,
    duty_keys,
)
from homeward.rules.protocol.limits import (
    Repeats,
    parse_count_in,
    parse_limit,
    parse_repeats,
)
from homeward.rules.protocol.reading import Document, EditionError, Table

__all__ = [
    "RISKS",
    "SETTINGS",
    "STATUSES",
    "Applies",
    "Duty",
    "Edition",
    "EditionError",
    "RiskFloor",
    "Task",
    "duty_keys",
    "read_edition",
]

_TABLES = ("edition", "duty", "task", "risk_floor", "tolerance")
_EDITION_KEYS = ("id", "title", "in_force", "timezone", "kinds")
_TASK_KEYS = ("id", "grades", "words", "source", "evidence", "owner", "jurisdiction")
_FLOOR_KEYS = ("grade", "since", "source", "evidence")
_KIND = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


def read_edition(text: str, name: str) -> Edition:
    """The edition that this TOML text says; `name` is the file's name for messages.

    Raises EditionError, one sentence with file and line, for anything the grammar of the
    contract does not know.
    """
    document = Document(text, name)
    document.known(_TABLES)
    head = document.table("edition")
    if head is None:
        raise document.fault("the table [edition] is missing")
    head.known(_EDITION_KEYS)
    kinds = head.optional("kinds", lambda key: _declared(head, key)) or ()
    known = frozenset(KINDS) | frozenset(kinds)
    return Edition(
        id=head.text("id"),
        title=head.text("title"),
        in_force=head.day("in_force"),
        timezone=head.parsed("timezone", _timezone),
        kinds=kinds,
        duties=_each_once(document, "duty", lambda table: _duty(table, known)),
        tasks=_each_once(document, "task", _task),
        risk_floor=_risk_floor(document.table("risk_floor")),
        tolerance=_tolerance(document.table("tolerance")),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _declared(head: Table, key: str) -> tuple[str, ...]:
    kinds = head.texts(key)
    for kind in kinds:
        if not _KIND.fullmatch(kind):
            raise head.fault(f'the kind "{kind}" is not written like noun.past_tense', key, kind)
    return kinds


def _timezone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'"{text}" is not a known time zone') from None


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


def _each_once(document: Document, name: str, read: Callable[[Table], N]) -> tuple[N, ...]:
    found: dict[str, N] = {}
    for table in document.tables(name):
        item = read(table)
        if item.id in found:
            raise table.fault(f"the id {item.id} is given twice", "id")
        found[item.id] = item
    return tuple(found.values())


def _duty(table: Table, known: frozenset[str]) -> Duty:
    table.known(DUTY_KEYS)
    table.words = f"duty {table.text('id')}"
    status = table.optional("status", lambda key: table.one_of(key, STATUSES)) or "evidenced"
    duty = Duty(
        id=table.text("id"),
        title=table.text("title"),
        owner=table.text("owner"),
        starts=_kinds(table, "starts", (table.text("starts"),), known)[0],
        within=table.parsed("within", parse_limit),
        met_by=_kinds(table, "met_by", table.texts("met_by"), known),
        evidence=table.text("evidence"),
        jurisdiction=table.text("jurisdiction"),
        source=table.text("source"),
        excused_by=_kinds(table, "excused_by", table.optional("excused_by", table.texts), known),
        applies=table.optional("applies", lambda key: _applies(table.within(key))),
        limit_evidence=table.optional("limit_evidence", table.text),
        status=status,
        from_on=table.optional("from", table.day),
        until_on=table.optional("until", table.day),
        repeats=table.optional("repeats", lambda key: _repeats(table, key, known)),
        count_in=table.optional("count_in", lambda key: table.parsed(key, parse_count_in)),
    )
    _agrees(table, duty)
    return duty


def _agrees(table: Table, duty: Duty) -> None:
    if not duty.met_by and duty.status != "not-yet":
        raise table.fault('"met_by" is an empty list; only a not-yet duty may have none', "met_by")
    if duty.from_on and duty.until_on and duty.until_on < duty.from_on:
        raise table.fault('"until" is before "from"', "until")


def _kinds(
    table: Table, key: str, kinds: tuple[str, ...] | None, known: frozenset[str]
) -> tuple[str, ...]:
    for kind in kinds or ():
        if kind not in known:
            raise table.fault(f'unknown kind "{kind}" in "{key}"', key, kind)
    return kinds or ()


def _repeats(table: Table, key: str, known: frozenset[str]) -> Repeats:
    repeats = table.parsed(key, parse_repeats)
    _kinds(table, key, (repeats.until,), known)
    return repeats


def _applies(table: Table) -> Applies:
    table.known(APPLIES_KEYS)
    return Applies(
        setting=table.optional("setting", lambda key: table.some_of(key, SETTINGS)),
        risk=table.optional("risk", lambda key: table.some_of(key, RISKS)),
        age_under=table.optional("age_under", table.whole),
        placed_by_other_la=table.optional("placed_by_other_la", table.flag),
        place=table.optional("place", table.some_texts),
        has_school=table.optional("has_school", table.flag),
    )


def _task(table: Table) -> Task:
    table.known(_TASK_KEYS)
    return Task(
        id=table.text("id"),
        grades=table.some_of("grades", RISKS),
        words=table.text("words"),
        source=table.text("source"),
        evidence=table.text("evidence"),
        owner=table.optional("owner", table.text),
        jurisdiction=table.optional("jurisdiction", table.text),
    )


def _risk_floor(table: Table | None) -> RiskFloor | None:
    if table is None:
        return None
    table.known(_FLOOR_KEYS)
    return RiskFloor(
        grade=table.one_of("grade", RISKS),
        since=table.day("since"),
        source=table.text("source"),
        evidence=table.text("evidence"),
    )


def _tolerance(table: Table | None) -> Mapping[str, int]:
    return {key: table.whole(key) for key in table.values} if table else {}
