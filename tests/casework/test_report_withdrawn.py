"""Police take one of two reports of the same night back: what people said of the child stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.reports import download, report_of

from homeward.casework.confirm_return import confirm_return
from homeward.casework.reclassify import reclassify
from homeward.casework.record_sighting import record_sighting
from homeward.casework.take_ownership import take_ownership
from homeward.rules.clocks import Source
from homeward.rules.reports import ReportClass

SECOND = "MSPR/2026/009002"
BACK = STARTED + 4 * HOUR


@pytest.fixture
def twice(world: World, tmp_path: Path) -> World:
    """A second call of the same night joined the episode that the first one opened."""
    later = {"REPORT_REF": SECOND, "RECORDED_MISSING_DTTM": "22/11/2026 23:30"}
    download(tmp_path, later, name="MSPR_12_20261123_02.csv")
    assert len(world.episodes()) == 1
    return world


def cancel_first(world: World, folder: Path) -> None:
    """Police cancel the first report this morning: a duplicate."""
    changed = {
        "RECORD_VERSION": "2",
        "RECORD_STATUS": "CANCELLED",
        "LAST_UPDATED_DTTM": "23/11/2026 05:30",
        "CANCEL_REASON": "duplicate",
    }
    download(folder, changed, name="MSPR_12_20261123_03.csv")


def test_the_return_that_the_home_confirmed_stands(twice: World, tmp_path: Path) -> None:
    confirm_return(twice.act(twice.home), twice.episode, returned_at=BACK, source=Source.CARER)
    take_ownership(
        twice.act(twice.social_worker), twice.episode, team=twice.teams["north-yorkshire"].id
    )
    cancel_first(twice, tmp_path)
    (episode,) = twice.episodes()
    assert (episode.id, episode.anchor_id) == (twice.episode, report_of(SECOND))
    assert (episode.state, episode.returned_at) == ("RETURNED", BACK)
    assert episode.owner_id == twice.social_worker.person
    owed = twice.duty("RHI-02")
    assert owed is not None
    assert owed.start_at == BACK
    assert twice.is_as_counted_anew()


def test_so_it_does_when_a_person_classes_the_first_report_anew(twice: World) -> None:
    record_sighting(
        twice.act(twice.home), twice.episode, seen_at=BACK, place="Bus station", seen_by="driver"
    )
    reclassify(
        twice.act(twice.coordinator, "Sister had been meant"),
        twice.episode,
        twice.report,
        report_class=ReportClass.CONCERN_FOR_WELFARE,
        location_known=True,
        decided_by="Sgt Dale",
    )
    (episode,) = twice.episodes()
    assert (episode.id, episode.state, episode.last_place) == (twice.episode, "OPEN", "Bus station")
    assert twice.is_as_counted_anew()


def test_taken_back_and_given_again_it_is_the_same_episode(twice: World, tmp_path: Path) -> None:
    cancel_first(twice, tmp_path)
    again = {"RECORD_VERSION": "3", "LAST_UPDATED_DTTM": "23/11/2026 05:50"}
    download(tmp_path, again, name="MSPR_12_20261123_04.csv")
    (episode,) = twice.episodes()
    assert (episode.id, episode.anchor_id, episode.state) == (twice.episode, twice.report, "OPEN")
    assert twice.is_as_counted_anew()


def test_another_night_inherits_nothing(world: World, tmp_path: Path) -> None:
    """A report cancelled this morning says nothing of a report of the day after."""
    record_sighting(
        world.act(world.home), world.episode, seen_at=BACK, place="Bus station", seen_by="driver"
    )
    cancel_first(world, tmp_path)
    assert world.stands().state == "CANCELLED"
    later = {
        "REPORT_REF": SECOND,
        "EXTRACT_DTTM": "24/11/2026 06:05",
        "LAST_SEEN_DTTM": "23/11/2026 20:40",
        "REPORTED_DTTM": "23/11/2026 21:55",
        "RECORDED_MISSING_DTTM": "23/11/2026 22:10",
    }
    download(tmp_path, later, name="MSPR_12_20261124_01.csv")
    newest = world.episodes()[0]
    assert (newest.anchor_id, newest.state, newest.last_place) == (report_of(SECOND), "OPEN", "")
    assert world.stands().state == "CANCELLED"
