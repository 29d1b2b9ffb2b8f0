"""Downloads, rows and alarms as page lines. Never which child a row went to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from homeward.children.facts import ChildFacts
from homeward.intake.queries import AlarmFacts, DownloadFacts, RowFacts
from homeward.web import words
from homeward.web.keys import write_time_key
from homeward.web.lists.columns import Column, Listing

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


def _class_column(each: Class) -> Column[DownloadLine]:
    return Column(each.title, lambda line: int(line.facts.counts.get(each.outcome, 0)))


FILES: Listing[DownloadLine] = Listing(
    "police-downloads",
    "Police downloads",
    (
        Column("File", lambda line: line.facts.name, width=36),
        Column("Arrived", lambda line: line.facts.started_at),
        Column("Sent by", lambda line: line.sender, width=24),
        Column("Extracted by police", lambda line: line.facts.extract_at),
        Column("How it stands", lambda line: line.state, width=24),
        Column("Rows", lambda line: line.total),
        *map(_class_column, CLASSES),
        Column("What happened", lambda line: line.summary, width=50),
    ),
)

_AT: tuple[Column[RowFacts], ...] = (
    Column("Row", lambda row: row.row, width=8),
    Column("Report", lambda row: row.ref),
    Column("Version", lambda row: row.version),
)
_WHY: tuple[Column[RowFacts], ...] = (
    Column("Column", lambda row: row.column, width=24),
    Column("Value", lambda row: row.value, width=24),
    Column("Why", lambda row: row.reason, width=50),
)


def row_listing(outcome: str) -> Listing[RowFacts]:
    """The rows of one class, with the same columns as their page."""
    kind = next(each for each in CLASSES if each.outcome == outcome)
    why = _WHY if outcome in ("REFUSED", "REVIEW") else ()
    return Listing(f"download-{kind.slug}", f"{kind.title} rows", (*_AT, *why))


def number_listing() -> Listing[int]:
    """Rows that were taken before: only their numbers are kept."""
    return Listing("download-duplicate", "Rows taken before", (Column("Row", lambda row: row),))


def _cell_column(name: str) -> Column[RowFacts]:
    return Column(name, lambda row: row.cells.get(name, ""))


def refused_listing(names: Iterable[str]) -> Listing[RowFacts]:
    """Refused rows for police: number, column, value and reason, then every cell as it came."""
    return Listing(
        "download-refused-rows",
        "Refused rows",
        (
            Column("ROW", lambda row: row.row),
            Column("COLUMN", lambda row: row.column),
            Column("VALUE", lambda row: row.value),
            Column("REASON", lambda row: row.reason, width=50),
            *map(_cell_column, names),
        ),
    )
