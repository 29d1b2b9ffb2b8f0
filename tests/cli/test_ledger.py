"""`homeward ledger`: sealed, proved, and the exact entry named once somebody tampered."""

from __future__ import annotations

from datetime import UTC, datetime

import click
import psycopg
import pytest
from tests.cli.commands import OwnRecord, Said

from homeward.cli.days import DayOrMoment


def test_what_was_taken_is_sealed_and_proved(own_record: OwnRecord, first_taken: Said) -> None:
    sealed = own_record.homeward("ledger", "seal", "--json")
    assert sealed.json["sealed"] > 0
    proved = own_record.homeward("ledger", "verify", "--json")
    assert proved.code == 0
    assert set(proved.json) == {"entries", "sealed", "root", "ok", "first_break"}
    assert proved.json["ok"] is True
    assert proved.json["first_break"] is None
    assert proved.json["root"] == sealed.json["root"]
    assert proved.json["sealed"] <= proved.json["entries"]


def test_days_before_the_first_seal_hold_nothing(own_record: OwnRecord, first_taken: Said) -> None:
    proved = own_record.homeward("ledger", "verify", "--to", "2020-01-01", "--json")
    assert (proved.code, proved.json["sealed"], proved.json["root"]) == (0, 0, "")


def test_a_changed_entry_is_found_and_named(own_record: OwnRecord, first_taken: Said) -> None:
    own_record.homeward("ledger", "seal")
    with psycopg.connect(own_record.cluster.address().conninfo, autocommit=True) as owner:
        owner.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
        entry, verb = owner.execute(
            "SELECT id, verb FROM ledger_entry ORDER BY id LIMIT 1 OFFSET 2"
        ).fetchone()
        owner.execute("UPDATE ledger_entry SET verb = 'nothing' WHERE id = %s", [entry])
        found = own_record.homeward("ledger", "verify", "--json")
        in_words = own_record.homeward("ledger", "verify")
        owner.execute("UPDATE ledger_entry SET verb = %s WHERE id = %s", [verb, entry])
        owner.execute("ALTER TABLE ledger_entry ENABLE TRIGGER ALL")
    assert (found.code, found.json["ok"]) == (1, False)
    assert found.json["first_break"]["entry"] == entry
    assert in_words.code == 1
    assert f"entry {entry}: This entry was changed." in in_words.out


def test_a_day_that_is_none_is_bad_input(own_record: OwnRecord) -> None:
    ended = own_record.homeward("ledger", "verify", "--from", "yesterday")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)


def test_a_day_is_whole_in_local_time() -> None:
    first, last = DayOrMoment(), DayOrMoment(end=True)
    assert first.convert("2026-07-01", None, None) == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert last.convert("2026-07-01", None, None).isoformat() == "2026-07-01T22:59:59.999999+00:00"
    moment = first.convert("2026-07-01T09:00:00+02:00", None, None)
    assert moment == datetime(2026, 7, 1, 7, tzinfo=UTC)


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(click.BadParameter, match="no day and no time with offset"):
        DayOrMoment().convert("2026-07-01T09:00:00", None, None)
