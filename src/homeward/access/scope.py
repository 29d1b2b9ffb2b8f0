"""Setting who looks, for one transaction, where PostgreSQL's policies can see it.

Never session-wide: a pooled connection would hand one person's sight to the next.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from homeward.rules.acts import Purpose, Viewer

_SCOPED = re.compile(
    r'"?\b(children|chronology|copies|documents|episodes|intake|linkage|protocol|retention|ledger)_'
    r"[a-z]+\b|"
    r"\baccess_(involvement|ask|emergency|emergencyreview|invitation|handover|oddlook|oddanswer|homemark|preview)\b"
)
_STILL = re.compile(r"-c homeward\.at=(\S+)")
_UNSCOPED = frozenset({"protocol_adoption", "protocol_spread", "ledger_batch", "ledger_epoch"})


class OutsideTransaction(RuntimeError):
    """A scoped table was asked outside a transaction: the scope could not have been set."""


def guard(
    execute: Callable[..., Any], statement: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Raise when a scoped query runs outside a transaction. An execute wrapper of Django."""
    wrapped: BaseDatabaseWrapper = context["connection"]
    if not wrapped.in_atomic_block:
        touched = {match.group(0).strip('"') for match in _SCOPED.finditer(statement)}
        if touched - _UNSCOPED and statement.lstrip()[:6].upper() in _DATA_VERBS:
            raise OutsideTransaction("A scoped table was asked outside a transaction.")
    return execute(statement, params, many, context)


_DATA_VERBS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"})


def install_guard(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Put the guard on a connection (receiver of `connection_created`)."""
    if guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)


def set_scope(viewer: Viewer) -> None:
    """Set the viewer's scope on the running transaction; it ends with the transaction.

    Signed for this connection: a statement that sets the same settings itself, without the
    key that the process keeps, makes no row visible.
    """
    values = {
        "homeward.person": str(viewer.person or ""),
        "homeward.agency": viewer.agency,
        "homeward.teams": ",".join(str(team) for team in viewer.teams),
        "homeward.roles": f",{','.join(sorted(viewer.roles))},",
        "homeward.purpose": viewer.purpose.value,
    }
    values["homeward.mac"] = sign(list(values.values()))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(["set_config(%s, %s, true)"] * len(values)),
            [item for pair in values.items() for item in pair],
        )


def sign(values: Sequence[str]) -> str:
    """The signature of a scope, good for this connection alone (`homeward_scope_holds`)."""
    connection.ensure_connection()
    backend = str(connection.connection.info.backend_pid)
    signed = "\x1f".join([backend, *values, standing_still()])
    return hmac.digest(settings.SCOPE_KEY, signed.encode(), "sha256").hex()


def standing_still() -> str:
    """The moment at which a test or an exercise stands the database's clock still; mostly ""."""
    found = _STILL.search(str(connection.settings_dict["OPTIONS"].get("options", "")))
    return found[1] if found else ""


@contextmanager
def scoped(viewer: Viewer) -> Iterator[None]:
    """A transaction in which this viewer looks."""
    with transaction.atomic():
        set_scope(viewer)
        yield


@contextmanager
def reading_only() -> Iterator[None]:
    """Within a transaction: whatever runs inside, PostgreSQL refuses every write of it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield


@contextmanager
def matching() -> Iterator[None]:
    """Within a worker's transaction: look as the matching role, then be the worker again.

    Matching sees the identifying fields of every child and nothing else. After an
    error the transaction is lost, and the role with it: nothing need be put back.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('homeward.purpose', %s, true)", [Purpose.MATCHING.value])
        cursor.execute("SELECT current_setting('role')")
        role = cursor.fetchone()[0]
        cursor.execute("SET LOCAL ROLE homeward_matching")
        yield
        cursor.execute("RESET ROLE" if role == "none" else f'SET LOCAL ROLE "{role}"')
        cursor.execute("SELECT set_config('homeward.purpose', %s, true)", [Purpose.SYSTEM.value])
