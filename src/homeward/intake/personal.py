"""What is held of a child as it arrived, and what becomes of it when the record is erased."""

from __future__ import annotations

from homeward.rules.personal import Category, Column, Erasing, Kept, Table

#: A report's reference becomes a keyed digest, so that the same report is known again.
KEYED = "coalesce(%(keyed)s::jsonb ->> ref, ref)"
_RAW = Column(Category.RAW, "left out")

TABLES = (
    Table(
        "Download",
        "id agency person_id state extract_at started_at claimed_at finished_at rows_done counts",
        {
            "name": Column(Category.RAW, "left out", kept=Kept.WORK),
            "sentence": Column(Category.RAW, "left out", kept=Kept.WORK),
            "notes": Column(Category.RAW, "left out", kept=Kept.WORK),
            "content": Column(
                Category.RAW, "left out", kept=Kept.WORK, why="removed once every row is taken"
            ),
        },
    ),
    Table(
        "Row",
        "id download_id agency row outcome version digest extract_at held report_id column",
        {
            "ref": Column(Category.NUMBER, "a number of its own", KEYED),
            "cells": _RAW,
            "value": _RAW,
            "reason": _RAW,
        },
        Erasing.COLUMNS,
        "id = ANY (%(rows)s)",
    ),
    Table(
        "Submission",
        "id team_id person_id state created_at submitted_at report_id",
        {"answers": _RAW, "reason": Column(Category.STORY, "left out")},
        Erasing.COLUMNS,
        "id = ANY (%(forms)s)",
    ),
    Table("Alarm", "id kind on agency episode_id child_id raised_at cleared_at"),
)
