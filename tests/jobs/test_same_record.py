"""The same files, in whatever order and however often taken, leave the same record."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.casework.worlds import take
from tests.intake.conftest import PoliceFiles
from tests.jobs.records import differences, the_record

pytestmark = pytest.mark.django_db

POLICE = PoliceFiles()
FIRST_DAY = datetime(2026, 11, 2)
CHILDREN = (
    {
        "SURNAME": "Harrow",
        "FORENAME1": "Bryony",
        "DOB": "2011-04-19",
        "SEX": "F",
        "HOME_ADDRESS": "9 Ropewalk, Norbeck",
        "HOME_POSTCODE": "YO1 7HH",
    },
    {
        "SURNAME": "Okafor",
        "FORENAME1": "Chidi",
        "DOB": "2009-09-23",
        "SEX": "M",
        "LA_CHILD_ID": "204417",
        "RESPONSIBLE_LA": "E06000065",
        "HOME_ADDRESS": "Larkfield, Norbeck",
        "HOME_POSTCODE": "YO11 2AB",
        "RESIDENCE_TYPE": "CHILDRENS_HOME",
        "PLACEMENT_URN": "SC041234",
    },
    {
        "SURNAME": "Zielińska",
        "FORENAME1": "Maja",
        "DOB": "2013-01-30",
        "SEX": "F",
        "HOME_ADDRESS": "2 Quay Street, Saltwick",
        "HOME_POSTCODE": "YO12 6XY",
        "SCHOOL_URN": "121678",
    },
)


@dataclass(frozen=True)
class Version:
    """One version of a report, and in which of the daily files it stands."""

    child: int
    report: int
    number: int
    start: datetime
    returned: datetime | None
    grade: str
    files: frozenset[int]

    def cells(self, file: int) -> dict[str, str]:
        """The row as it stands in one file."""
        known = FIRST_DAY + timedelta(days=file + 1, hours=6)
        cells = POLICE.row(
            EXTRACT_ID=f"NYP-{file}",
            EXTRACT_DTTM=stamp(known),
            REPORT_REF=f"MSPR/2026/{self.child}{self.report:03}",
            RECORD_VERSION=str(self.number),
            RECORD_STATUS="FOUND" if self.returned else "OPEN",
            LAST_SEEN_DTTM=stamp(self.start - timedelta(minutes=50)),
            REPORTED_DTTM=stamp(self.start - timedelta(minutes=10)),
            RECORDED_MISSING_DTTM=stamp(self.start),
            RETURNED_DTTM=stamp(self.returned) if self.returned else "",
            LAST_UPDATED_DTTM=stamp(self.start + timedelta(minutes=self.number)),
            RISK_INITIAL="MEDIUM",
            RISK_CURRENT=self.grade,
        )
        return cells | CHILDREN[self.child]


def stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


@st.composite
def a_report(draw: st.DrawFn, child: int, report: int) -> list[Version]:
    """A report of one to three versions; the next report may come before the child is back."""
    day = draw(st.integers(0, 2))
    start = FIRST_DAY + timedelta(days=day, hours=draw(st.integers(1, 20)), minutes=report)
    back = draw(st.none() | st.integers(1, 30))
    versions, first = [], 0
    for number in range(1, draw(st.integers(1, 3)) + 1):
        moved = start + timedelta(minutes=draw(st.sampled_from([0, 0, 25])) if number > 1 else 0)
        returned = moved + timedelta(hours=back) if back and number > 1 else None
        known_from = day + 1 if returned is None else (returned - FIRST_DAY).days + 1
        first = max(draw(st.integers(min(known_from, 4), 4)), first)
        files = range(first, draw(st.integers(first, min(first + 1, 5))) + 1)
        grade = draw(st.sampled_from(["LOW", "MEDIUM", "HIGH"]))
        versions.append(Version(child, report, number, moved, returned, grade, frozenset(files)))
    return versions


@st.composite
def some_days(draw: st.DrawFn) -> list[Version]:
    """Two or three children, each with one to three reports."""
    found: list[Version] = []
    for child in range(draw(st.integers(2, 3))):
        for report in range(draw(st.integers(1, 3))):
            found += draw(a_report(child, report))
    return found


def write(versions: list[Version], folder: Path) -> list[Path]:
    """One file for each day on which something is said."""
    paths = []
    for file in sorted(set().union(*(version.files for version in versions))):
        rows = [version.cells(file) for version in versions if file in version.files]
        path = folder / f"MSPR_12_2026111{file}_01.csv"
        path.write_text(POLICE.text(*rows), encoding="utf-8")
        paths.append(path)
    return paths


@contextmanager
def undone() -> Iterator[None]:
    """Everything inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


QUIET = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@QUIET
@given(some_days(), st.randoms(use_true_random=False))
def test_files_in_any_order_and_twice_leave_the_same_record(
    versions: list[Version], chance: Random
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = write(versions, Path(folder))
        shuffled = list(paths)
        chance.shuffle(shuffled)
        records = []
        for order in (paths, shuffled):
            with undone():
                for path in order:
                    take(path)
                records.append(the_record())
    assert records[0]["reports"]
    assert differences(*records) == {}


def test_a_corrected_name_and_birth_keep_the_child_in_either_order(tmp_path: Path) -> None:
    first = POLICE.row(**CHILDREN[1], RECORD_STATUS="OPEN", RETURNED_DTTM="")
    second = first | {
        "RECORD_VERSION": "2",
        "SURNAME": "Okafor-Lee",
        "DOB": "2009-09-24",
        "EXTRACT_DTTM": "23/11/2026 06:05",
    }
    paths = []
    for day, row in ((22, first), (23, second)):
        path = tmp_path / f"MSPR_12_202611{day}_01.csv"
        path.write_text(POLICE.text(row), encoding="utf-8")
        paths.append(path)
    records = []
    for order in (paths, paths[::-1]):
        with undone():
            for path in order:
                take(path)
            records.append(the_record())
    assert [row[0] for row in records[0]["children"]] == ["Okafor-Lee"]
    assert differences(*records) == {}


def test_of_two_contents_of_one_version_the_earlier_extract_holds_in_every_order(
    tmp_path: Path,
) -> None:
    """The first and the third day agree; the second day's other content waits for a person."""
    said = POLICE.row(**CHILDREN[0])
    days = (
        said | {"EXTRACT_DTTM": "2026-11-22 06:05"},
        said | {"EXTRACT_DTTM": "2026-11-23 06:05", "RETURNED_DTTM": "2026-11-22 03:30"},
        said | {"EXTRACT_DTTM": "2026-11-24 06:05"},
    )
    paths = []
    for day, row in enumerate(days, start=22):
        path = tmp_path / f"MSPR_12_202611{day}_01.csv"
        path.write_text(POLICE.text(row), encoding="utf-8")
        paths.append(path)
    records = []
    for order in permutations(paths):
        with undone():
            for path in order:
                take(path)
            records.append(the_record())
    assert records[0]["reports"][0][5].isoformat() == "2026-11-22T02:05:00+00:00"
    assert [differences(records[0], other) for other in records[1:]] == [{}] * 5
