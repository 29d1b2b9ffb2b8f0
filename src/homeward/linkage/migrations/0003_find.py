"""What somebody looked for, kept for a working day; and the one function that looks names up.

`homeward_find` is reviewed as a whole. Under a policy the indexes on names would not be used,
so it runs with the keeper's rights and asks `homeward_sees` of every child itself. It hands
out ids of children whom the viewer of this transaction may see, in what the words agree, and
since when they are missing.

What it must never tell is that a child outside the scope exists:

- nothing is limited, counted, ordered or compared further before the scope is asked;
- whether it looks on, for slips or for less close names, hangs on what was found in scope;
- its answer comes on a beat: the time is filled up to the next full step, so that looking at
  one row more or less beneath does not show.

`asked` is a list of ways, each a list of parts; a child is found by a way when every part of
it agrees. Which parts of a record a role may be found by is decided in
`homeward.rules.searching`; this function knows teams alone.
"""

from __future__ import annotations

from django.db import migrations, models

import homeward.ground.ids
from homeward.ground.policies import PERSON, scoped

ASKED = """
CREATE FUNCTION homeward_asked(asked jsonb)
RETURNS TABLE (
    way integer, part integer, forms text[], variants text[], sounds text[], others boolean,
    births date[], swapped date[], year integer, kinds text[], numbers text[], refs text[],
    schools text[], leads boolean, homes text[], areas text[], address boolean,
    light boolean, placed boolean)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public AS $$
    SELECT w.number::integer, p.number::integer, x.forms, x.variants,
           ARRAY(SELECT s FROM unnest(x.forms) f, unnest(homeward_sounds(f)) s), x.others,
           x.births, x.swapped, x.year, x.kinds, x.numbers, x.refs,
           x.schools, x.leads, x.homes, x.areas, x.address,
           x.year IS NOT NULL OR coalesce(length(x.forms[1]) < 3, false),
           coalesce(x.address, false) OR x.schools IS NOT NULL OR x.homes IS NOT NULL
               OR x.areas IS NOT NULL
    FROM jsonb_array_elements(asked) WITH ORDINALITY AS w(parts, number),
         jsonb_array_elements(w.parts) WITH ORDINALITY AS p(part, number),
         jsonb_to_record(p.part) AS x(
             forms text[], variants text[], others boolean, births date[], swapped date[],
             year integer, kinds text[], numbers text[], refs text[],
             schools text[], leads boolean, homes text[], areas text[], address boolean)
$$;
REVOKE EXECUTE ON FUNCTION homeward_asked(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION homeward_asked(jsonb) TO homeward_keeper;
"""

#: What agrees, as a number: `homeward.linkage.search.WHY` has the same order.
WHY = [
    "NAME",
    "START",
    "VARIANT",
    "SOUND",
    "NEAR",
    "OTHER_NAME",
    "BIRTH",
    "SWAPPED",
    "NUMBER",
    "REFERENCE",
    "SCHOOL",
    "YEAR",
    "INITIAL",
    "AREA",
    "HOME",
    "ADDRESS",
]


def best(distance: int, why: str) -> int:
    """How near and why in one number, so that the least is the best."""
    return distance * 100 + WHY.index(why)


