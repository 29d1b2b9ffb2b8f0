"""What kept filters hold of anybody: the name that somebody gave one, and whose it is."""

from __future__ import annotations

from homeward.rules.personal import Category, Column, Kept, Table

TABLES = (
    Table(
        "SavedFilter",
        "id person_id team_id list query is_default made_at removed_at",
        {"name": Column(Category.STAFF, "left out", kept=Kept.STAFF)},
    ),
)
