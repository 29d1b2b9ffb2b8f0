"""What the record itself says for `/metrics`: what waits, how old it is, the disk, the backup.

Asked anew at every scrape, by one function of the database that hands out numbers alone
(`homeward_vitals`). A database that does not answer is one number too.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import Error, connection
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from homeward.ground.backup.taking import last_backup

QUERY = "SELECT name, lane, value FROM homeward_vitals()"
MEANINGS = {
    "intake_age_seconds": "Since the newest police download was taken in.",
    "waiting": "What waits for the worker, by lane.",
    "refresh_age_seconds": "How long a child has waited for duties to be judged anew.",
    "unsealed_age_seconds": "How long the oldest entry of the ledger stands unsealed.",
    "reviews_waiting": "Rows and forms that wait for a person to decide.",
    "review_age_seconds": "How long the oldest of them has waited.",
    "worker_age_seconds": "Since the worker last gave a sign of life.",
    "locked_out": "People locked out after failed sign-ins within half an hour.",
}


class Vitals(Collector):
    """Gauges of one record at one moment."""

    def __init__(self, var: Path, now: datetime) -> None:
        self._var, self._now = var, now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge that is known; an age of what never happened is not there at all."""
        yield from self._of_database()
        yield from self._of_machine()

    def _of_database(self) -> Iterator[GaugeMetricFamily]:
        try:
            rows = _ask()
        except Error:
            rows = None
        up = float(rows is not None)
        yield GaugeMetricFamily("homeward_database_up", "1 while the database answers.", up)
        for name, meaning in MEANINGS.items():
            gauge = GaugeMetricFamily(f"homeward_{name}", meaning, labels=_labels(name))
            for found, lane, value in rows or ():
                if found == name and value is not None:
                    gauge.add_metric([lane] if lane else [], value)
            yield gauge

    def _of_machine(self) -> Iterator[GaugeMetricFamily]:
        disk = shutil.disk_usage(self._var)
        free = "homeward_disk_free_bytes", "Free where the record's folder lies."
        size = "homeward_disk_bytes", "Size of the disk where the record's folder lies."
        yield GaugeMetricFamily(*free, value=disk.free)
        yield GaugeMetricFamily(*size, value=disk.total)
        made = last_backup(self._var)
        if made is not None:
            age = "homeward_backup_age_seconds", "Since the newest backup made from here."
            yield GaugeMetricFamily(*age, value=(self._now - made).total_seconds())


def _labels(name: str) -> list[str]:
    return ["lane"] if name == "waiting" else []


def _ask() -> list[tuple[str, str, float | None]]:
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        rows: list[tuple[str, str, float | None]] = cursor.fetchall()
    return rows
