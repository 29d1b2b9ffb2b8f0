"""How far the rehearsal's days have been played, kept beside the record in a small file.

The file is no record: where it is behind, a day is played again, and a download that is taken
twice changes nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from homeward.rules.clocks import LONDON

FILE = Path("rehearsal") / "days.json"
#: A few minutes after the download of 06:05, local time, is in.
MORNING = time(6, 17)


@dataclass(frozen=True, slots=True)
class Progress:
    """When the partnership was founded, the county's seed and first day, played until when."""

    founded_at: datetime
    seed: int
    first: date
    played_until: datetime

    @property
    def history_is_in(self) -> bool:
        """Whether everything before the founding is played."""
        return self.played_until >= last_morning(self.founded_at)

    def next_until(self, now: datetime) -> datetime | None:
        """Until when (UTC) the next block is played: a week of the past, then each morning.

        A block is one transaction, and a download that somebody sends meanwhile waits for it.
        """
        latest = last_morning(now)
        if self.played_until >= latest:
            return None
        if self.history_is_in:
            return latest
        end = morning(self.played_until.astimezone(LONDON).date() + timedelta(days=7))
        return min(end, last_morning(self.founded_at))

    def played(self, until: datetime) -> Progress:
        """The same, played until then; the founding itself played what came before it."""
        over = until >= last_morning(self.founded_at)
        return replace(self, played_until=max(until, self.founded_at) if over else until)


def begin(now: datetime, years: int, seed: int) -> Progress:
    """A county of so many years, none of it played, for a partnership founded now."""
    first = now.astimezone(LONDON).date() - timedelta(days=365 * years)
    return Progress(now, seed, first, morning(first))


def morning(day: date) -> datetime:
    """The moment (UTC) of a local day by which the night's download is in."""
    return datetime.combine(day, MORNING, LONDON).astimezone(UTC)


def last_morning(now: datetime) -> datetime:
    """The newest such moment that is not after `now`."""
    today = morning(now.astimezone(LONDON).date())
    return today if today <= now else morning(now.astimezone(LONDON).date() - timedelta(days=1))


def read_progress(var: Path) -> Progress | None:
    """What the file says; None where there is none: then no days are played."""
    try:
        said = json.loads((var / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Progress(
        datetime.fromisoformat(said["founded_at"]),
        int(said["seed"]),
        date.fromisoformat(said["first"]),
        datetime.fromisoformat(said["played_until"]),
    )


def keep_progress(var: Path, progress: Progress) -> None:
    """Write the file whole or not at all."""
    path = var / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    said = {
        "founded_at": progress.founded_at.isoformat(),
        "seed": progress.seed,
        "first": progress.first.isoformat(),
        "played_until": progress.played_until.isoformat(),
    }
    fresh.write_text(json.dumps(said), encoding="utf-8")
    fresh.replace(path)
