"""Small worlds for the verbs' tests: agencies, teams, an adopted edition, files taken in."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from django.db import connection

from homeward.access.models import Membership, Person
from homeward.access.queries import SYSTEM_VIEWER, get_viewer
from homeward.access.scope import scoped
from homeward.agencies.models import Agency, Team
from homeward.casework.take_download import TakenFile, take_download
from homeward.ground.editions import shipped_text
from homeward.ground.ids import new_id
from homeward.intake.actions import open_record
from homeward.intake.download.columns import default_aliases
from homeward.intake.download.reader import open_download
from homeward.protocol.actions import adopt
from homeward.protocol.models import Adoption
from homeward.rules.acts import Act, Viewer
from homeward.rules.protocol.catalogue import read_edition

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EDITION = "north-yorkshire-current"


def system_act(verb: str, at: datetime = NOW) -> Act:
    """An act of the worker."""
    return Act(new_id(), SYSTEM_VIEWER, at, verb)


def adopted() -> None:
    """The whole partnership follows the current edition."""
    if not Adoption.objects.exists():
        text = shipped_text(EDITION)
        edition = read_edition(text, EDITION)
        with as_worker():
            adopt(system_act("adopt_edition"), edition, text, "", edition.in_force)


def partnership() -> dict[str, Team]:
    """Police, two authorities, a home and a school, each with a team; by the team's code."""
    adopted()
    rows = [
        ("police", "POLICE", "", "12", "POLICE_MISSING", ""),
        ("north-yorkshire", "SOCIAL_CARE", "north-yorkshire", "E06000065", "SCREENING", ""),
        ("york", "SOCIAL_CARE", "york", "E06000014", "SCREENING", ""),
        ("leeds", "SOCIAL_CARE", "leeds", "E08000035", "SOCIAL_WORK", ""),
        ("larkfield", "HOME", "", "SC041234", "HOME", "SC041234"),
        ("norbeck-school", "SCHOOL", "", "121678", "SCHOOL", "121678"),
        ("partnership", "PARTNERSHIP", "", "", "RECORD", ""),
    ]
    teams = {}
    for code, kind, place, reference, team_kind, routes in rows:
        agency, _ = Agency.objects.get_or_create(
            code=code, defaults={"name": code, "kind": kind, "place": place, "reference": reference}
        )
        teams[code], _ = Team.objects.get_or_create(
            code=f"{code}-team",
            defaults={
                "agency": agency,
                "name": f"{code} team",
                "kind": team_kind,
                "place": place,
                "reference": routes,
            },
        )
    return teams


def person(team: Team, role: str) -> Viewer:
    """Somebody with one role in one team."""
    made = Person.objects.create_user(f"{role.lower()}@{team.code}.example", role)
    with as_worker():
        Membership.objects.create(person=made, team=team, role=role, since_on=date(2026, 1, 1))
    return get_viewer(made.pk, NOW.date())


def act_of(viewer: Viewer, verb: str, reason: str = "", at: datetime = NOW) -> Act:
    """An act of that person."""
    return Act(new_id(), viewer, at, verb, reason)


@contextmanager
def as_worker() -> Iterator[None]:
    """Inside a test's transaction: the worker's role, and the app's again afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute("SET ROLE homeward_worker")
        yield
        cursor.execute(f"SET ROLE {before}")


def take(path: Path, agency: str = "police") -> TakenFile:
    """Take one download as the worker does."""
    partnership()
    act = system_act("take_download")
    with as_worker():
        with scoped(SYSTEM_VIEWER):
            record: UUID = open_record(act, path.name)
        return take_download(act, open_download(path, default_aliases()), record, agency)


COLUMNS = [
    "EXTRACT_ID",
    "EXTRACT_DTTM",
    "FORCE_CODE",
    "REPORT_REF",
    "RECORD_VERSION",
    "RECORD_STATUS",
    "MERGED_INTO_REF",
    "LAST_UPDATED_DTTM",
    "SURNAME",
    "FORENAME1",
    "DOB",
    "SEX",
    "NHS_NO",
    "LA_CHILD_ID",
    "HOME_ADDRESS",
    "HOME_POSTCODE",
    "RESIDENCE_TYPE",
    "PLACEMENT_URN",
    "RESPONSIBLE_LA",
    "PLACING_LA",
    "SCHOOL_URN",
    "LAST_SEEN_DTTM",
    "REPORTED_DTTM",
    "RECORDED_MISSING_DTTM",
    "RETURNED_DTTM",
    "CLOSED_DTTM",
    "RISK_INITIAL",
    "RISK_CURRENT",
    "PREVENTION_CHECK_DTTM",
    "FLAGS",
    "NARRATIVE",
]

ROW = {
    "EXTRACT_ID": "NYP-20261122-01",
    "EXTRACT_DTTM": "22/11/2026 06:05",
    "FORCE_CODE": "12",
    "RECORD_VERSION": "1",
    "RECORD_STATUS": "OPEN",
    "SEX": "F",
    "HOME_ADDRESS": "4 Mill Lane, Norbeck",
    "HOME_POSTCODE": "YO1 7HH",
    "RESIDENCE_TYPE": "HOME",
    "RESPONSIBLE_LA": "E06000065",
    "SCHOOL_URN": "121678",
    "LAST_SEEN_DTTM": "21/11/2026 19:05",
    "REPORTED_DTTM": "21/11/2026 21:30",
    "RECORDED_MISSING_DTTM": "21/11/2026 21:41",
    "RISK_INITIAL": "MEDIUM",
    "RISK_CURRENT": "MEDIUM",
}


def mspr_file(
    folder: Path, rows: list[dict[str, str]], name: str = "MSPR_12_20261122_01.csv"
) -> Path:
    """A small download; each row says only what differs from `ROW`."""
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows([{**ROW, **row} for row in rows])
    return path
