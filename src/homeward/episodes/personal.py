"""What reports and episodes hold of a child, and what becomes of it when the record is erased."""

from __future__ import annotations

from homeward.rules.personal import STAYS, Category, Column, Erasing, Table

_COUNTS = "figures of past years are counted by it; alone it names nobody"
_KEPT = Column(Category.CARE, "kept as it is", STAYS, why=_COUNTS)
#: What episodes are worked out from; the words of the report go.
_DETAIL = (
    "jsonb_strip_nulls(jsonb_build_object('file', detail -> 'file', 'row', detail -> 'row',"
    " 'care_or_home', detail -> 'care_or_home'))"
)
_NUMBER = "a number of its own"

TABLES = (
    Table(
        "Episode",
        "id child_id anchor_id state started_at last_seen_at reported_at returned_at closed_at"
        " grade police_grade differs_minutes differing owner_team_id owner_id judged_at",
        {
            "last_place": Column(Category.PLACE, "left out"),
            "place": Column(Category.PLACE, "kept as it is", STAYS, why=_COUNTS),
            "setting": _KEPT,
        },
        Erasing.COLUMNS,
    ),
    Table(
        "Report",
        "id child_id episode_id via version row_id status report_class reported_at started_at"
        " returned_at",
        {
            "ref": Column(Category.NUMBER, _NUMBER, "coalesce(%(keyed)s::jsonb ->> ref, ref)"),
            "merged_into": Column(
                Category.NUMBER, _NUMBER, "coalesce(%(keyed)s::jsonb ->> merged_into, merged_into)"
            ),
            "reporter": _KEPT,
            "detail": Column(Category.RAW, "left out", _DETAIL),
        },
        Erasing.COLUMNS,
    ),
    Table("Task", "id episode_id child_id task words grade opened_at done_at done_by"),
)
