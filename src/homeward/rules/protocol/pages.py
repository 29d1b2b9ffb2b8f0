"""The protocol as pages: an edition, the kinds of line and what is left out, as markdown.

Pure functions: text of the editions in, text of the pages out. A figure without a source
and a rule of another area are called what they are, a local default.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from homeward.rules.lines import KINDS, Arises, Kind
from homeward.rules.protocol.catalogue import Applies, Duty, Edition, Task, read_edition

NOT_COMPUTED = "not_computed"
LOCAL = "local default, not policy"

_MADE = "<!-- Made by `homeward docs write`. Change the source, not this page. -->"
_CODES = (
    ("S", "The text of the named source says it."),
    ("B", "Background knowledge of a named public document; to be checked before live use."),
    ("SEED", "The audit of March 2021 says it."),
    ("P", f"A proposal without a source: a {LOCAL}."),
)
_JURISDICTIONS = {
    "NY": "North Yorkshire and York",
    "NAT": "England",
    "SEED": "the audit of 2021",
    "DEF": LOCAL,
}
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
        _table(("code", "means"), _CODES),
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


def not_computed_page(text: str) -> str:
    """The rows of the table of obligations that no edition computes, each with its reason."""
    read: Mapping[str, Sequence[_Row]] = tomllib.loads(text)
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
        duty.owner.replace("-", " "),
        _start(duty),
        _within(duty),
        _ends(duty),
        _for_whom(duty.applies),
        duty.evidence,
        duty.figure_evidence,
        _whose(duty.jurisdiction),
        duty.source,
    )


def _start(duty: Duty) -> str:
    words = _title(duty.starts)
    if duty.count_in:
        words += f" ({duty.count_in.text}, counted by child)"
    if duty.from_on:
        words += f" (from {duty.from_on:%-d %B %Y})"
    if duty.until_on:
        words += f" (until {duty.until_on:%-d %B %Y})"
    return words


def _within(duty: Duty) -> str:
    words = duty.within.text
    if duty.repeats:
        words += f", then every {duty.repeats.every.text} until: {_title(duty.repeats.until)}"
    return f"{words} ({LOCAL})" if duty.figure_evidence == "P" else words


def _ends(duty: Duty) -> str:
    done = "; ".join(map(_title, duty.met_by))
    ended = "; ".join(map(_title, duty.excused_by))
    return f"{done}. Not needed after: {ended}" if ended else done


def _for_whom(applies: Applies | None) -> str:
    if applies is None:
        return "all"
    known = (
        _any_of("from", applies.setting),
        _any_of("risk", applies.risk),
        f"under {applies.age_under}" if applies.age_under is not None else "",
        _yes_no(applies.placed_by_other_la, "placed by another authority", "placed by its own"),
        _any_of("in", applies.place),
        _yes_no(applies.has_school, "with a school", "without a school"),
    )
    return ", ".join(filter(None, known))


def _any_of(word: str, values: tuple[str, ...] | None) -> str:
    return f"{word} {' or '.join(values).lower()}" if values else ""


def _yes_no(flag: bool | None, yes: str, no: str) -> str:
    return "" if flag is None else yes if flag else no


def _whose(jurisdiction: str) -> str:
    known, _, area = jurisdiction.partition(":")
    return f"{area}; here a {LOCAL}" if area else _JURISDICTIONS.get(known, known)


def _title(kind: str) -> str:
    return KINDS[kind].title if kind in KINDS else kind


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
            _whose(task.jurisdiction or ""),
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
    return (row["id"], row["title"], _whose(row["jurisdiction"]), row["evidence"], row["reason"])


def _part_row(row: _Row) -> tuple[str, ...]:
    return (row["id"], row["left_out"], row["reason"])


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((_MADE, f"# {title}", *parts)) + "\n"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---"] * len(columns)
    return "\n".join(_cells(row) for row in (columns, rule, *rows))


def _cells(row: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
