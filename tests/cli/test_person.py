"""`homeward person`: a live record begins with one administrator, made on the command line."""

from __future__ import annotations

import psycopg
from tests.cli.commands import OwnRecord, Said

PASSWORD = "kettle-harbour-lantern-42"


def create(own_record: OwnRecord, email: str, given: str) -> Said:
    return own_record.homeward(
        "person",
        "create-first-administrator",
        "--email",
        email,
        "--name",
        "Sam Reed",
        "--password-stdin",
        given=given,
    )


def test_the_first_administrator_and_no_second(own_record: OwnRecord) -> None:
    weak = create(own_record, "sam@agency.example", "kettle\n")
    assert (weak.code, weak.out) == (2, "")
    assert "too short" in weak.err
    none = create(own_record, "sam@agency.example", "")
    assert (none.code, none.err) == (2, "Standard input held no password.\n")

    made = create(own_record, "Sam@Agency.example", f"{PASSWORD}\n")
    assert (made.code, made.err) == (0, "")
    assert made.out == "Sam Reed is the administrator and signs in with sam@agency.example.\n"

    second = create(own_record, "kim@agency.example", PASSWORD)
    assert (second.code, second.out) == (2, "")
    assert second.err.startswith("There is an administrator already")

    query = """
        SELECT p.email, m.role, p.is_rehearsal, left(p.password, 6)
        FROM access_person p JOIN access_membership m ON m.person_id = p.id
        WHERE m.role = 'ADMINISTRATOR'"""
    with psycopg.connect(own_record.cluster.address().conninfo) as owner:
        assert owner.execute(query).fetchall() == [
            ("sam@agency.example", "ADMINISTRATOR", False, "argon2")
        ]
