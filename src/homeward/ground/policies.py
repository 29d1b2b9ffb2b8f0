"""Row-level policies and append-only tables, as migration operations.

The second wall: whatever the code above does, PostgreSQL hands out only rows of
children with whom one of the viewer's teams is involved. The settings
`homeward.*` are transaction-local and signed: `homeward_teams()` and its like hand
them out only where `homeward.mac` was made with the key of this record, for this
connection. Where none is set, or the signature does not hold, no row is visible.
Policies ask once a statement (each stands in a sub-select of its own), never once a row.
"""

from __future__ import annotations

import re

from django.db.migrations import RunSQL

#: What only the worker's and matching's own policies ask: the role is the authority there,
#: the purpose is what it says it is about to do.
SYSTEM = "(SELECT current_setting('homeward.purpose', true) = 'SYSTEM')"
MATCHING = "(SELECT current_setting('homeward.purpose', true) = 'MATCHING')"
#: Who looks, as signed.
PERSON = "(SELECT homeward_person())"
AGENCY = "(SELECT homeward_agency())"
TEAMS = "(SELECT homeward_teams())::int[]"

_PROBE = re.compile(r"\b(homeward_sees(?:_source|_document)?)\(([\w.]+(?:\[\d+\])?)\)")


def has_role(role: str) -> str:
    """SQL: whether the viewer holds this role."""
    return f"(SELECT homeward_has_role('{role}'))"


def once(condition: str) -> str:
    """SQL: the same condition, the viewer's teams handed to each probe instead of asked anew."""
    return _PROBE.sub(rf"\1(\2, {TEAMS})", condition)


def scoped(table: str, visible: str, writable: str = "") -> RunSQL:
    """Force policies on a table: the app sees rows where `visible`, the worker acts as SYSTEM.

    `writable` narrows what the app may write; it defaults to `visible`. The app deletes nothing.
    """
    visible, writable = once(visible), once(writable or visible)
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        REVOKE DELETE ON {table} FROM homeward_app;
        CREATE POLICY app ON {table} TO homeward_app
            USING ({visible}) WITH CHECK ({writable});
        CREATE POLICY worker ON {table} TO homeward_worker
            USING ({SYSTEM}) WITH CHECK ({SYSTEM});
        """,
        f"""
        DROP POLICY app ON {table};
        DROP POLICY worker ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def rescoped(table: str, visible: str, writable: str = "") -> RunSQL:
    """Give the app's policy on a table that has one already these conditions instead."""
    visible, writable = once(visible), once(writable or visible)
    return RunSQL(
        f"ALTER POLICY app ON {table} USING ({visible}) WITH CHECK ({writable});", RunSQL.noop
    )


def scoped_by_child(table: str, column: str = "child_id") -> RunSQL:
    """A table whose rows belong to one child each."""
    return scoped(table, f"homeward_sees({column})")


def append_only(table: str) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE, by privilege and by a trigger no setting lifts."""
    return RunSQL(
        f"""
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM homeward_app, homeward_worker;
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION homeward_append_only();
        CREATE TRIGGER {table}_never_truncated BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION homeward_append_only();
        """,
        f"""
        DROP TRIGGER {table}_append_only ON {table};
        DROP TRIGGER {table}_never_truncated ON {table};
        """,
    )


def vouched(table: str, **parents: str) -> RunSQL:
    """Check keys a statement at a time: no inserted row may name a parent that is not there.

    `parents`: column to table. A foreign key looks up every row, one by one, at commit; a
    batch of thousands of rows with few parents is checked here in one go (measured: a tenth
    of the time). A column that is NULL names nobody.
    """
    checks = "".join(
        f"""
        IF EXISTS (SELECT FROM (SELECT DISTINCT {column} AS id FROM written) AS named
            WHERE id IS NOT NULL
            AND NOT EXISTS (SELECT FROM {parent} WHERE {parent}.id = named.id)) THEN
            RAISE EXCEPTION 'a row of {table} names an unknown {column}'
                USING ERRCODE = 'foreign_key_violation';
        END IF;"""
        for column, parent in parents.items()
    )
    return RunSQL(
        f"""
        CREATE FUNCTION {table}_vouched() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN{checks}
        RETURN NULL;
        END $$;
        CREATE TRIGGER {table}_vouched AFTER INSERT ON {table}
            REFERENCING NEW TABLE AS written
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_vouched();
        """,
        f"""
        DROP TRIGGER {table}_vouched ON {table};
        DROP FUNCTION {table}_vouched();
        """,
    )


APPEND_ONLY_FUNCTION = RunSQL(
    """
    CREATE FUNCTION homeward_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$;
    """,
    "DROP FUNCTION homeward_append_only();",
)

#: The moment a viewer looks: the database's own clock, unless a test or an exercise stands
#: the clock still for its whole session; the signature of the scope covers that moment.
NOW_FUNCTION = RunSQL(
    """
    CREATE FUNCTION homeward_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
        SELECT coalesce(NULLIF(current_setting('homeward.at', true), '')::timestamptz, now())
    $$;
    """,
    "DROP FUNCTION homeward_now();",
)

#: HMAC-SHA256 in PostgreSQL's own words: the key's two pads are kept in a table that the
#: keeper alone may read. Written so that it can be run again over a record that has it.
_SIGNED = """
    CREATE TABLE IF NOT EXISTS access_scopekey (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
        outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64)
    );
    REVOKE ALL ON access_scopekey FROM PUBLIC, homeward_app, homeward_worker, homeward_matching;
    GRANT SELECT ON access_scopekey, access_involvement TO homeward_keeper;
    SET ROLE homeward_keeper;
    CREATE OR REPLACE FUNCTION homeward_scope_holds() RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
    SET search_path = pg_catalog, public AS $$
    BEGIN
        RETURN EXISTS (
            SELECT 1 FROM public.access_scopekey k
            WHERE current_setting('homeward.mac', true) = encode(sha256(
                k.outer_pad || sha256(k.inner_pad || convert_to(concat(
                    pg_backend_pid(), chr(31),
                    current_setting('homeward.person', true), chr(31),
                    current_setting('homeward.agency', true), chr(31),
                    current_setting('homeward.teams', true), chr(31),
                    current_setting('homeward.roles', true), chr(31),
                    current_setting('homeward.purpose', true), chr(31),
                    current_setting('homeward.at', true)
                ), 'UTF8'))), 'hex')
        );
    END $$;
    CREATE OR REPLACE FUNCTION homeward_teams() RETURNS int[]
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED AS $$
    BEGIN
        IF public.homeward_scope_holds() THEN
            RETURN string_to_array(NULLIF(current_setting('homeward.teams'), ''), ',')::int[];
        END IF;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION homeward_person() RETURNS uuid
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED AS $$
    BEGIN
        IF public.homeward_scope_holds() THEN
            RETURN NULLIF(current_setting('homeward.person'), '')::uuid;
        END IF;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION homeward_agency() RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED AS $$
    BEGIN
        IF public.homeward_scope_holds() THEN
            RETURN NULLIF(current_setting('homeward.agency'), '');
        END IF;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION homeward_has_role(role text) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED AS $$
    BEGIN
        RETURN position(',' || role || ',' IN current_setting('homeward.roles', true)) > 0
            AND public.homeward_scope_holds();
    END $$;
    REVOKE EXECUTE ON FUNCTION homeward_scope_holds(), homeward_teams(), homeward_person(),
        homeward_agency(), homeward_has_role(text) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION homeward_scope_holds(), homeward_teams(), homeward_person(),
        homeward_agency(), homeward_has_role(text) TO homeward_app, homeward_worker;
    RESET ROLE;
