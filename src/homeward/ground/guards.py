"""What lets an erasure through append-only tables, and nothing else, as migration operations."""

from __future__ import annotations

from django.db.migrations import RunSQL

#: Instead of `append_only` for the lines: one change alone passes, that an erasure which names
#: the line takes its words and salt away, made by the keeper's function below.
LINE_GUARD = RunSQL(
    """
    CREATE FUNCTION homeward_line_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE taken text[] := ARRAY['text', 'data', 'salt', 'erasure_id', 'rest_digest'];
    BEGIN
        IF TG_OP = 'UPDATE' AND current_user = 'homeward_keeper'
            AND OLD.erasure_id IS NULL AND NEW.erasure_id IS NOT NULL
            AND NEW.text = '' AND NEW.salt IS NULL AND OLD.data @> NEW.data
            AND (OLD.shape = 1) = (NEW.rest_digest IS NOT NULL)
            AND to_jsonb(NEW) - taken = to_jsonb(OLD) - taken
            AND EXISTS (SELECT 1 FROM public.chronology_erasure e
                        WHERE e.id = NEW.erasure_id AND OLD.id = ANY (e.lines))
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$;
    DROP TRIGGER chronology_line_append_only ON chronology_line;
    CREATE TRIGGER chronology_line_append_only BEFORE UPDATE OR DELETE ON chronology_line
        FOR EACH ROW EXECUTE FUNCTION homeward_line_guard();
    """,
    """
    DROP TRIGGER chronology_line_append_only ON chronology_line;
    CREATE TRIGGER chronology_line_append_only BEFORE UPDATE OR DELETE ON chronology_line
        FOR EACH ROW EXECUTE FUNCTION homeward_append_only();
    DROP FUNCTION homeward_line_guard();
    """,
)

#: Owned by the keeper, called by the worker: `codes` are the names in `data` that stay, `rests`
#: what proves each line of version 0.1 from now on, in the order of the erasure's lines.
ERASE_WORDS_FUNCTION = RunSQL(
    """
    CREATE FUNCTION homeward_erase_words(wanted uuid, codes text[], rests bytea[])
    RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
    DECLARE ids bigint[]; done integer;
    BEGIN
        IF current_setting('homeward.purpose', true) IS DISTINCT FROM 'SYSTEM' THEN
            RAISE EXCEPTION 'words are erased by the system alone'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        SELECT e.lines INTO STRICT ids FROM public.chronology_erasure e WHERE e.id = wanted;
        UPDATE public.chronology_line l
            SET text = '', salt = NULL, erasure_id = wanted, rest_digest = each.rest,
                data = coalesce((SELECT jsonb_object_agg(d.key, d.value)
                    FROM jsonb_each(l.data) d WHERE d.key = ANY (codes)), '{}'::jsonb)
            FROM unnest(ids, rests) AS each (id, rest)
            WHERE l.id = each.id AND l.erasure_id IS NULL;
        GET DIAGNOSTICS done = ROW_COUNT;
        IF done <> cardinality(ids) THEN
            RAISE EXCEPTION 'an erasure names lines that have no words to lose';
        END IF;
        RETURN done;
    END $$;
    REVOKE EXECUTE ON FUNCTION homeward_erase_words(uuid, text[], bytea[]) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION homeward_erase_words(uuid, text[], bytea[]) TO homeward_worker;
    GRANT SELECT, UPDATE ON chronology_line TO homeward_keeper;
    GRANT SELECT ON chronology_erasure TO homeward_keeper;
    REVOKE INSERT, UPDATE, DELETE ON chronology_erasure FROM homeward_keeper;
    REVOKE INSERT ON chronology_erasure FROM homeward_app;
    ALTER FUNCTION homeward_erase_words(uuid, text[], bytea[]) OWNER TO homeward_keeper;
    """,
    "DROP FUNCTION homeward_erase_words(uuid, text[], bytea[]);",
)

#: The one change that `erasable` tables let through: the keeper's function below puts
#: *(erased)* in place of words, and nothing else of the row changes.
ERASE_COLUMNS_FUNCTION = RunSQL(
    """
    CREATE FUNCTION homeward_words_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE name text; other boolean := false;
    BEGIN
        IF TG_OP = 'UPDATE' AND current_user = 'homeward_keeper'
            AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV
            AND to_jsonb(NEW) <> to_jsonb(OLD)
        THEN
            FOREACH name IN ARRAY TG_ARGV LOOP
                other := other OR to_jsonb(NEW) ->> name NOT IN ('', '(erased)');
            END LOOP;
            IF NOT other THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$;
    CREATE FUNCTION homeward_erase_columns(name text, columns text[], ids text[])
    RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
    DECLARE done integer;
    BEGIN
        IF current_setting('homeward.purpose', true) IS DISTINCT FROM 'SYSTEM' THEN
            RAISE EXCEPTION 'words are erased by the system alone'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        EXECUTE format('UPDATE public.%I SET %s WHERE id::text = ANY ($1) AND (%s)', name,
            (SELECT string_agg(format('%1$I = CASE %1$I WHEN %2$L THEN %2$L ELSE %3$L END',
                each, '', '(erased)'), ', ') FROM unnest(columns) AS each),
            (SELECT string_agg(format('%I NOT IN (%L, %L)', each, '', '(erased)'), ' OR ')
                FROM unnest(columns) AS each)) USING ids;
        GET DIAGNOSTICS done = ROW_COUNT;
        RETURN done;
    END $$;
    REVOKE EXECUTE ON FUNCTION homeward_erase_columns(text, text[], text[]) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION homeward_erase_columns(text, text[], text[]) TO homeward_worker;
    ALTER FUNCTION homeward_erase_columns(text, text[], text[]) OWNER TO homeward_keeper;
    """,
    """
    DROP FUNCTION homeward_erase_columns(text, text[], text[]);
    DROP FUNCTION homeward_words_guard();
    """,
)


def erasable(table: str, *columns: str) -> RunSQL:
    """An append-only table whose words in these columns go when a child's record is erased."""
    named = ", ".join(f"'{column}'" for column in columns)
    return RunSQL(
        f"""
        DROP TRIGGER {table}_append_only ON {table};
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION homeward_words_guard({named});
        GRANT SELECT, UPDATE ON {table} TO homeward_keeper;
        """,
        f"""
        DROP TRIGGER {table}_append_only ON {table};
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION homeward_append_only();
        """,
    )
