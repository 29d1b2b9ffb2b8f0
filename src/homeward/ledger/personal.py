"""What the ledger holds of anybody: ids, and digests that nobody can make without the key."""

from __future__ import annotations

from homeward.rules.personal import Category, Column, Kept, Table

_TRAIL = Column(
    Category.TRAIL,
    "a number of its own for each person and child, the same within one export",
    kept=Kept.TRAIL,
    why="who did or read what must be provable after the record itself is gone",
)

TABLES = (
    Table(
        "Entry",
        "id at act_id verb agency purpose page first_line last_line digest",
        {"person_id": _TRAIL, "children": _TRAIL, "subject_id": _TRAIL},
    ),
    Table("Repeat", "entry_id page digest first_at last_at times", {"person_id": _TRAIL}),
    Table(
        "Trace",
        "id entry_id at verb agency purpose page shown",
        {"child_id": _TRAIL, "person_id": _TRAIL},
    ),
    Table("Epoch", "number shift began_at act_id"),
    Table("Batch", "number low high count root sealed_at"),
)