"""

#: Owned by the keeper, who passes over policies: the probe itself must see every involvement.
#: With one argument it asks for the teams itself, with two it takes the policy's word for them.
#: One plan for every call: planned anew for each list of teams it would take five times as long.
SEES_FUNCTION = RunSQL(
    _SIGNED
    + """
    SET ROLE homeward_keeper;
    CREATE OR REPLACE FUNCTION homeward_sees(child uuid, teams int[]) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path = pg_catalog, public SET plan_cache_mode = force_generic_plan AS $$
    BEGIN
        RETURN EXISTS (
            SELECT 1 FROM public.access_involvement i
            WHERE i.child_id = child
              AND i.team_id = ANY (teams)
              AND (i.until_at IS NULL OR i.until_at > public.homeward_now())
        );
    END $$;
    CREATE OR REPLACE FUNCTION homeward_sees(child uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
    SET search_path = pg_catalog, public AS $$
    BEGIN
        RETURN public.homeward_sees(child, public.homeward_teams());
    END $$;
    REVOKE EXECUTE ON FUNCTION homeward_sees(uuid), homeward_sees(uuid, int[]) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION homeward_sees(uuid), homeward_sees(uuid, int[])
        TO homeward_app, homeward_worker;
    RESET ROLE;
    """,
    """
    SET ROLE homeward_keeper;
    DROP FUNCTION homeward_sees(uuid), homeward_sees(uuid, int[]), homeward_teams(),
        homeward_person(), homeward_agency(), homeward_has_role(text), homeward_scope_holds();
    RESET ROLE;
    DROP TABLE access_scopekey;
    """,
)

SEES_SOURCE_FUNCTION = RunSQL(
    """
    GRANT SELECT ON chronology_source TO homeward_keeper;
    SET ROLE homeward_keeper;
    CREATE OR REPLACE FUNCTION homeward_sees_source(source uuid, teams int[]) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path = pg_catalog, public AS $$
    DECLARE child uuid;
    BEGIN
        SELECT s.child_id INTO child FROM public.chronology_source s WHERE s.id = source;
        RETURN child IS NOT NULL AND public.homeward_sees(child, teams);
    END $$;
    CREATE OR REPLACE FUNCTION homeward_sees_source(source uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
    SET search_path = pg_catalog, public AS $$
    BEGIN
        RETURN public.homeward_sees_source(source, public.homeward_teams());
    END $$;
    REVOKE EXECUTE ON FUNCTION homeward_sees_source(uuid), homeward_sees_source(uuid, int[])
        FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION homeward_sees_source(uuid), homeward_sees_source(uuid, int[])
        TO homeward_app, homeward_worker;
    RESET ROLE;
    """,
    """
    SET ROLE homeward_keeper;
    DROP FUNCTION homeward_sees_source(uuid), homeward_sees_source(uuid, int[]);
    RESET ROLE;
    """,
)
