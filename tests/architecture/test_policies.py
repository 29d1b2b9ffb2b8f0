"""The second wall: every table with a child in it has policies, forced, and fails closed."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from homeward.ground import roles

SCOPED = {
    "children",
    "chronology",
    "copies",
    "documents",
    "episodes",
    "intake",
    "linkage",
    "protocol",
    "retention",
    "ledger",
}
# Tables of these nouns with no child in them, each with its reason.
OPEN = {
    "protocol_adoption": "which edition a place adopted",
    "protocol_spread": "which adoptions the worker has spread",
    "ledger_batch": "digests only",
    "ledger_epoch": "by how much transaction numbers are shifted",
}


def tables() -> list[str]:
    """Tables with a child in them: those of the scoped nouns, and involvement."""
    named = {
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.app_label in SCOPED and model._meta.db_table not in OPEN
    }
    return sorted(named | {"access_involvement"})


def test_there_are_tables_to_guard() -> None:
    assert len(tables()) > 10


@pytest.mark.django_db
@pytest.mark.parametrize("table", tables())
def test_policies_are_on_and_bind_the_owner_too(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity, relowner::regrole::text "
            "FROM pg_class WHERE oid = %s::regclass",
            [table],
        )
        assert cursor.fetchone() == (True, True, roles.OWNER)


@pytest.mark.django_db
@pytest.mark.parametrize("table", tables())
def test_no_policy_is_open_to_whoever_serves(table: str) -> None:
    """Only matching and keeper may have a policy that asks nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT policyname, roles::text FROM pg_policies WHERE tablename = %s "
            "AND (qual = 'true' OR with_check = 'true')",
            [table],
        )
        open_to = {roles_text for _, roles_text in cursor.fetchall()}
    assert open_to <= {"{homeward_matching}", "{homeward_keeper}"}


@pytest.mark.django_db
def test_no_table_belongs_to_a_role_that_serves() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner <> %s",
            [roles.OWNER],
        )
        assert cursor.fetchall() == []


#: Settings that anybody may set: only these functions read them, and check the signature.
SIGNED = {
    "homeward_scope_holds",
    "homeward_teams",
    "homeward_person",
    "homeward_agency",
    "homeward_has_role",
}
UNSIGNED = r"homeward\.(person|agency|teams|roles)"


@pytest.mark.django_db
def test_who_looks_is_read_through_the_functions_that_check_the_signature() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename || ' ' || policyname FROM pg_policies"
            " WHERE qual ~ %s OR with_check ~ %s",
            [UNSIGNED, UNSIGNED],
        )
        policies = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT proname FROM pg_proc WHERE prosrc ~ %s", [UNSIGNED])
        functions = {name for (name,) in cursor.fetchall()}
    assert policies == []
    assert functions == SIGNED
