"""`homeward documents` in a process of its own, on a record without any."""

from __future__ import annotations

from tests.cli.commands import OwnRecord


def test_an_empty_record_has_nothing_to_close_and_nothing_wrong(own_record: OwnRecord) -> None:
    rotated = own_record.homeward("documents", "rotate-key", "--json")
    assert (rotated.code, rotated.json["documents"], rotated.json["older"]) == (0, 0, [])
    assert rotated.json["key"].startswith("0001-")
    proved = own_record.homeward("documents", "check")
    assert (proved.code, proved.out) == (0, "All 0 documents are as they were kept.\n")
