"""What requests for a copy hold of anybody, and what an erasure leaves of them."""

from __future__ import annotations

from homeward.rules.personal import Category, Column, Erasing, Table

_STORY = Column(Category.STORY, "left out")
_OF_CHILD = "request_id IN (SELECT id FROM copies_copyrequest WHERE child_id = %(child)s)"

TABLES = (
    Table(
        "Mark",
        "id request_id exemption times removed added_by decided_by decided_at",
        {"words": Column(Category.RELATIVE, "left out"), "why": _STORY},
        Erasing.ROWS,
        _OF_CHILD,
    ),
    Table(
        "Bundle",
        "id request_id kind key_id made_at",
        {
            "content": Column(Category.SEEN, "left out"),
            "wrapped_key": Column(Category.SEEN, "left out"),
        },
        Erasing.ROWS,
        _OF_CHILD,
    ),
    Table("Fetch", "id request_id kind person_id at act_id"),
    Table(
        "CopyRequest",
        "id child_id capacity received_on due_on extended_at logged_by logged_at gathered_at"
        " stopped marked_by marked_at checked_by checked_at made_at until_at closed_at",
        {
            "wanted": Column(Category.NAME, "left out"),
            "asked_by": Column(Category.RELATIVE, "who they are to the child"),
            "authority": _STORY,
            "extension_reason": _STORY,
            "close_reason": _STORY,
        },
        Erasing.COLUMNS,
    ),
)
