"""The record by its natural keys: what must be the same whatever happened on the way.

Children by name and birth, reports by reference and version, claims, episodes and duties
by the reference of the report that opened them. Ids, the ledger, and rows that wait in
review are left out (contracts, section 3, rule 2), as are episodes that a later file
dissolved into another: their row is kept, marked cancelled, with no report in it.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from tests.casework.worlds import as_worker

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped

QUERIES = {
    "children": """
        SELECT surname, forename, dob, sex, setting, place, school_urn FROM children_child""",
    "reports": """
        SELECT r.ref, r.version, r.status, r.report_class, r.started_at, r.returned_at,
               c.surname, c.forename, c.dob
        FROM episodes_report r JOIN children_child c ON c.id = r.child_id""",
    "claims": """
        SELECT r.ref, l.kind, l.happened_at, l.precision, l.data ->> 'version',
               l.data ->> 'clock', l.data ->> 'text', l.data ->> 'current',
               l.known_at, l.data ->> 'file', l.data ->> 'row', l.agency
        FROM chronology_line l JOIN episodes_report r ON r.id = l.source_id
        WHERE l.kind <> 'report.absent_from_download'
          AND NOT EXISTS (SELECT 1 FROM chronology_line n WHERE n.supersedes = l.id)""",
    "episodes": """
        SELECT r.ref, e.state, e.started_at, e.last_seen_at, e.reported_at, e.returned_at,
               e.closed_at, e.grade, e.police_grade, e.setting, e.place, e.last_place,
               e.differs_minutes
        FROM episodes_episode e JOIN episodes_report r
          ON r.id = e.anchor_id AND r.episode_id = e.id""",
    "members": """
        SELECT a.ref, r.ref FROM episodes_report r
        JOIN episodes_episode e ON e.id = r.episode_id
        JOIN episodes_report a ON a.id = e.anchor_id""",
    "duties": """
        SELECT r.ref, d.duty, d.start_at, d.due_at, d.outcome, d.decided_at, t.code
        FROM protocol_duty d JOIN episodes_episode e ON e.id = d.episode_id
        JOIN episodes_report r ON r.id = e.anchor_id
        LEFT JOIN agencies_team t ON t.id = d.team_id WHERE d.superseded_at IS NULL""",
    "involved": """
        SELECT c.surname, c.forename, t.code, i.ground, i.until_at FROM access_involvement i
        JOIN children_child c ON c.id = i.child_id JOIN agencies_team t ON t.id = i.team_id""",
}


def the_record() -> dict[str, list[tuple[Any, ...]]]:
    """Everything that counts, sorted, as the worker sees it."""
    with as_worker(), scoped(SYSTEM_VIEWER), connection.cursor() as cursor:
        found = {}
        for name, query in QUERIES.items():
            cursor.execute(query)
            found[name] = sorted(cursor.fetchall(), key=repr)
    return found


def differences(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What stands in one record and not in the other; nothing when they are the same."""
    return {
        name: [
            *(("only first", row) for row in one[name] if row not in other[name]),
            *(("only second", row) for row in other[name] if row not in one[name]),
        ]
        for name in QUERIES
        if one[name] != other[name]
    }
