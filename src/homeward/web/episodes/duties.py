"""The duties of an episode as the page lists them, each with where the rule comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.urls import reverse

from homeward.chronology.facts import LineFacts
from homeward.protocol.queries import DutyFacts
from homeward.rules.protocol.catalogue import Duty
from homeward.rules.protocol.limits import limit_words
from homeward.web.children.wording import code_words, kind_words
from homeward.web.episodes.reading import EpisodeRecord
from homeward.web.words import is_over

SOON = timedelta(hours=24)
OWED = frozenset({"OVERDUE", "SOON", "RUNNING"})
LOCAL_DEFAULT = "local default, not policy"
EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "S": "as the source says",
        "B": "background knowledge of the source, to be checked",
        "SEED": "as the audit of March 2021 says",
        "P": LOCAL_DEFAULT,
    }
)
#: How a duty stands, in the order in which a person needs to see them.
STANDINGS = (
    ("OVERDUE", "overdue"),
    ("SOON", "due within 24 hours"),
    ("RUNNING", "due later"),
    ("LATE", "met late"),
    ("MET", "met"),
    ("EXCUSED", "not needed"),
)


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty as the page shows it."""

    id: int
    title: str
    due_at: datetime
    standing: str
    at: datetime | None
    owner: str
    note: str
    origin: str
    href: str
    why: str = ""
    replaced_at: datetime | None = None

    @property
    def verdict(self) -> str:
        """As the duty's own words have it: whatever is still owed is running."""
        return "RUNNING" if self.standing in OWED else self.standing


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """The duties that stand alike. `code` is the anchor its count leads to."""

    code: str
    words: str
    rows: list[DutyRow]

    @property
    def count(self) -> str:
        """As the head of the list says it."""
        return f"{len(self.rows)} {self.words}"


def groups(record: EpisodeRecord, now: datetime) -> list[DutyGroup]:
    """The duties that count, by how they stand; groups without any are left out."""
    rows = [duty_row(record, duty, now) for duty in record.duties]
    made = [
        DutyGroup(code, words, [row for row in rows if row.standing == code])
        for code, words in STANDINGS
    ]
    return [group for group in made if group.rows]


def earlier(record: EpisodeRecord, now: datetime) -> list[DutyRow]:
    """Results that were judged anew since, oldest first."""
    return [duty_row(record, duty, now) for duty in record.earlier]


def duty_row(record: EpisodeRecord, facts: DutyFacts, now: datetime) -> DutyRow:
    """One duty, with its words from the edition that judges it."""
    duty = _named(record, facts.duty)
    team = record.directory.named(facts.team_id)
    owner = code_words(duty.owner.replace("-", "_")).capitalize() if duty else ""
    return DutyRow(
        facts.id,
        duty.title if duty else facts.duty,
        facts.due_at,
        facts.outcome or _owed(facts.due_at, now),
        facts.decided_at,
        f"{owner} ({team})" if owner and team not in ("", owner) else owner or team,
        limit_words(duty.within.text) if duty else "",
        origin(duty) if duty else "",
        reverse("protocol:duty", args=[facts.adoption_id, facts.duty]),
        _why(duty, facts, record.settled.lines if record.settled else ()),
        facts.superseded_at,
    )


def _owed(due_at: datetime, now: datetime) -> str:
    if is_over(due_at, now):
        return "OVERDUE"
    return "SOON" if due_at - now <= SOON else "RUNNING"


def _named(record: EpisodeRecord, duty_id: str) -> Duty | None:
    listed = record.edition.duties if record.edition else ()
    return next((duty for duty in listed if duty.id == duty_id), None)


def origin(duty: Duty) -> str:
    """Where the rule comes from, how it is known, whose it is; a local default says so."""
    words = f"{duty.id} · {duty.source} ({EVIDENCE.get(duty.evidence, duty.evidence)})"
    if duty.figure_evidence != duty.evidence:
        words += f" · time limit: {EVIDENCE.get(duty.figure_evidence, duty.figure_evidence)}"
    area = duty.jurisdiction.removeprefix("LOC:")
    if area != duty.jurisdiction:
        words += f" · a rule of {area}, here a {LOCAL_DEFAULT}"
    elif duty.jurisdiction == "DEF" and LOCAL_DEFAULT not in words:
        words += f" · {LOCAL_DEFAULT}"
    return words


def _why(duty: Duty | None, facts: DutyFacts, lines: Iterable[LineFacts]) -> str:
    """Why a duty is not needed: the line that excused it, or that it ended."""
    if facts.outcome != "EXCUSED" or duty is None:
        return ""
    ends = {*duty.excused_by, *((duty.repeats.until,) if duty.repeats else ())}
    deciding = (each for each in lines if each.happened_at == facts.decided_at)
    found = next((each.kind for each in deciding if each.kind in ends), "")
    kinds = [found] if found else sorted(ends)
    return f"because: {' or '.join(kind_words(kind).lower() for kind in kinds)}" if kinds else ""


def summary(listed: Iterable[DutyGroup]) -> list[tuple[str, str]]:
    """The counts above the list, each with the anchor of its lines."""
    return [(group.count, f"duties-{group.code.lower()}") for group in listed]
