"""Police rows for the verbs' tests, and what the record says of the child afterwards."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection
from tests.casework.worlds import NOW, as_worker, system_act, take

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.casebook import Case, Casebook
from homeward.chronology.facts import LineFacts
from homeward.chronology.queries import lines_of_child
from homeward.episodes.models import Report
from homeward.episodes.queries import EpisodeFacts, episodes_of_children, reports_of_children
from homeward.intake.download.columns import CONTRACT
from homeward.protocol.queries import DutyFacts, duties_of_episodes

MISSING = {
    "EXTRACT_ID": "NYP-20261123-01",
    "EXTRACT_DTTM": "23/11/2026 06:05",
    "FORCE_CODE": "12",
    "REPORT_REF": "MSPR/2026/009001",
    "RECORD_VERSION": "1",
    "RECORD_STATUS": "OPEN",
    "SURNAME": "Harrow",
    "FORENAME1": "Bryony",
    "DOB": "19/04/2011",
    "SEX": "F",
    "RESIDENCE_TYPE": "CHILDRENS_HOME",
    "PLACEMENT_URN": "SC041234",
    "RESPONSIBLE_LA": "E06000065",
    "SCHOOL_URN": "121678",
    "LAST_SEEN_DTTM": "22/11/2026 20:40",
    "REPORTED_DTTM": "22/11/2026 21:55",
    "RECORDED_MISSING_DTTM": "22/11/2026 22:10",
    "RISK_INITIAL": "MEDIUM",
    "RISK_CURRENT": "MEDIUM",
    "NARRATIVE": "Left after tea",
}


def download(folder: Path, *rows: dict[str, str], name: str = "MSPR_12_20261123_01.csv") -> None:
    """Take a police file of these rows, each a change of the plain one."""
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(CONTRACT)
        for cells in rows:
            full = MISSING | cells
            writer.writerow([full.get(column, "") for column in CONTRACT])
    _forget_staging()
    taken = take(path)
    _forget_staging()
    assert not taken.refusals, taken.refusals


def _forget_staging() -> None:
    """Temporary tables belong to a role; in a test two roles share one session."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")


def child_of(ref: str = MISSING["REPORT_REF"]) -> UUID:
    """The child of a police report."""
    with as_worker(), scoped(SYSTEM_VIEWER):
        return Report.objects.values_list("child_id", flat=True).get(ref=ref)


def report_of(ref: str = MISSING["REPORT_REF"]) -> UUID:
    """The id of a police report."""
    with as_worker(), scoped(SYSTEM_VIEWER):
        return Report.objects.values_list("id", flat=True).get(ref=ref)


def episodes_of(child: UUID) -> list[EpisodeFacts]:
    """The child's episodes, newest start first."""
    with as_worker(), scoped(SYSTEM_VIEWER):
        return episodes_of_children(SYSTEM_VIEWER, [child])


def lines_of(child: UUID) -> list[LineFacts]:
    """Every line of the child."""
    with as_worker(), scoped(SYSTEM_VIEWER):
        return lines_of_child(SYSTEM_VIEWER, child)


def duties_of(episode: UUID) -> dict[str, list[DutyFacts]]:
    """The duties that count of an episode, by their id in the edition."""
    found: dict[str, list[DutyFacts]] = {}
    with as_worker(), scoped(SYSTEM_VIEWER):
        for duty in duties_of_episodes(SYSTEM_VIEWER, [episode]):
            found.setdefault(duty.duty, []).append(duty)
    return found


def counted_anew(child: UUID, at: datetime = NOW) -> Counted:
    """What a recount from scratch would write of the child, as at a moment."""
    with as_worker(), scoped(SYSTEM_VIEWER):
        book = Casebook(system_act("recount", at))
        book.load([child])
        case = book.recount(child)
        return Counted(book, case)


class Counted:
    """A recount that was not written: whatever it holds is what the record had wrong."""

    def __init__(self, book: Casebook, case: Case) -> None:
        self.case = case
        self._book = book

    @property
    def changes(self) -> list[object]:
        """Episodes, reports, duties, sources and involvements that would be written."""
        noted = self._book._writes
        writes, duties = noted.episodes, noted.duties
        new, moved = noted.new_sources, noted.moved_sources
        return [
            *writes.new_episodes,
            *writes.changed_episodes,
            *writes.new_reports,
            *writes.changed_reports,
            *duties.new,
            *duties.decided,
            *duties.superseded,
            *new,
            *moved,
            *noted.involved,
            *noted.until,
        ]


def reports_of(child: UUID) -> list[UUID]:
    """The ids of the child's reports, earliest first."""
    with as_worker(), scoped(SYSTEM_VIEWER):
        return [report.id for _, report in reports_of_children(SYSTEM_VIEWER, [child])]
