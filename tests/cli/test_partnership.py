"""`homeward partnership found` and `homeward person add`: a live start without a screen for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.commands import OwnRecord

from homeward.cli.answers import BadInput
from homeward.cli.partnership import read_tables

FILE = """
[[agency]]
code = "police-12"
name = "North Moor Police"
kind = "POLICE"
reference = "12"

[[team]]
code = "police-missing"
agency = "police-12"
name = "Missing team"
kind = "POLICE_MISSING"
"""


def test_a_partnership_is_entered_once_and_people_join_its_teams(
    own_record: OwnRecord, tmp_path: Path
) -> None:
    file = tmp_path / "partnership.toml"
    file.write_text(FILE)
    first = own_record.homeward("partnership", "found", str(file), "--json")
    assert (first.code, first.out) == (0, '{"agencies": 1, "teams": 1}\n')
    again = own_record.homeward("partnership", "found", str(file))
    assert again.out == "Entered: agencies 0, teams 0.\n"

    person = ["--email", "jo@police.example", "--name", "Jo Bell", "--password-stdin"]
    role = ["--role", "POLICE_COORDINATOR"]
    given = "kettle-harbour-lantern-42\n"
    nowhere = own_record.homeward("person", "add", *person, "--team", "nobodys", *role, given=given)
    assert (nowhere.code, nowhere.out) == (2, "")
    assert "There is no team nobodys" in nowhere.err
    made = own_record.homeward(
        "person", "add", *person, "--team", "police-missing", *role, given=given
    )
    assert (made.code, made.out) == (0, "Jo Bell signs in with jo@police.example.\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[agency]]\ncode = 'a'\nname = 'A'\n", "agency 1: kind is missing"),
        ("[[agency]]\ncode = 'a'\ncolour = 'red'\n", "agency 1: the key colour is not known"),
        ("[[team]]\ncode = 7\n", "team 1: code must be a text"),
        ("[[school]]\ncode = 'a'\n", "the table school is not known"),
        ("agency = 3", "agency"),
        ("[[agency", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "partnership.toml"
    file.write_text(text)
    with pytest.raises(BadInput, match=said) as refused:
        read_tables(file)
    assert "partnership.toml" in str(refused.value)
