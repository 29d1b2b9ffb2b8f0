"""What documents hold of a child, and what becomes of it when the record is erased."""

from __future__ import annotations

from homeward.rules.personal import Category, Column, Erasing, Table

_SEEN = Column(Category.SEEN, "left out")
_OF_CHILD = "document_id IN (SELECT id FROM documents_document WHERE child_id = %(child)s)"

#: `erase_documents` destroys keys, bytes and words of all of these together.
TABLES = (
    Table(
        "Document",
        "id child_id kind made_on media size digest agency person_id act_id added_at key_id"
        " erased_at erased_act_id",
        {
            "title": _SEEN,
            "given_by": Column(Category.RELATIVE, "left out"),
            "shows": _SEEN,
            "why_allowed": Column(Category.STORY, "left out"),
            "wrapped_key": _SEEN,
        },
        Erasing.ACTION,
    ),
    Table("Part", "id document_id number", {"content": _SEEN}, Erasing.ACTION, _OF_CHILD),
    Table(
        "Withdrawal",
        "id document_id why withdrawn_at agency person_id act_id",
        {"reason": Column(Category.STORY, "left out")},
        Erasing.ACTION,
        _OF_CHILD,
    ),
    Table("Scan", "id document_id outcome found scanned_at act_id"),
    Table("Unscanned", "document_id since_at"),
)
