"""What is held of a child to know how long the record is kept, and what an erasure leaves."""

from __future__ import annotations

from homeward.rules.personal import STAYS, Category, Column, Erasing, Table

_STORY = Column(Category.STORY, "left out")
_CLASS = "says under which rule the record was kept; alone it names nobody"

TABLES = (
    Table(
        "Classing",
        "id child_id person_id classed_at act_id",
        {
            "classes": Column(Category.CARE, "kept as it is", STAYS, why=_CLASS),
            "died_on": Column(
                Category.BIRTH, "the year", "make_date(extract(year FROM died_on)::int, 1, 1)"
            ),
        },
        Erasing.COLUMNS,
    ),
    Table(
        "Due",
        "child_id classes period why due_on counted_at",
        {
            "name": Column(Category.NAME, "a made-up name"),
            "dob": Column(Category.BIRTH, "the age in years"),
        },
        Erasing.ROWS,
    ),
    Table(
        "Hold",
        "id child_id kind agency placed_by placed_at lifted_by lifted_at",
        {"reason": _STORY, "lift_reason": _STORY},
        Erasing.COLUMNS,
    ),
    Table(
        "Decision",
        "id child_id period why proposed_by proposed_at confirmed_by confirmed_at withdrawn_by"
        " withdrawn_at carried_at stopped",
        {"reason": _STORY},
        Erasing.COLUMNS,
    ),
)
