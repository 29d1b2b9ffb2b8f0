"""What guards a database, to be compared with another one's."""

from __future__ import annotations

from typing import Any

import psycopg

#: What is granted, forced, fired and checked, whatever it is called.
SHAPE = """
SELECT 'table', relname, relrowsecurity::text || relforcerowsecurity, relowner::regrole::text,
       ARRAY(SELECT unnest(relacl)::text ORDER BY 1)::text
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'p')
UNION ALL SELECT 'function', oid::regprocedure::text, prosecdef::text || prosrc,
       proowner::regrole::text, ARRAY(SELECT unnest(proacl)::text ORDER BY 1)::text
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'homeward%'
UNION ALL SELECT 'policy', tablename || '.' || policyname, cmd, roles::text, permissive
FROM pg_policies
UNION ALL SELECT 'trigger', tgrelid::regclass::text || '.' || tgname, tgenabled::text, '', ''
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'default', '', defaclrole::regrole::text, defaclobjtype::text, defaclacl::text
FROM pg_default_acl
UNION ALL SELECT 'constraint', conrelid::regclass::text || '.' || conname, contype::text, '', ''
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL SELECT 'index', indexrelid::regclass::text, indisunique::text, '', ''
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT 'column', table_name || '.' || column_name, data_type, is_nullable, column_default
FROM information_schema.columns WHERE table_schema = 'public'
ORDER BY 1, 2, 3, 4, 5
"""


def shape(conninfo: str) -> list[tuple[Any, ...]]:
    """Tables, functions, policies, triggers, constraints, indexes, columns and privileges."""
    with psycopg.connect(conninfo) as conn:
        return conn.execute(SHAPE).fetchall()
