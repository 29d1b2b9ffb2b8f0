"""What names are found by: folded words and sounds, kept by PostgreSQL beside each name.

Written columns would have to be remembered by everybody who writes a name; generated ones
follow the name whatever writes it. `homeward_fold` says in SQL what `rules.names.fold` says
in Python; a test holds the two together.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

FOLD = """
CREATE FUNCTION homeward_fold(written text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(regexp_replace(regexp_replace(
        upper(public.unaccent('public.unaccent'::regdictionary, normalize(written, NFKC))),
        '\\([^()]*\\)|\\[[^][]*\\]', ' ', 'g'),
        '[''`´‘’ʼʻ′]', '', 'g'),
        '[^A-Z\\u0080-\\uFFFF]+', ' ', 'g'))
$$;
"""

# For one name after another: each of its words, the whole of it without spaces, and after a
# sign that no name holds the sound of each.
KEYS = """
CREATE FUNCTION homeward_name_keys(VARIADIC names text[]) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    found text[] := '{}';
    word text;
    one text;
    folded text;
BEGIN
    FOREACH one IN ARRAY names LOOP
        folded := public.homeward_fold(one);
        CONTINUE WHEN folded = '';
        found := found || replace(folded, ' ', '');
        FOREACH word IN ARRAY string_to_array(folded, ' ') LOOP
            found := found || word || public.homeward_sounds(word);
        END LOOP;
    END LOOP;
    RETURN found;
END $$;
"""

SOUNDS = """
CREATE FUNCTION homeward_sounds(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN word ~ '^[A-Z]{3,}$' THEN
        ARRAY['~' || public.dmetaphone(word), '~' || public.dmetaphone_alt(word)]
    ELSE '{}' END
$$;
"""

FOLDED = """
CREATE FUNCTION homeward_spaced(VARIADIC names text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ' ' || public.homeward_fold(array_to_string(names, ' . ')) || ' '
$$;
"""


# A police reference is typed with strokes, with spaces, or with neither.
BARE = """
CREATE FUNCTION homeward_bare(written text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT upper(regexp_replace(written, '[^A-Za-z0-9]', '', 'g'))
$$;
"""


def words() -> Any:
    """The type of a list of words."""
    return ArrayField(base_field=models.TextField(), size=None)


def generated(function: str, names: tuple[str, ...], output: Any) -> Any:
    """A column that PostgreSQL keeps as this function of those names."""
    return models.GeneratedField(
        expression=models.Func(*names, function=function), output_field=output, db_persist=True
    )


WHOLE = ("surname", "forename", "forename2")


class Migration(migrations.Migration):
    dependencies = [("children", "0006_erased_at")]

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION homeward_fold(text);"),
        migrations.RunSQL(SOUNDS, "DROP FUNCTION homeward_sounds(text);"),
        migrations.RunSQL(KEYS, "DROP FUNCTION homeward_name_keys(text[]);"),
        migrations.RunSQL(FOLDED, "DROP FUNCTION homeward_spaced(text[]);"),
        migrations.RunSQL(BARE, "DROP FUNCTION homeward_bare(text);"),
        migrations.AddField(
            "child", "folded", generated("homeward_spaced", WHOLE, models.TextField())
        ),
        migrations.AddField("child", "name_keys", generated("homeward_name_keys", WHOLE, words())),
        migrations.AddField(
            "alias", "folded", generated("homeward_spaced", ("name",), models.TextField())
        ),
        migrations.AddField(
            "alias", "name_keys", generated("homeward_name_keys", ("name",), words())
        ),
        migrations.AddIndex(
            "child",
            models.Index(
                fields=["school_urn"], condition=~models.Q(school_urn=""), name="child_at_school"
            ),
        ),
        migrations.AddIndex(
            "child", GinIndex(fields=["name_keys"], name="child_name_keys", fastupdate=False)
        ),
        migrations.AddIndex(
            "child",
            GinIndex(
                fields=["folded"], name="child_folded", opclasses=["gin_trgm_ops"], fastupdate=False
            ),
        ),
        migrations.AddIndex(
            "alias", GinIndex(fields=["name_keys"], name="alias_name_keys", fastupdate=False)
        ),
        migrations.AddIndex(
            "alias",
            GinIndex(
                fields=["folded"], name="alias_folded", opclasses=["gin_trgm_ops"], fastupdate=False
            ),
        ),
    ]
