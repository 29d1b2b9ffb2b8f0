"""Writing many rows: in order, whole or not at all, and never with a key that leads nowhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from homeward.access.queries import SYSTEM_VIEWER
from homeward.chronology.actions import COLUMNS, line_row
from homeward.ground.bulk import SMALL, ahead, insert_rows
from homeward.ground.ids import new_id
from homeward.rules.acts import Act, NewLine

As = Callable[[str], AbstractContextManager[None]]

pytestmark = pytest.mark.django_db

MANY = SMALL * 3
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def shelf() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE shelf (n int PRIMARY KEY, said text, heard jsonb) ON COMMIT DROP"
        )


def _kept() -> list[tuple[int, str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT n, said, heard FROM shelf ORDER BY n")
        return list(cursor.fetchall())


def _rows(first: int, count: int) -> list[tuple[int, str, dict[str, int]]]:
    return [(n, f"line\t{n}\nof \\ many", {"n": n}) for n in range(first, first + count)]


def _put(first: int, count: int) -> None:
    insert_rows("shelf", ("n", "said", "heard"), _rows(first, count))


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("count", [1, SMALL, SMALL + 1, MANY])
def test_rows_come_back_as_they_were_given(count: int) -> None:
    _put(0, count)
    assert [(n, said) for n, said, _ in _kept()] == [(n, said) for n, said, _ in _rows(0, count)]


@pytest.mark.usefixtures("shelf")
def test_batches_written_ahead_stand_at_the_end_and_for_every_question_between() -> None:
    with ahead():
        _put(0, MANY)
        _put(MANY, MANY)
        assert len(_kept()) == 2 * MANY
        _put(2 * MANY, 1)
    assert [n for n, _, _ in _kept()] == list(range(2 * MANY + 1))


def _put_ahead(firsts: Sequence[int], fault: Exception | None = None) -> None:
    with transaction.atomic(), ahead():
        for first in firsts:
            _put(first, MANY)
        if fault is not None:
            raise fault


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("firsts", [(0, MANY - 1), (0, MANY - 1, 5 * MANY)])
def test_what_is_refused_is_raised_by_the_next_batch_or_at_the_end(firsts: Sequence[int]) -> None:
    with pytest.raises(IntegrityError, match="shelf_pkey"):
        _put_ahead(firsts)
    assert _kept() == []


@pytest.mark.usefixtures("shelf")
def test_a_fault_of_ours_between_batches_is_the_one_that_is_heard() -> None:
    with pytest.raises(ValueError, match="ours"):
        _put_ahead([0], ValueError("ours"))
    assert _kept() == []


DUTY = (
    "child_id",
    "episode_id",
    "adoption_id",
    "duty",
    "team_id",
    "start_at",
    "due_at",
    "outcome",
    "decided_at",
    "judged_at",
)


def _duties(count: int) -> list[tuple[object, ...]]:
    return [(uuid4(), uuid4(), 1, "RHI-02", None, AT, AT, None, None, AT) for _ in range(count)]


def _lines(count: int) -> list[tuple[object, ...]]:
    act = Act(new_id(), SYSTEM_VIEWER, AT, "add_line")
    said = NewLine("note.made", AT)
    return [line_row(act, 10**9 + n, uuid4(), said) for n in range(count)]


@pytest.mark.parametrize("count", [1, MANY])
def test_a_duty_of_an_unknown_child_is_refused(as_role: As, count: int) -> None:
    with pytest.raises(IntegrityError, match="names an unknown child_id"), as_role("postgres"):
        insert_rows("protocol_duty", DUTY, _duties(count))


@pytest.mark.parametrize("count", [1, MANY])
def test_a_line_of_an_unknown_source_is_refused(as_role: As, count: int) -> None:
    with pytest.raises(IntegrityError, match="names an unknown source_id"), as_role("postgres"):
        insert_rows("chronology_line", COLUMNS, _lines(count))