# Whom a part names by itself, through an index. Other parts only narrow: a year, an initial.
HITS = f"""
            SELECT p.way, p.part, c.id AS child,
                   CASE WHEN c.name_keys && p.forms THEN {best(0, "NAME")}
                        WHEN c.name_keys && p.variants THEN {best(2, "VARIANT")}
                        ELSE {best(3, "SOUND")} END AS best
            FROM parts p CROSS JOIN LATERAL (
                SELECT n.id, n.name_keys FROM children_child n
                WHERE n.name_keys && (p.forms || p.variants || p.sounds) OFFSET 0) c
            UNION ALL
            SELECT p.way, p.part, c.id, {best(1, "START")}
            FROM parts p CROSS JOIN LATERAL unnest(p.forms) AS f(form) CROSS JOIN LATERAL (
                SELECT n.id FROM children_child n
                WHERE length(f.form) > 2 AND n.folded LIKE '% ' || f.form || '%' OFFSET 0) c
            UNION ALL
            SELECT p.way, p.part, a.child_id,
                   CASE WHEN a.name_keys && p.forms THEN {best(1, "OTHER_NAME")}
                        WHEN a.name_keys && p.variants THEN {best(3, "OTHER_NAME")}
                        ELSE {best(4, "OTHER_NAME")} END
            FROM parts p CROSS JOIN LATERAL (
                SELECT n.child_id, n.name_keys FROM children_alias n
                WHERE p.others AND n.name_keys && (p.forms || p.variants || p.sounds)
                OFFSET 0) a
            UNION ALL
            SELECT p.way, p.part, a.child_id, {best(2, "OTHER_NAME")}
            FROM parts p CROSS JOIN LATERAL unnest(p.forms) AS f(form) CROSS JOIN LATERAL (
                SELECT n.child_id FROM children_alias n
                WHERE p.others AND length(f.form) > 2 AND n.folded LIKE '% ' || f.form || '%'
                OFFSET 0) a
            UNION ALL
            SELECT p.way, p.part, c.id, CASE WHEN c.dob = ANY (p.births)
                THEN {best(0, "BIRTH")} ELSE {best(2, "SWAPPED")} END
            FROM parts p CROSS JOIN LATERAL (
                SELECT n.id, n.dob FROM children_child n
                WHERE n.dob = ANY (p.births || p.swapped) OFFSET 0) c
            UNION ALL
            SELECT p.way, p.part, i.child_id, {best(0, "NUMBER")}
            FROM parts p CROSS JOIN LATERAL (
                SELECT n.child_id FROM children_identifier n
                WHERE n.kind = ANY (p.kinds) AND n.value = ANY (p.numbers) AND n.is_valid
                OFFSET 0) i
            UNION ALL
            SELECT p.way, p.part, r.child_id, {best(0, "REFERENCE")}
            FROM parts p CROSS JOIN LATERAL (
                SELECT n.child_id FROM episodes_report n
                WHERE homeward_bare(n.ref) = ANY (p.refs) AND n.child_id IS NOT NULL
                OFFSET 0) r
            UNION ALL
            SELECT p.way, p.part, c.id, {best(1, "SCHOOL")}
            FROM parts p CROSS JOIN LATERAL (
                SELECT n.id FROM children_child n
                WHERE p.leads AND n.school_urn = ANY (p.schools) AND n.school_urn <> ''
                OFFSET 0) c
"""

SLIPS = f"""
            SELECT p.way, p.part, c.id AS child, {best(4, "NEAR")} AS best
            FROM parts p CROSS JOIN LATERAL unnest(p.forms) AS f(form) CROSS JOIN LATERAL (
                SELECT n.id FROM children_child n
                WHERE length(f.form) > 3 AND n.folded %> f.form
                    AND NOT n.name_keys && p.forms AND EXISTS (
                    SELECT FROM unnest(string_to_array(btrim(n.folded), ' ')) AS word
                    WHERE levenshtein_less_equal(word, f.form, 2) <= 2) OFFSET 0) c
"""

# Quick, and no judge: a child whom no team of the viewer ever knew is left out at once.
KNOWN = """
            SELECT h.way, h.part, h.child, min(h.best) AS best
            FROM hits h CROSS JOIN LATERAL (
                SELECT FROM access_involvement i
                WHERE i.child_id = h.child AND i.team_id = ANY (teams)
                UNION ALL
                SELECT FROM access_emergency e
                WHERE e.child_id = h.child AND e.person_id = person LIMIT 1) i
            GROUP BY h.way, h.part, h.child
"""

