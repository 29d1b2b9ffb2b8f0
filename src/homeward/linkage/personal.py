"""What matching holds of a child, and what becomes of it when the record is erased."""

from __future__ import annotations

from homeward.rules.personal import Category, Column, Erasing, Kept, Table

_RAW = Column(Category.RAW, "left out")

TABLES = (
    Table(
        "Profile",
        "child_id",
        {
            "keys": Column(Category.NAME, "left out"),
            "person": Column(Category.NAME, "left out"),
        },
        Erasing.ROWS,
    ),
    Table(
        "Review",
        "id kind row_id submission_id candidates reason state raised_at chosen_id report_id"
        " decided_by decided_at carried_at undo_asked_at",
        {
            "person": _RAW,
            "parsed": _RAW,
            "decision_reason": Column(Category.STORY, "left out"),
        },
        Erasing.COLUMNS,
        "report_id = ANY (%(reports)s) OR row_id = ANY (%(rows)s)"
        " OR submission_id = ANY (%(forms)s)",
    ),
    # Forgotten after a working day, whoever was looked for.
    Table(
        "Search",
        "id person_id asked_at",
        {"typed": Column(Category.NAME, "left out", kept=Kept.WORK)},
    ),
    Table(
        "Join",
        "id kept_id other_id review_id sources knew_kept knew_other joined_at act_id parted_at"
        " parted_act_id",
        {"reason": Column(Category.STORY, "left out")},
        Erasing.COLUMNS,
        "%(child)s IN (kept_id, other_id)",
    ),
    Table(
        "Question",
        "id review_id team_id asked_by asked_at answered_by answered_at",
        {
            "asks": Column(Category.STORY, "left out", "'erased'"),
            "answer": Column(
                Category.STORY, "left out", "CASE WHEN answer = '' THEN '' ELSE 'erased' END"
            ),
        },
        Erasing.COLUMNS,
        "review_id IN (SELECT r.id FROM linkage_review r WHERE r.report_id = ANY (%(reports)s)"
        " OR r.row_id = ANY (%(rows)s) OR r.submission_id = ANY (%(forms)s)"
        " OR %(child)s = ANY (r.candidates))",
    ),
)
