"""Writing many rows: in order, whole or not at all, and never with a key that leads nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from homeward.ground.bulk import SMALL, ahead, insert_rows

As = Callable[[str], AbstractContextManager[None]]

pytestmark = pytest.mark.django_db

MANY = SMALL * 3
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def shelf() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE shelf (n int PRIMARY KEY, said text, heard jsonb) ON COMMIT DROP"
        )
    yield


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


@pytest.mark.usefixtures("shelf")
def test_what_is_refused_is_raised_at_the_latest_at_the_end() -> None:
    with pytest.raises(IntegrityError, match="shelf_pkey"), transaction.atomic(), ahead():
        _put(0, MANY)
        _put(MANY - 1, MANY)
    assert _kept() == []


@pytest.mark.usefixtures("shelf")
def test_what_is_refused_is_raised_by_the_next_statement() -> None:
    with pytest.raises(IntegrityError, match="shelf_pkey"), transaction.atomic(), ahead():
        _put(0, MANY)
        _put(MANY - 1, MANY)
        _put(5 * MANY, MANY)
        pytest.fail("the second batch should have been refused by now")
    assert _kept() == []


@pytest.mark.usefixtures("shelf")
def test_a_fault_of_ours_between_batches_is_the_one_that_is_heard() -> None:
    with pytest.raises(ValueError, match="ours"), transaction.atomic(), ahead():
        _put(0, MANY)
        raise ValueError("ours")
    assert _kept() == []


def _duty(child: UUID, episode: UUID) -> tuple[object, ...]:
    return (child, episode, 1, "RHI-02", None, AT, AT, None, None, AT)


@pytest.mark.parametrize("count", [1, MANY])
def test_a_duty_of_an_unknown_episode_is_refused(as_role: As, count: int) -> None:
    columns = [
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
    ]
    rows = [_duty(uuid4(), uuid4()) for _ in range(count)]
    with pytest.raises(IntegrityError, match="names an unknown child_id"), transaction.atomic():
        with as_role("postgres"):
            insert_rows("protocol_duty", columns, rows)


@pytest.mark.parametrize("count", [1, MANY])
def test_a_line_of_an_unknown_source_is_refused(as_role: As, count: int) -> None:
    columns = [
        "id",
        "source_id",
        "kind",
        "happened_at",
        "precision",
        "known_at",
        "recorded_at",
        "agency",
        "act_id",
        "text",
        "data",
        "digest",
    ]
    rows = [
        (n, uuid4(), "note.made", AT, "minute", AT, AT, "", uuid4(), "", {}, b"\0" * 32)
        for n in range(10**9, 10**9 + count)
    ]
    with pytest.raises(IntegrityError, match="names an unknown source_id"), transaction.atomic():
        with as_role("postgres"):
            insert_rows("chronology_line", columns, rows)
