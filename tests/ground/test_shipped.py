"""What ships with the product: bank holidays and the texts of the editions."""

from __future__ import annotations

from datetime import date

import pytest

from homeward.ground.editions import shipped_ids, shipped_text
from homeward.ground.holidays import bank_holidays
from homeward.rules.protocol.catalogue import read_edition


def test_bank_holidays_of_england_and_wales() -> None:
    days, covered_until = bank_holidays()

    assert date(2026, 4, 6) in days  # Easter Monday, a working day in Scotland
    assert date(2026, 11, 30) not in days  # St Andrew's Day
    assert date(2022, 9, 19) in days  # the funeral of Queen Elizabeth
    assert covered_until == date(max(days).year, 12, 31)


def test_the_list_of_rows_not_computed_is_no_edition() -> None:
    assert "not_computed" not in shipped_ids()
    assert "england-baseline" in shipped_ids()
    with pytest.raises(KeyError):
        shipped_text("not_computed")


@pytest.mark.parametrize("edition_id", shipped_ids())
def test_a_shipped_edition_is_named_as_its_file(edition_id: str) -> None:
    assert read_edition(shipped_text(edition_id), edition_id).id == edition_id
