"""The board as a sheet: its rows with the columns that the reader's sections let through."""

from __future__ import annotations

from homeward.rules.sharing import Section
from homeward.web.board.present import BoardRow, Owed, place_words, setting_words
from homeward.web.children.wording import grade_words
from homeward.web.lists.columns import Column, Listing

EPISODE, DUTIES = Section.EPISODE, Section.DUTIES


def _what(owed: Owed | None) -> str:
    return f"{owed.title} ({owed.team})" if owed and owed.team else owed.title if owed else ""


def _grade(row: BoardRow) -> str:
    return grade_words(row.grade) if row.grade else "not graded"


BOARD: Listing[BoardRow] = Listing(
    "missing-now",
    "Missing now",
    (
        Column("Child", lambda row: row.name, width=28),
        Column("Age", lambda row: row.age, section=EPISODE, width=6),
        Column("Missing since", lambda row: row.since),
        Column("How it stands", lambda row: row.state or "missing", section=EPISODE),
        Column("Grade", _grade, section=Section.RISK),
        Column("Lives", lambda row: setting_words(row.setting), section=EPISODE),
        Column("Place", lambda row: place_words(row.place), section=EPISODE),
        Column("Owner", lambda row: row.owner or "nobody yet", section=EPISODE, width=30),
        Column("Accepted", lambda row: row.accepted_at, section=EPISODE),
        Column("Last seen", lambda row: row.last_seen_at, section=EPISODE),
        Column("Last place", lambda row: row.last_place, section=Section.PLACES, width=30),
        Column("Police references", lambda row: ", ".join(row.refs), section=EPISODE, width=24),
        Column("Next duty", lambda row: _what(row.coming), section=DUTIES, width=40),
        Column("Due", lambda row: row.coming.due_at if row.coming else None, section=DUTIES),
        Column("Longest over", lambda row: _what(row.over), section=DUTIES, width=40),
        Column("Was due", lambda row: row.over.due_at if row.over else None, section=DUTIES),
    ),
    lambda row: row.child,
    filters=("grade", "place", "setting", "owner"),
)
