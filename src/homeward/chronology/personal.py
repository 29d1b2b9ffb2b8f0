"""What the chronology holds of a child, and what becomes of it when the record is erased."""

from __future__ import annotations

from homeward.rules.personal import Category, Column, Erasing, Table

_STORY = Column(Category.STORY, "left out")
_OF_SOURCES = "source_id = ANY (%(sources)s)"

TABLES = (
    Table("Source", "id kind child_id episode_id"),
    Table(
        "SourcePlacing",
        "id source_id child_id episode_id placed_at act_id",
        {"reason": _STORY},
        Erasing.WORDS,
        _OF_SOURCES,
    ),
    Table(
        "Line",
        "id source_id kind happened_at precision known_at recorded_at agency person_id act_id"
        " supersedes text_digest salt shape digest rest_digest erasure_id",
        {
            "text": _STORY,
            "data": Column(
                Category.STORY,
                "its codes, without words",
                "the codes that episodes and duties are worked out from",
            ),
        },
        Erasing.ACTION,
        _OF_SOURCES,
    ),
    Table("Erasure", "id child_id rule erased_at act_id lines digest"),
)
