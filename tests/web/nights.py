"""Police files of busy nights, made from the worked sample."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "intake" / "data" / "MSPR_12_20261122_01.csv"
BEGAN = datetime(2026, 11, 22, 20, 0)
GRADES = ("HIGH", "MEDIUM", "MEDIUM", "LOW")


def busy_night(folder: Path, number: int) -> Path:
    """A file in which so many children are missing, one from every 5 minutes after 20:00.

    The first is named Aa Night, the next Ab Night; grades go round; nobody lives in care.
    """
    lines = list(csv.reader(SAMPLE.read_text(encoding="utf-8").splitlines()))
    head, example = lines[0], dict(zip(lines[0], lines[3], strict=True))
    rows = [_row(example, place) for place in range(number)]
    return write(folder / "MSPR_12_20261123_01.csv", head, rows)


def write(path: Path, head: Sequence[str], rows: Sequence[dict[str, str]]) -> Path:
    """Write rows under a head."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows([[row[name] for name in head] for row in rows])
    return path


def _row(example: dict[str, str], place: int) -> dict[str, str]:
    began = BEGAN + timedelta(minutes=5 * place)
    grade = GRADES[place % len(GRADES)]
    return {
        **example,
        "EXTRACT_ID": "NYP-20261123-01",
        "EXTRACT_DTTM": "23/11/2026 06:05",
        "REPORT_REF": f"MSPR/2026/{5000 + place:06}",
        "OCCURRENCE_NO": "",
        "INCIDENT_LOG": "",
        "LAST_UPDATED_DTTM": "23/11/2026 05:30",
        "NOMINAL_ID": str(1300000 + place),
        "SURNAME": "NIGHT",
        "FORENAME1": f"{chr(65 + place // 26)}{chr(97 + place % 26)}",
        "DOB": f"{13 + place % 15}/{1 + place % 12:02}/{2009 + place % 6}",
        "HOME_ADDRESS": f"{place} High Street",
        "HOME_POSTCODE": "",
        "LAST_SEEN_DTTM": f"{began - timedelta(hours=2):%d/%m/%Y %H:%M}",
        "REPORTED_DTTM": f"{began - timedelta(minutes=10):%d/%m/%Y %H:%M}",
        "RECORDED_MISSING_DTTM": f"{began:%d/%m/%Y %H:%M}",
        "LAST_SEEN_PLACE": "Harbour",
        "RISK_INITIAL": grade,
        "RISK_CURRENT": grade,
        "NARRATIVE": "",
    }
