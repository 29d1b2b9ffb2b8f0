"""The worker's pieces: one poisonous item never stops the rest, and time starts what repeats."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests.casework.worlds import (
    NOW,
    act_of,
    as_worker,
    mspr_file,
    partnership,
    person,
    system_act,
    take,
)

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework import carry_out_reviews
from homeward.casework import refresh_duties as refresh_module
from homeward.casework.casebook import Casebook
from homeward.casework.kept_downloads import take_next
from homeward.casework.receive_download import receive_download
from homeward.casework.refresh_duties import refresh_duties
from homeward.casework.report_missing import report_missing
from homeward.casework.sweep_repeats import sweep_repeats
from homeward.ground import clock
from homeward.intake.queries import list_downloads, list_submissions
from homeward.jobs import tasks
from homeward.protocol.actions import ask_refresh
from homeward.rules.acts import Viewer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's own clock stands where the tests' acts stand."""
    monkeypatch.setattr(tasks, "now", lambda: NOW)


def child(number: int, **cells: str) -> dict[str, str]:
    surname = ("Harrow", "Okafor", "Lindqvist")[number]
    return {
        "REPORT_REF": f"MSPR/2026/00900{number}",
        "SURNAME": surname,
        "FORENAME1": ("Bryony", "Chidi", "Saga")[number],
        "DOB": ("19/04/2011", "23/09/2009", "30/01/2013")[number],
        "HOME_ADDRESS": f"{number} Quay Street, Saltwick",
        **cells,
    }


def ask(query: str) -> list[tuple[Any, ...]]:
    with as_worker(), scoped(SYSTEM_VIEWER), connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def children_by_name() -> dict[str, UUID]:
    return dict(ask("SELECT surname, id FROM children_child"))


def test_one_child_who_cannot_be_judged_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(mspr_file(tmp_path, [child(0), child(1), child(2)]))
    by_name = children_by_name()
    judged: list[UUID] = []
    really = Casebook.recount

    def recount(self: Casebook, child_id: UUID) -> Any:
        if child_id == by_name["Okafor"]:
            raise LookupError("Okafor")
        judged.append(child_id)
        return really(self, child_id)

    monkeypatch.setattr(Casebook, "recount", recount)
    with as_worker():
        with scoped(SYSTEM_VIEWER):
            ask_refresh(system_act("test"), list(by_name.values()), "test")
        refresh = tasks.Refreshing()
        rounds = 0
        while refresh(Event()) and rounds < 10:
            rounds += 1
    assert {by_name["Harrow"], by_name["Lindqvist"]} <= set(judged)
    ((waiting, asked_at),) = ask("SELECT child_id, asked_at FROM protocol_refresh")
    assert waiting == by_name["Okafor"]
    assert asked_at == NOW + timedelta(minutes=10)


def test_a_postponed_child_comes_round_again(tmp_path: Path) -> None:
    take(mspr_file(tmp_path, [child(0)]))
    with as_worker():
        with scoped(SYSTEM_VIEWER):
            later = system_act("test", NOW + timedelta(minutes=10))
            ask_refresh(later, list(children_by_name().values()), "test")
        assert refresh_duties(system_act("refresh_duties")) == 0
        assert refresh_duties(later) == 1


def test_a_repeating_duty_that_ran_out_is_followed_by_the_next(tmp_path: Path) -> None:
    """A missing meeting at 72 hours and every seven days after, until the child is back."""
    take(mspr_file(tmp_path, [child(0), child(1, RETURNED_DTTM="22/11/2026 02:05")]))
    assert meetings() == 1
    with as_worker():
        assert sweep_repeats(system_act("sweep_repeats", NOW)) == 0
        fourth_day = NOW + timedelta(days=4)
        assert sweep_repeats(system_act("sweep_repeats", fourth_day)) == 1
        assert sweep_repeats(system_act("sweep_repeats", fourth_day)) == 0
        assert refresh_duties(system_act("refresh_duties", fourth_day)) == 1
        assert sweep_repeats(system_act("sweep_repeats", fourth_day)) == 0
    assert meetings() == 2


