"""The two downloads of the tour: taken into the rehearsal they show what a download can bring."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from django.db import transaction
from tests.rehearsal.conftest import NOW, Rehearsed

from homeward.access.queries import SYSTEM_VIEWER
from homeward.casework.begin_download import begin_download
from homeward.casework.take_download import TakenFile, take_download
from homeward.ground.ids import new_id
from homeward.intake.download.columns import default_aliases
from homeward.intake.download.reader import open_download
from homeward.rules.acts import Act

SAMPLES = Path(str(files("homeward.rehearsal"))) / "samples"


def take(name: str) -> TakenFile:
    act = Act(new_id(), SYSTEM_VIEWER, NOW, "take_download")
    download = open_download(SAMPLES / name, default_aliases())
    begun = begin_download(act, download)
    return take_download(act, download, begun.record, begun.agency)


def counts(taken: TakenFile) -> dict[str, int]:
    return {outcome: number for outcome, number in taken.counts.items() if number}


def test_the_tour_brings_what_its_page_says(rehearsed: Rehearsed) -> None:
    page = (SAMPLES / "README.md").read_text(encoding="utf-8")
    with transaction.atomic():
        for name in ("MSPR_12_20261120_01_clean.csv", "MSPR_12_20261121_01_messy.csv"):
            taken = take(name)
            (line,) = [each for each in page.splitlines() if each.startswith(f"| `{name}`")]
            said = [int(cell) for cell in line.split("|")[2:-1] if cell.strip().isdigit()]
            order = ("NEW", "CHANGED", "UNCHANGED", "DUPLICATE", "REVIEW", "REFUSED")
            assert said == [taken.rows, *(taken.counts.get(each, 0) for each in order)], name
            assert set(counts(take(name))) <= {"DUPLICATE", "REVIEW", "REFUSED"}
        transaction.set_rollback(True)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.csv")), ids=lambda path: path.name)
def test_no_report_of_the_tour_is_one_of_the_rehearsals(path: Path, rehearsed: Rehearsed) -> None:
    rows = open_download(path, default_aliases()).rows()
    refs = {row.ref for row in rows if hasattr(row, "ref")}
    assert refs
    assert all(ref >= "MSPR/2026/005000" for ref in refs)
