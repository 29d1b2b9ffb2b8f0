"""What fails is tried later and later, and its failure says nothing about a child."""

from __future__ import annotations

import logging

import pytest

from homeward.jobs.backoff import LONGEST_PAUSE, Backoff, kind_and_place
from homeward.rules.protocol.catalogue import read_edition


def fail(backoff: Backoff, times: int) -> None:
    for _ in range(times):
        with backoff.attempt("form", "Placing form 7") as attempt:
            raise ValueError("Bryony Harrow, born 19 April 2011")
        assert attempt.failed


def test_what_never_failed_may_be_tried() -> None:
    assert Backoff().ready("form")


def test_a_failure_waits_longer_each_time_and_never_longer_than_ten_minutes() -> None:
    backoff, pauses = Backoff(), []
    for _ in range(12):
        fail(backoff, 1)
        pauses.append(round(backoff.pause("form")))
    assert pauses[:4] == [1, 2, 4, 8]
    assert pauses[-1] == LONGEST_PAUSE
    assert not backoff.ready("form")
    assert backoff.ready("another form")


def test_success_forgets_the_failures() -> None:
    backoff = Backoff()
    fail(backoff, 3)
    with backoff.attempt("form", "Placing form 7") as attempt:
        pass
    assert not attempt.failed
    assert backoff.ready("form")


def test_the_log_names_ids_and_places_never_what_stood_in_the_record(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        fail(Backoff(), 1)
    assert caplog.messages == ["Placing form 7 failed (ValueError); trying again in 1 s."]
    assert caplog.records[0].exc_info is None


def test_the_place_is_the_line_of_ours() -> None:
    backoff = Backoff()
    with backoff.attempt("edition", "Reading"):
        read_edition("nothing", "a file")
    with pytest.raises(Exception, match="a file") as raised:
        read_edition("nothing", "a file")
    assert kind_and_place(raised.value).startswith("EditionError at rules/protocol/")


def test_the_end_of_the_process_is_never_held_up() -> None:
    with pytest.raises(KeyboardInterrupt), Backoff().attempt("form", "Placing form 7"):
        raise KeyboardInterrupt
