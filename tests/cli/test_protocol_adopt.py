"""`homeward protocol adopt`: an edition for a place, from a day on."""

from __future__ import annotations

from tests.cli.commands import OwnRecord, Said


def test_a_place_adopts_an_edition(own_record: OwnRecord, first_taken: Said) -> None:
    done = own_record.homeward(
        "protocol", "adopt", "england-baseline", "--place", "york", "--from", "2026-12-01", "--json"
    )
    assert (done.code, done.err) == (0, "")
    assert done.json == {
        "edition": "england-baseline",
        "place": "york",
        "from": "2026-12-01",
        "children": 0,
    }


def test_the_whole_partnership_adopts_one_and_the_children_are_judged_anew(
    own_record: OwnRecord, first_taken: Said
) -> None:
    done = own_record.homeward(
        "protocol", "adopt", "england-baseline", "--from", "2026-11-21", "--json"
    )
    assert done.json["children"] >= 3


def test_not_before_it_is_in_force_and_not_what_is_no_edition(own_record: OwnRecord) -> None:
    early = own_record.homeward("protocol", "adopt", "england-baseline", "--from", "1999-01-01")
    assert (early.code, early.out) == (2, "")
    assert "cannot be adopted from 1999-01-01" in early.err
    unknown = own_record.homeward("protocol", "adopt", "nowhere-1")
    assert (unknown.code, unknown.out) == (2, "")
    assert "neither a file nor a shipped edition" in unknown.err
