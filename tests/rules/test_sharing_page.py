"""The page for a data-protection officer says what the tables say."""

from __future__ import annotations

from homeward.rules.sharing import EMERGENCY_HOURS, INVOLVING, MATRIX, Role, Section
from homeward.rules.sharing_page import HOLDS, sharing_page


def test_each_role_has_its_row_and_each_part_says_what_it_holds() -> None:
    page = sharing_page()
    rows = page.partition("## What makes a team involved")[0].splitlines()
    for role in Role:
        marks = " | ".join("yes" if part in MATRIX[role] else "-" for part in Section)
        assert f"| {role.words} | {marks} |" in rows
    assert set(HOLDS) == set(Section)
    assert all(words in page for words in HOLDS.values())


def test_every_way_of_becoming_involved_is_listed() -> None:
    page = sharing_page()
    assert all(row.why in page for row in INVOLVING)
    assert all(f"| {role.words} | {hours} |" in page for role, hours in EMERGENCY_HOURS.items())
