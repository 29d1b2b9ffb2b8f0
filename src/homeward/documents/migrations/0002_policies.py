"""Documents are seen by whoever sees the child; what hangs on a document, through it.

The web adds and reads. Only the worker gives a document another wrapping key, takes its
bytes away, or settles its check; nobody changes what was said of it.
"""

from __future__ import annotations

from django.db import migrations
from django.db.migrations import RunSQL

from homeward.ground.policies import append_only, scoped, scoped_by_child

#: Owned by the keeper, like the probes that it asks.
SEES_DOCUMENT_FUNCTION = RunSQL(
    """
    GRANT SELECT ON documents_document TO homeward_keeper;
    SET ROLE homeward_keeper;
    CREATE FUNCTION homeward_sees_document(document uuid, teams int[]) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path = pg_catalog, public AS $$
    DECLARE child uuid;
    BEGIN
        SELECT d.child_id INTO child FROM public.documents_document d WHERE d.id = document;
        RETURN child IS NOT NULL AND public.homeward_sees(child, teams);
    END $$;
    REVOKE EXECUTE ON FUNCTION homeward_sees_document(uuid, int[]) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION homeward_sees_document(uuid, int[])
        TO homeward_app, homeward_worker;
    RESET ROLE;
    """,
    """
    SET ROLE homeward_keeper;
    DROP FUNCTION homeward_sees_document(uuid, int[]);
    RESET ROLE;
    """,
)

#: What the web may not do, and the few columns of a document that the worker may change.
PRIVILEGES = RunSQL(
    """
    REVOKE UPDATE ON documents_document, documents_part, documents_unscanned,
        documents_withdrawal FROM homeward_app, homeward_worker;
    REVOKE DELETE ON documents_document, documents_withdrawal FROM homeward_worker;
    GRANT UPDATE (key_id, wrapped_key, title, given_by, shows, why_allowed, erased_at,
        erased_act_id) ON documents_document TO homeward_worker;
    GRANT UPDATE (reason) ON documents_withdrawal TO homeward_worker;
    """,
    """
    GRANT UPDATE ON documents_document, documents_part, documents_unscanned,
        documents_withdrawal TO homeward_app, homeward_worker;
    GRANT DELETE ON documents_document, documents_withdrawal TO homeward_worker;
    """,
)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("access", "0003_signed_scope")]

    operations = [
        scoped_by_child("documents_document"),
        SEES_DOCUMENT_FUNCTION,
        scoped("documents_part", "homeward_sees_document(document_id)"),
        scoped("documents_scan", "homeward_sees_document(document_id)"),
        scoped("documents_unscanned", "homeward_sees_document(document_id)"),
        scoped("documents_withdrawal", "homeward_sees_document(document_id)"),
        append_only("documents_scan"),
        PRIVILEGES,
    ]