def meetings() -> int:
    query = """
        SELECT count(*) FROM protocol_duty d JOIN episodes_episode e ON e.id = d.episode_id
        WHERE duty = 'ESC-05' AND superseded_at IS NULL AND e.returned_at IS NULL"""
    return int(ask(query)[0][0])


def coordinator() -> Viewer:
    return person(partnership()["police"], "POLICE_COORDINATOR")


def test_one_form_that_cannot_be_placed_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = coordinator()
    forms = [send(viewer, surname) for surname in ("Harrow", "Okafor")]
    really, tried = tasks.place_submission, []

    def place(act: Any, form: UUID) -> bool:
        tried.append(form)
        if form == forms[0]:
            raise LookupError("Harrow")
        return really(act, form)

    monkeypatch.setattr(tasks, "place_submission", place)
    with as_worker():
        tasks.place_forms(Event())
        tasks.place_forms(Event())
        with scoped(SYSTEM_VIEWER):
            waiting = [each.id for each in list_submissions(SYSTEM_VIEWER, ["SUBMITTED"], 10)]
    assert tried == forms
    assert waiting == forms[:1]


def send(viewer: Viewer, surname: str) -> UUID:
    answers = {
        "surname": surname,
        "forename": "Alex",
        "dob": "2011-04-19",
        "noticed_at": "2026-11-22T21:00:00+00:00",
        "report_class": "MISSING",
    }
    return report_missing(act_of(viewer, "report_missing"), None, answers)


def test_one_review_that_cannot_be_carried_out_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two merged reports wait for their survivors; then both survivors come."""
    merged = [
        child(
            number,
            REPORT_REF=f"X/{number}",
            RECORD_STATUS="MERGED",
            MERGED_INTO_REF=f"MSPR/2026/00900{number}",
        )
        for number in (0, 1)
    ]
    assert take(mspr_file(tmp_path, merged)).counts["REVIEW"] == 2
    take(mspr_file(tmp_path, [child(0), child(1)], name="MSPR_12_20261122_02.csv"))
    really, tried = carry_out_reviews._carry_out, []

    def carry_out(act: Any, review: Any) -> None:
        tried.append(review.parsed["ref"])
        if review.parsed["ref"] == tried[0]:
            raise LookupError("Harrow")
        really(act, review)

    monkeypatch.setattr(carry_out_reviews, "_carry_out", carry_out)
    with as_worker():
        while tasks.carry_out(Event()):
            continue
    assert set(tried) == {"X/0", "X/1"}
    states = dict(ask("SELECT parsed ->> 'ref', state FROM linkage_review"))
    assert states.pop(tried[0]) == "WAITING"
    assert list(states.values()) == ["SETTLED"]


def test_a_download_left_off_between_two_batches_goes_on_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = coordinator()
    path = mspr_file(tmp_path, [child(0), child(1), child(2)])
    receive_download(act_of(viewer, "receive_download"), path.name, path.read_bytes())
    monkeypatch.setattr("homeward.casework.take_download.BATCH", 1)
    with as_worker():
        assert not take_next(system_act("take_download"), lambda: True)
        assert state() == ("WAITING", {"NEW": 1})
        assert take_next(system_act("take_download"))
        assert not take_next(system_act("take_download"))
        assert state() == ("TAKEN", {"DUPLICATE": 1, "NEW": 2})


def state() -> tuple[str, Any]:
    with scoped(SYSTEM_VIEWER):
        (download,) = list_downloads(SYSTEM_VIEWER, None, 10)
    return download.state, dict(download.counts)


def test_the_worker_asks_the_one_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    before = clock.now()
    assert before <= tasks.system_act("test").at <= clock.now()
    assert refresh_module.BATCH > 1
