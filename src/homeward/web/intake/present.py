"""Downloads, rows and alarms as page lines. Never which child a row went to."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from homeward.children.facts import ChildFacts
from homeward.intake.queries import AlarmFacts, DownloadFacts, RowFacts
from homeward.web import words
from homeward.web.keys import write_time_key

FORMULA = ("=", "+", "-", "@", "\t", "\r")
NOTHING_LOST = "Nothing of this file was taken, and nothing that was known is lost."


@dataclass(frozen=True, slots=True)
class Class:
    """One class that a row may fall into: how it is counted, named and explained."""

    outcome: str
    slug: str
    title: str
    short: str
    meaning: str


CLASSES = (
    Class("NEW", "new", "New", "new", "First reports. Those cancelled or merged open no episode."),
    Class(
        "CHANGED",
        "changed",
        "Changed",
        "changed",
        "Joined an episode that was open, or a newer version of a known report.",
    ),
    Class(
        "UNCHANGED",
        "unchanged",
        "Older version",
        "older",
        "A newer version is already held. Kept in the history.",
    ),
    Class(
        "DUPLICATE",
        "duplicate",
        "Taken before",
        "taken before",
        "The same words came before. Nothing was added.",
    ),
    Class(
        "REVIEW",
        "review",
        "Waiting",
        "waiting",
        "A person who keeps the record must decide first.",
    ),
    Class("REFUSED", "refused", "Refused", "refused", "Not taken in. Each row says why."),
)
BY_SLUG = {each.slug: each for each in CLASSES}
STATES = {
    "WAITING": ("Waiting for its turn", "plain"),
    "TAKING": ("Being taken in", "new"),
    "TAKEN": ("Taken in", "quiet"),
    "REFUSED": ("Refused whole", "strong"),
}
RUNNING = ("WAITING", "TAKING")


@dataclass(frozen=True, slots=True)
class CountLine:
    """How many rows fell into a class, and where they are."""

    title: str
    short: str
    count: int
    meaning: str
    href: str


@dataclass(frozen=True, slots=True)
class DownloadLine:
    """One download as the list and its own page show it."""

    facts: DownloadFacts
    href: str
    state: str
    look: str
    sender: str
    total: int
    counts: list[CountLine]

    @property
    def running(self) -> bool:
        """Whether the worker still has it before it."""
        return self.facts.state in RUNNING

    @property
    def refused(self) -> int:
        """How many rows were refused."""
        return int(self.facts.counts.get("REFUSED", 0))

    @property
    def summary(self) -> str:
        """What happened, in one sentence."""
        facts = self.facts
        if facts.state == "WAITING":
            return "The file arrived and is kept. The worker takes it in next."
        if facts.state == "TAKING":
            return f"{words.plural(facts.rows_done, 'row')} taken in so far."
        if facts.state == "REFUSED":
            return facts.sentence
        return _taken(facts, self.total)


def _taken(facts: DownloadFacts, total: int) -> str:
    rows = words.plural(total, "row")
    added = sum(facts.counts.get(name, 0) for name in ("NEW", "CHANGED", "UNCHANGED", "REVIEW"))
    if not total:
        return "The file has no rows. Nothing changed."
    if not added:
        return f"{rows} read. Nothing changed: everything that could be taken was taken before."
    return f"{rows} read, each in one of the classes below."


def download_line(facts: DownloadFacts, names: Mapping[UUID, str]) -> DownloadLine:
    """A download with its counts; a count of nothing has no line of its own on the list."""
    state, look = STATES[facts.state]
    sender = names.get(facts.person_id, "") if facts.person_id else "watched folder"
    return DownloadLine(
        facts=facts,
        href=reverse("intake:download", args=[facts.id]),
        state=state,
        look=look,
        sender=sender,
        total=sum(facts.counts.values()),
        counts=[_count(facts, each) for each in CLASSES],
    )


def _count(facts: DownloadFacts, each: Class) -> CountLine:
    href = reverse("intake:rows", args=[facts.id, each.slug])
    count = int(facts.counts.get(each.outcome, 0))
    return CountLine(each.title, each.short, count, each.meaning, href)


def page_of(
    rows: Sequence[DownloadFacts], names: Mapping[UUID, str], size: int
) -> tuple[list[DownloadLine], str | None]:
    """A page of downloads, and the key of the next page where there is one."""
    shown = rows[:size]
    more = len(rows) > size
    key = write_time_key(shown[-1].started_at, shown[-1].id) if more else None
    return [download_line(each, names) for each in shown], key


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """Alarms of one kind and day: what is wrong, what to do, whose episodes it is about."""

    title: str
    advice: str
    raised_at: datetime
    episodes: list[tuple[str, str]]


def alarm_lines(
    alarms: Iterable[AlarmFacts], children: Mapping[UUID, ChildFacts], now: datetime
) -> list[AlarmLine]:
    """The alarms that stand, those of one kind and day together."""
    together: dict[tuple[str, date], list[AlarmFacts]] = {}
    for alarm in alarms:
        together.setdefault((alarm.kind, alarm.on), []).append(alarm)
    return [_alarm(kind, on, each, children, now) for (kind, on), each in together.items()]


def _alarm(
    kind: str,
    on: date,
    alarms: Sequence[AlarmFacts],
    children: Mapping[UUID, ChildFacts],
    now: datetime,
) -> AlarmLine:
    day, raised_at = words.day(on, now), min(each.raised_at for each in alarms)
    if kind == "NO_FILE":
        return AlarmLine(
            f"No police download came by 07:00 on {day}.",
            "Ask police for the file and send it here. Until then the record stands as the last"
            " file left it.",
            raised_at,
            [],
        )
    episodes = [
        (children[each.child_id].name, f"/episodes/{each.episode_id}/")
        for each in alarms
        if each.child_id is not None and each.child_id in children
    ]
    count = words.plural(len(alarms), "open episode is", "open episodes are")
    return AlarmLine(
        f"{count} not in the download of {day}.",
        "Ask police whether the child is back or the report was withdrawn. Nothing was closed by"
        " itself.",
        raised_at,
        sorted(episodes),
    )


def refused_csv_text(rows: Iterable[RowFacts]) -> str:
    """Refused rows for police: number, column, value and reason, then every cell as it came.

    A cell that a spreadsheet would run as a formula is led by an apostrophe.
    """
    listed = list(rows)
    columns = list(dict.fromkeys(name for row in listed for name in row.cells))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([plain(name) for name in ("ROW", "COLUMN", "VALUE", "REASON", *columns)])
    for row in listed:
        cells = [row.cells.get(name, "") for name in columns]
        said = [str(row.row), row.column, row.value, row.reason, *cells]
        writer.writerow([plain(cell) for cell in said])
    return out.getvalue()


def plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def safe_name(name: str) -> str:
    """A file's name for a header: plain letters, figures, dots, dashes and underscores."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", name)
