"""The same files, in whatever order and however often taken, leave the same record."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.casework.worlds import take
from tests.intake.conftest import PoliceFiles
from tests.jobs.records import the_record

pytestmark = pytest.mark.django_db

POLICE = PoliceFiles()
FIRST_DAY = datetime(2026, 11, 2)
CHILDREN = (
    {"SURNAME": "Harrow", "FORENAME1": "Bryony", "DOB": "19/04/2011", "SEX": "F",
     "HOME_ADDRESS": "9 Ropewalk, Norbeck", "HOME_POSTCODE": "YO1 7HH"},
    {"SURNAME": "Okafor", "FORENAME1": "Chidi", "DOB": "23/09/2009", "SEX": "M",
     "LA_CHILD_ID": "204417", "RESPONSIBLE_LA": "E06000065",
     "HOME_ADDRESS": "Larkfield, Norbeck", "HOME_POSTCODE": "YO11 2AB",
     "RESIDENCE_TYPE": "CHILDRENS_HOME", "PLACEMENT_URN": "SC041234"},
    {"SURNAME": "Zielińska", "FORENAME1": "Maja", "DOB": "30/01/2013", "SEX": "F",
     "HOME_ADDRESS": "2 Quay Street, Saltwick", "HOME_POSTCODE": "YO12 6XY",
     "SCHOOL_URN": "121678"},
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
    return f"{at:%d/%m/%Y %H:%M}"


@st.composite
def a_report(draw: st.DrawFn, child: int, report: int) -> list[Version]:
    """A report of one to three versions; the next report may come before the child is back."""
    day = draw(st.integers(0, 2))
    start = FIRST_DAY + timedelta(days=day, hours=draw(st.integers(1, 20)), minutes=report)
    back = draw(st.none() | st.integers(1, 30))
    versions = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        moved = start + timedelta(minutes=draw(st.sampled_from([0, 0, 25])) if number > 1 else 0)
        returned = moved + timedelta(hours=back) if back and number > 1 else None
        known_from = day + 1 if returned is None else (returned - FIRST_DAY).days + 1
        files = draw(st.sets(st.integers(min(known_from, 4), 5), min_size=1, max_size=2))
        grade = draw(st.sampled_from(["LOW", "MEDIUM", "HIGH"]))
        versions.append(
            Version(child, report, number, moved, returned, grade, frozenset(files))
        )
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
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@QUIET
@given(some_days(), st.randoms(use_true_random=False))
def test_files_in_any_order_leave_the_same_record(versions: list[Version], chance: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = write(versions, Path(folder))
        shuffled = list(paths)
        chance.shuffle(shuffled)  # type: ignore[attr-defined]
        records = []
        for order in (paths, shuffled, paths[::-1]):
            with undone():
                for path in order:
                    take(path)
                records.append(the_record())
    assert records[0]["reports"]
    assert records[1] == records[0]
    assert records[2] == records[0]
