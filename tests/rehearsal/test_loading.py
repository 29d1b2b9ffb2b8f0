"""Loading: once, whole, through the verbs, and fictional to the last name."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from tests.rehearsal.conftest import NOW, Rehearsed

from homeward.access.models import Person
from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.agencies.models import Team
from homeward.casework.begin_download import begin_download
from homeward.casework.take_download import take_download
from homeward.chronology.models import Line
from homeward.episodes.models import Episode
from homeward.ground.ids import new_id
from homeward.intake.download.columns import default_aliases
from homeward.intake.download.reader import open_download
from homeward.protocol.models import Duty
from homeward.rehearsal import loading
from homeward.rehearsal.cast import CAST, MONDAYS, PERSONAS
from homeward.rehearsal.loading import Loaded, load, six_cases
from homeward.rehearsal.mspr_files import Version, extract_after, write_downloads
from homeward.rehearsal.partnership import AGENCIES, TEAMS
from homeward.rehearsal.week import this_week
from homeward.rules.acts import Act
from homeward.rules.sharing import Role

HOUR = timedelta(hours=1)


def counts() -> tuple[int, ...]:
    with scoped(SYSTEM_VIEWER):
        return tuple(table.objects.count() for table in (Episode, Line, Duty, Person, Team))


def test_a_second_loading_changes_nothing(rehearsed: Rehearsed) -> None:
    before = counts()
    assert load(NOW + HOUR, rehearsed.folder) == Loaded(False)
    assert counts() == before


def test_its_downloads_taken_again_change_nothing(rehearsed: Rehearsed) -> None:
    before = counts()
    outcomes: set[str] = set()
    for path in sorted((rehearsed.folder / loading.DOWNLOADS).glob("*.csv")):
        act = Act(new_id(), SYSTEM_VIEWER, NOW, "take_download")
        download = open_download(path, default_aliases())
        begun = begin_download(act, download)
        outcomes |= set(take_download(act, download, begun.record, begun.agency).counts)
    assert outcomes == {"DUPLICATE", "REVIEW", "REFUSED"}
    assert counts() == before


def test_the_same_present_tells_the_same_stories() -> None:
    for tell in (six_cases, this_week):
        first, second = tell(NOW), tell(NOW)
        assert [story.versions for story in first] == [story.versions for story in second]
        assert [story.lines for story in first] == [story.lines for story in second]
        assert [story.steps for story in first] == [story.steps for story in second]


@pytest.mark.parametrize("hours", [0, 5, 11, 17, 23])
def test_whatever_the_hour_no_report_lies_ahead(hours: int, tmp_path: Path) -> None:
    now = NOW + hours * HOUR
    stories = [*six_cases(now), *this_week(now)]
    versions = [version for story in stories for version in story.versions]
    assert all(version.updated_at < now for version in versions)
    assert all(extract.at < now for extract in write_downloads(versions, tmp_path, now))


def test_a_version_stands_in_the_next_extract() -> None:
    evening = NOW - 12 * HOUR
    assert extract_after(evening, NOW).isoformat() == "2026-11-23T06:05:00+00:00"
    assert extract_after(NOW - HOUR, NOW) == NOW - timedelta(minutes=12)


def version(ref: str, hours_ago: int, status: str = "OPEN") -> Version:
    return Version(NOW - hours_ago * HOUR, {"REPORT_REF": ref, "RECORD_STATUS": status})


def test_an_open_report_stands_in_every_file_until_it_is_closed(tmp_path: Path) -> None:
    versions = [
        version("1", 36),
        version("2", 12),
        version("1", 13, "FOUND"),
        version("3", 1),
    ]
    extracts = write_downloads(versions, tmp_path, NOW)
    held = {}
    for extract in extracts:
        with extract.path.open(encoding="utf-8-sig", newline="") as file:
            held[extract.path.name] = [
                (row["REPORT_REF"], row["RECORD_STATUS"]) for row in csv.DictReader(file)
            ]
    assert held == {
        "MSPR_12_20261122_01.csv": [("1", "OPEN")],
        "MSPR_12_20261123_01.csv": [("1", "FOUND"), ("2", "OPEN")],
        "MSPR_12_20261123_02.csv": [("2", "OPEN"), ("3", "OPEN")],
    }


def test_twelve_personas_each_with_a_role_of_their_own_and_a_monday() -> None:
    assert len(PERSONAS) == 12
    assert len({player.role for player in PERSONAS}) == 12
    assert set(MONDAYS) == set(Role)
    assert {player.team for player in CAST.values()} <= {team.code for team in TEAMS}


def test_nobody_in_the_cast_can_sign_in_with_a_password(rehearsed: Rehearsed) -> None:
    people = list(Person.objects.all())
    assert len(people) == len(CAST)
    assert all(person.is_rehearsal and not person.has_usable_password() for person in people)
    assert all(person.email.endswith("@rehearsal.example") for person in people)


def test_every_agency_has_a_team() -> None:
    assert {team.agency for team in TEAMS} == {agency.code for agency in AGENCIES}


def test_no_address_is_a_real_one() -> None:
    """Norbeck is no town, and no post goes to YO98 and YO99."""
    stories = [*six_cases(NOW), *this_week(NOW)]
    assert {story.child.postcode[:4] for story in stories} == {"YO98", "YO99"}
    assert all(not story.versions[0].cells.get("NHS_NO") for story in stories)
