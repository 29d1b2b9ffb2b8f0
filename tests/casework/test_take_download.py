"""A police download taken into the record: every row in one class, and nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.casework.worlds import take

SAMPLE = Path(__file__).parents[1] / "intake" / "data" / "MSPR_12_20261122_01.csv"

pytestmark = pytest.mark.django_db


def test_the_worked_sample_comes_out_as_its_answer_says() -> None:
    taken = take(SAMPLE)
    assert dict(taken.counts) == {"NEW": 6, "CHANGED": 1, "REFUSED": 1, "DUPLICATE": 1}
    assert taken.rows == 9
    assert taken.refusals[0][:3] == (8, "RECORDED_MISSING_DTTM", "31/11/2026 18:05")


def test_the_same_file_again_changes_nothing() -> None:
    take(SAMPLE)
    again = take(SAMPLE)
    assert dict(again.counts) == {"DUPLICATE": 8, "REFUSED": 1}
