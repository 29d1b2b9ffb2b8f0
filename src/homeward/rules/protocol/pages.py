"""The protocol as pages: an edition, the kinds of line and what is left out, as markdown.

Pure functions: text of the editions in, text of the pages out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from homeward.rules.lines import KINDS, Arises, Kind
from homeward.rules.protocol.catalogue import Duty, Edition, Task, read_edition
from homeward.rules.protocol.wording import (
    CODES,
    LOCAL,
    excused_words,
    for_whom,
    kind_title,
    met_words,
    owner_words,
    start_words,
    whose_rule,
)

NOT_COMPUTED = "not_computed"

_MADE = "<!-- Made by `homeward docs write`. Change the source, not this page. -->"
_ARISES = {
    Arises.CLOCK: "settled from what agencies say",
    Arises.VERB: "made by the record",
    Arises.HAND: "added by hand",
}
_DUTY_COLUMNS = (
    "id",
    "what",
    "owner",
    "starts",
    "within",
    "done or ended by",
    "for",
    "duty known by",
    "figure known by",
    "whose rule",
    "source",
)
_Row = Mapping[str, str]


def pages(texts: Mapping[str, str]) -> dict[str, str]:
    """Every page by its file name, from the texts of the editions folder by their bare names.

    `texts` holds each edition and `not_computed`. Raises EditionError for a text that is
    no edition, tomllib.TOMLDecodeError for a list that is no TOML.
    """
    editions = [
        read_edition(text, f"{name}.toml")
        for name, text in sorted(texts.items())
        if name != NOT_COMPUTED
    ]
    made = {f"{edition.id}.md": edition_page(edition) for edition in editions}
    made["kinds.md"] = kinds_page(KINDS.values(), editions)
    made["not-computed.md"] = not_computed_page(texts[NOT_COMPUTED])
    return made


def edition_page(edition: Edition) -> str:
    """One edition in plain words: its duties, its floor, its tolerance, its checklist."""
    owners = len({duty.owner for duty in edition.duties})
    return _page(
        edition.title,
        f"Edition `{edition.id}`, in force from {edition.in_force:%-d %B %Y}. "
        f"{len(edition.duties)} duties of {owners} owners. "
        "Hours and days (`h`, `d`) are elapsed time; `wd` are working days.",
        _table(("code", "means"), CODES.items()),
        *_floor(edition),
        *_tolerance(edition),
        "## Duties",
        _table(_DUTY_COLUMNS, map(_duty_row, edition.duties)),
        *_checklist(edition.tasks),
    )


def kinds_page(kinds: Iterable[Kind], editions: Sequence[Edition]) -> str:
    """All kinds of line, group by group, with how they arise and which duties they touch."""
    touched = _touched(editions)
    parts = [
        part
        for group, members in groupby(kinds, key=lambda kind: kind.group)
        for part in (f"## {group}", _kinds_table(members, touched))
    ]
    return _page(
        "Kinds of line",
        "What a chronology may hold. An edition may name these kinds, or declare its own.",
        *parts,
    )


def not_computed(text: str) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """What no edition computes: whole rows under `row`, parts of rows under `part`."""
    read: Mapping[str, Sequence[Mapping[str, str]]] = tomllib.loads(text)
    return read


def not_computed_page(text: str) -> str:
    """The rows of the table of obligations that no edition computes, each with its reason."""
    read = not_computed(text)
    return _page(
        "What no edition computes",
        "Every obligation stands in an edition or here.",
        "## Whole rows",
        _table(("id", "what", "whose rule", "known by", "why not"), map(_left_row, read["row"])),
        "## Parts of rows that are computed",
        _table(("id", "left out", "why"), map(_part_row, read["part"])),
    )


def _duty_row(duty: Duty) -> tuple[str, ...]:
    return (
        duty.id,
        duty.title,
        owner_words(duty.owner),
        start_words(duty),
        _within(duty),
        _ends(duty),
        for_whom(duty.applies),
        duty.evidence,
        duty.figure_evidence,
        whose_rule(duty.jurisdiction),
        duty.source,
    )


def _within(duty: Duty) -> str:
    words = duty.within.text
    if duty.repeats:
        words += f", then every {duty.repeats.every.text} until: {kind_title(duty.repeats.until)}"
    return f"{words} ({LOCAL})" if duty.figure_evidence == "P" else words


def _ends(duty: Duty) -> str:
    ended = excused_words(duty)
    return f"{met_words(duty)}. Not needed after: {ended}" if ended else met_words(duty)


def _floor(edition: Edition) -> list[str]:
    floor = edition.risk_floor
    if floor is None:
        return []
    return [
        f"A child starts at {floor.grade.lower()} or higher since {floor.since:%-d %B %Y} "
        f"({floor.source}; known by {floor.evidence})."
    ]


def _tolerance(edition: Edition) -> list[str]:
    minutes = edition.tolerance.get("start_minutes")
    if minutes is None:
        return []
    return [f"Starts that differ by more than {minutes} minutes are shown to a person ({LOCAL})."]


def _checklist(tasks: Sequence[Task]) -> list[str]:
    if not tasks:
        return []
    rows = (
        (
            task.id,
            task.words,
            " and ".join(task.grades).lower(),
            task.evidence,
            whose_rule(task.jurisdiction or ""),
            task.source,
        )
        for task in tasks
    )
    columns = ("id", "task", "opened by", "known by", "whose rule", "source")
    return ["## What a grade opens", _table(columns, rows)]


def _touched(editions: Sequence[Edition]) -> Mapping[str, list[str]]:
    touched: dict[str, list[str]] = {}
    for edition in editions:
        for duty in edition.duties:
            for kind in (duty.starts, *duty.met_by, *duty.excused_by):
                known = touched.setdefault(kind, [])
                if duty.id not in known:
                    known.append(duty.id)
    return touched


def _kinds_table(kinds: Iterable[Kind], touched: Mapping[str, list[str]]) -> str:
    rows = (
        (
            f"`{kind.code}`",
            kind.title,
            _ARISES[kind.arises],
            ", ".join(sorted(touched.get(kind.code, ()))),
        )
        for kind in kinds
    )
    return _table(("kind", "words", "how it arises", "duties that it bears on"), rows)


def _left_row(row: _Row) -> tuple[str, ...]:
    return (
        row["id"],
        row["title"],
        whose_rule(row["jurisdiction"]),
        row["evidence"],
        row["reason"],
    )


def _part_row(row: _Row) -> tuple[str, ...]:
    return (row["id"], row["left_out"], row["reason"])


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((_MADE, f"# {title}", *parts)) + "\n"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---"] * len(columns)
    return "\n".join(_cells(row) for row in (columns, rule, *rows))


def _cells(row: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