FIND = f"""
CREATE FUNCTION homeward_find(asked jsonb, most integer)
RETURNS TABLE (
    child_id uuid, way integer, distance integer, why text, missing_since timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    began CONSTANT timestamptz := clock_timestamp();
    beat CONSTANT numeric := 0.025;
    teams CONSTANT integer[] := homeward_teams();
    person CONSTANT uuid := homeward_person();
    places boolean;
    slips boolean;
    step integer;
    hit_children uuid[];
    hit_ways integer[];
    hit_parts integer[];
    hit_bests integer[];
    children uuid[];
    ways integer[];
    tiers integer[];
    hits integer[];
    whys text[];
    seen uuid[];
    found_children uuid[] := '{{}}';
    found_ways integer[] := '{{}}';
    found_distances integer[] := '{{}}';
    found_whys text[] := '{{}}';
    more_children uuid[];
    more_ways integer[];
    more_distances integer[];
    more_whys text[];
BEGIN
    PERFORM set_config('pg_trgm.word_similarity_threshold', '0.5', true);
    WITH parts AS MATERIALIZED (SELECT q.* FROM homeward_asked(asked) q), hits AS (
{HITS}
    ), known AS (
{KNOWN}
    )
    SELECT array_agg(k.child), array_agg(k.way), array_agg(k.part), array_agg(k.best)
    INTO hit_children, hit_ways, hit_parts, hit_bests FROM known k;

    -- Names, days and numbers; then places too; then slips too: while nobody in scope agrees.
    FOR places, slips IN VALUES (false, false), (true, false), (true, true) LOOP
        IF slips THEN
            WITH parts AS MATERIALIZED (SELECT q.* FROM homeward_asked(asked) q), hits AS (
{SLIPS}
                UNION ALL
                SELECT h.way, h.part, h.child, h.best
                FROM unnest(hit_children, hit_ways, hit_parts, hit_bests)
                    AS h(child, way, part, best)
            ), known AS (
{KNOWN}
            )
            SELECT array_agg(k.child), array_agg(k.way), array_agg(k.part), array_agg(k.best)
            INTO hit_children, hit_ways, hit_parts, hit_bests FROM known k;
        END IF;
        WITH parts AS MATERIALIZED (
            SELECT q.way, q.part,
                   CASE WHEN q.light OR places AND q.placed THEN 0 ELSE 1 END AS needed
            FROM homeward_asked(asked) q
        ), needs AS MATERIALIZED (
            SELECT p.way, sum(p.needed) AS needed FROM parts p GROUP BY p.way
        ), named AS (
            SELECT h.way, h.child, sum(h.best / 100)::integer AS tier, sum(p.needed) AS met,
                   bit_or(1 << h.part) AS hit, string_agg(h.part || ':' || h.best, ' ') AS why
            FROM unnest(hit_children, hit_ways, hit_parts, hit_bests)
                AS h(child, way, part, best)
            JOIN parts p USING (way, part) GROUP BY h.way, h.child
        )
        SELECT array_agg(n.child), array_agg(n.way), array_agg(n.tier), array_agg(n.hit),
               array_agg(n.why)
        INTO children, ways, tiers, hits, whys
        FROM named n JOIN needs ON needs.way = n.way AND needs.needed = n.met;

        FOR step IN SELECT DISTINCT t FROM unnest(tiers) AS t ORDER BY t LOOP
            -- The scope. Nobody outside it gets further than this line.
            seen := ARRAY(
                SELECT d.child FROM (
                    SELECT DISTINCT n.child FROM unnest(children, tiers) AS n(child, tier)
                    WHERE n.tier = step) d
                WHERE homeward_sees(d.child, teams));
            CONTINUE WHEN cardinality(seen) = 0;
            WITH parts AS MATERIALIZED (
                SELECT q.* FROM homeward_asked(asked) q
            ), masks AS MATERIALIZED (
                SELECT p.way, bit_or(1 << p.part) AS mask FROM parts p GROUP BY p.way
            ), near AS (
                SELECT n.* FROM unnest(children, ways, tiers, hits, whys)
                    AS n(child, way, tier, hit, why)
                WHERE n.tier = step AND n.child = ANY (seen)
            ), agreeing AS (
                SELECT n.child, n.way, n.tier AS distance, n.why
                FROM near n JOIN masks m ON m.way = n.way AND m.mask = n.hit
                UNION ALL
                SELECT n.child, n.way, n.tier + o.count, n.why || ' ' || o.why
                FROM near n JOIN masks m ON m.way = n.way AND m.mask <> n.hit
                JOIN children_child c ON c.id = n.child
                CROSS JOIN LATERAL (
                    SELECT count(*)::integer AS count, count(q.best) AS met,
                           string_agg(q.part || ':' || q.best, ' ') AS why
                    FROM (SELECT p.part, CASE
                        WHEN p.year = extract(year FROM c.dob) THEN {best(1, "YEAR")}
                        WHEN p.light AND c.folded LIKE '% ' || p.forms[1] || '%'
                            THEN {best(1, "INITIAL")}
                        WHEN NOT places THEN NULL
                        WHEN c.school_urn = ANY (p.schools) THEN {best(1, "SCHOOL")}
                        WHEN c.place = ANY (p.areas) THEN {best(1, "AREA")}
                        WHEN p.homes IS NOT NULL AND EXISTS (
                            SELECT FROM children_placement l
                            WHERE l.child_id = c.id AND l.provider_urn = ANY (p.homes))
                            THEN {best(1, "HOME")}
                        WHEN p.address AND EXISTS (
                            SELECT FROM children_address a WHERE a.child_id = c.id
                            AND upper(a.text || ' ' || a.postcode) LIKE '%' || p.forms[1] || '%')
                            THEN {best(1, "ADDRESS")} END AS best
                        FROM parts p WHERE p.way = n.way AND n.hit & (1 << p.part) = 0) q) o
                WHERE o.met = o.count
            )
            SELECT array_agg(a.child), array_agg(a.way), array_agg(a.distance), array_agg(a.why)
            INTO more_children, more_ways, more_distances, more_whys FROM agreeing a;
            found_children := found_children || more_children;
            found_ways := found_ways || more_ways;
            found_distances := found_distances || more_distances;
            found_whys := found_whys || more_whys;
            EXIT WHEN cardinality(found_children) >= most * jsonb_array_length(asked);
        END LOOP;
        EXIT WHEN cardinality(found_children) > 0;
    END LOOP;

    RETURN QUERY
    WITH once AS (
        SELECT DISTINCT ON (f.child) f.*
        FROM unnest(found_children, found_ways, found_distances, found_whys)
            AS f(child, way, distance, why)
        ORDER BY f.child, f.distance, f.way
    )
    SELECT o.child, o.way, o.distance, o.why, m.since
    FROM once o JOIN children_child c ON c.id = o.child
    LEFT JOIN LATERAL (
        SELECT min(e.started_at) AS since FROM episodes_episode e
        WHERE e.child_id = o.child AND e.state IN ('OPEN', 'LOCATED')) m ON true
    ORDER BY o.distance, m.since IS NULL, c.folded, c.dob, o.child
    LIMIT most;
    PERFORM pg_sleep((beat - mod(
        extract(epoch FROM clock_timestamp() - began)::numeric, beat))::double precision);
END $$;
REVOKE EXECUTE ON FUNCTION homeward_find(jsonb, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION homeward_find(jsonb, integer) TO homeward_app;
ALTER FUNCTION homeward_find(jsonb, integer) OWNER TO homeward_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("linkage", "0002_policies"),
        ("children", "0007_names_to_find"),
        ("episodes", "0004_found_by_reference"),
        ("access", "0007_emergency_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Search",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=homeward.ground.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("typed", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "searches",
                "indexes": [models.Index(fields=["asked_at"], name="search_by_age")],
            },
        ),
        scoped("linkage_search", f"person_id = {PERSON}"),
        migrations.RunSQL(ASKED, "DROP FUNCTION homeward_asked(jsonb);"),
        migrations.RunSQL(FIND, "DROP FUNCTION homeward_find(jsonb, integer);"),
    ]
