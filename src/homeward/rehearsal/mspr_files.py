"""Writing police downloads as a force would: one file a day at 06:05, local time.

Each version of a report stands in the first extract after the force wrote it, and a report
that is still open in every later one. What was written since the last extract goes into one
more file of the day, `_02`, just before the present. Dates are written year first: no
reader can take them two ways.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from homeward.intake.download.columns import CONTRACT
from homeward.rules.clocks import LONDON

FORCE = "12"
EXTRACTED = time(6, 5)
LAST_MINUTES = timedelta(minutes=12)


@dataclass(frozen=True, slots=True)
class Version:
    """One row of a download: when the force wrote it (UTC), and its cells by column."""

    updated_at: datetime
    cells: Mapping[str, str]

    @property
    def ref(self) -> str:
        """The report's reference."""
        return self.cells["REPORT_REF"]

    @property
    def is_open(self) -> bool:
        """Whether police have not closed the report in this version."""
        return self.cells["RECORD_STATUS"] == "OPEN"


@dataclass(frozen=True, slots=True)
class Extract:
    """A file on disk and its own time, UTC."""

    path: Path
    at: datetime


def written(at: datetime) -> str:
    """A UTC time as the force writes it: local, year first."""
    return at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")


def extract_after(at: datetime, now: datetime) -> datetime:
    """The time of the first extract (UTC) that holds what was written at `at`."""
    day = at.astimezone(LONDON).date()
    for each in (day, day + timedelta(days=1)):
        extracted = datetime.combine(each, EXTRACTED, LONDON)
        if extracted > at and extracted <= now - LAST_MINUTES:
            return extracted.astimezone(now.tzinfo)
    return now - LAST_MINUTES


def write_downloads(
    versions: Iterable[Version],
    folder: Path,
    now: datetime,
    since: datetime | None = None,
    first: int = 1,
) -> list[Extract]:
    """Write every version into its extract below `folder`; the files, oldest first.

    Those up to `since` were written before. `first` numbers the first file of a day.
    """
    by_extract: dict[datetime, list[Version]] = {}
    for version in sorted(versions, key=lambda each: each.updated_at):
        by_extract.setdefault(extract_after(version.updated_at, now), []).append(version)
    folder.mkdir(parents=True, exist_ok=True)
    counts: Counter[date] = Counter()
    still_open: dict[str, Version] = {}
    extracts = []
    for at, fresh in sorted(by_extract.items()):
        day = at.astimezone(LONDON).date()
        counts[day] += 1
        changed = {version.ref for version in fresh}
        repeated = [each for ref, each in still_open.items() if ref not in changed]
        if since is None or at > since:
            extracts.append(_write(folder, at, counts[day] + first - 1, [*repeated, *fresh]))
        still_open.update((version.ref, version) for version in fresh)
        still_open = {ref: each for ref, each in still_open.items() if each.is_open}
    return extracts


def _write(folder: Path, at: datetime, seq: int, versions: Iterable[Version]) -> Extract:
    day = at.astimezone(LONDON).strftime("%Y%m%d")
    path = folder / f"MSPR_{FORCE}_{day}_{seq:02}.csv"
    head = {
        "EXTRACT_ID": f"NYP-{day}-{seq:02}",
        "EXTRACT_DTTM": written(at),
        "FORCE_CODE": FORCE,
        "HANDLING": "OFFICIAL-SENSITIVE",
    }
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, CONTRACT, restval="", lineterminator="\r\n")
        writer.writeheader()
        for version in versions:
            writer.writerow({**head, **version.cells})
    return Extract(path, at)
