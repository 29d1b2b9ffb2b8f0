"""Open work of a leaver in words. Nothing here queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from homeward.agencies.queries import Directory
from homeward.rules.people import HANDED_ON, OF_LAST, Undone
from homeward.web.words import plural

KINDS = {"EPISODES": "Episodes that they lead", "DRAFTS": "Drafts of reports"}
#: Kind to: one, many, what becomes of it.
WORDS = {
    "EPISODES": ("open episode that they lead", "open episodes that they lead", ""),
    "TASKS": (
        "response task not ticked in these episodes",
        "response tasks not ticked in these episodes",
        "They go with the episodes.",
    ),
    "DRAFTS": ("draft of a report", "drafts of reports", ""),
    "RUNNING": (
        "emergency access that runs",
        "emergency accesses that run",
        "It ends with the account.",
    ),
    "UNREVIEWED": (
        "emergency access that nobody has reviewed",
        "emergency accesses that nobody has reviewed",
        "It stays with the team that owns the record.",
    ),
    "ALLOCATED": ("child allocated to {team}", "children allocated to {team}", ""),
    "OWNED": ("open episode of {team}", "open episodes of {team}", ""),
    "TO_REVIEW": (
        "emergency access for {team} to review",
        "emergency accesses for {team} to review",
        "",
    ),
}
LAST = "Nobody else is in that team. Put somebody into it first."
UNDER_WAY = "It is being handed on now."


@dataclass(frozen=True, slots=True)
class UndoneLine:
    """One kind of open work: how much, what becomes of it, whether it can be handed on here."""

    kind: str
    words: str
    note: str
    blocks: bool
    may_hand_on: bool


def undone_lines(
    undone: Iterable[Undone], waiting: Collection[str], directory: Directory
) -> list[UndoneLine]:
    """What is open, in the order in which the record told it."""
    return [_line(each, each.kind in waiting, directory) for each in undone]


def _line(undone: Undone, waits: bool, directory: Directory) -> UndoneLine:
    one, many, note = WORDS[undone.kind]
    team = directory.named(undone.team)
    if undone.kind in OF_LAST:
        note = LAST
    if waits:
        note = UNDER_WAY
    return UndoneLine(
        undone.kind.lower(),
        plural(undone.number, one.format(team=team), many.format(team=team)),
        note,
        undone.kind in HANDED_ON + OF_LAST,
        undone.kind in HANDED_ON and not waits,
    )
