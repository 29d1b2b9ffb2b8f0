"""No file by seven in the morning: an alarm once a day, cleared when a file comes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.casework.worlds import as_worker, mspr_file, partnership, system_act

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.begin_download import begin_download, refuse_download
from homeward.casework.check_downloads import check_downloads
from homeward.intake.download.columns import default_aliases
from homeward.intake.download.reader import open_download
from homeward.intake.queries import open_alarms

pytestmark = pytest.mark.django_db

# The clocks went back on 25 October: seven o'clock is 07:00 UTC in November, 06:00 UTC in July.
NOVEMBER = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
JULY = datetime(2026, 7, 23, 6, 0, tzinfo=UTC)


def check(at: datetime, agency: str = "police") -> bool:
    with as_worker():
        return check_downloads(system_act("check_downloads", at), agency)


def alarms() -> list[tuple[str, str, str]]:
    with as_worker(), scoped(SYSTEM_VIEWER):
        return [(a.kind, a.on.isoformat(), a.agency) for a in open_alarms(SYSTEM_VIEWER, 10)]


@pytest.mark.parametrize("seven", [NOVEMBER, JULY])
def test_no_file_by_seven_local_time(seven: datetime) -> None:
    assert not check(seven.replace(hour=seven.hour - 1, minute=59))
    assert alarms() == []
    assert check(seven)
    assert alarms() == [("NO_FILE", seven.date().isoformat(), "police")]


def test_the_alarm_is_raised_once_a_day(tmp_path: Path) -> None:
    assert check(NOVEMBER)
    assert not check(NOVEMBER.replace(hour=8))
    assert check(NOVEMBER.replace(day=24))
    assert len(alarms()) == 2


def test_a_file_that_comes_clears_it(tmp_path: Path) -> None:
    partnership()
    check(NOVEMBER)
    path = mspr_file(tmp_path, [{"REPORT_REF": "X/1", "SURNAME": "Harrow", "DOB": "19/04/2011"}])
    with as_worker():
        act = system_act("begin_download", NOVEMBER.replace(minute=20))
        begin_download(act, open_download(path, default_aliases()))
    assert not check(NOVEMBER.replace(minute=21))
    assert alarms() == []


def test_a_file_refused_whole_and_another_force_clear_nothing(tmp_path: Path) -> None:
    partnership()
    check(NOVEMBER)
    with as_worker():
        act = system_act("refuse_download", NOVEMBER)
        refuse_download(act, "MSPR_12_20261123_01.csv", "It is empty.")
    check(NOVEMBER.replace(hour=8))
    assert [kind for kind, _, _ in alarms()] == ["NO_FILE"]
