"""The chronology as a page shows it: which lines, in which order, which no longer stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from homeward.chronology.facts import ERROR, LineFacts, as_known
from homeward.rules.clocks import SOURCE_WORDS, Source
from homeward.rules.lines import KINDS
from homeward.web.children.wording import CLAIM, Names, source_of, title_of, why_gone
from homeward.web.forms.options import answers_said
from homeward.web.words import when

PAGE = 50
WRITTEN = "RECORD"
WORTH_SAYING = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked for. Blank: everything. `known_at` is the end of the day asked for."""

    agency: str = ""
    group: str = ""
    source: str = ""
    known_at: datetime | None = None
    hide_gone: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line as the timeline draws it. `by`: whose people may say that it was an error."""

    id: int
    title: str
    at: datetime
    day_only: bool
    agency: str
    source: str
    known_at: datetime | None
    text: str
    by: str
    superseded: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of the chronology, newest first. `next_key` is None on the last one."""

    items: list[Item]
    total: int
    next_key: str | None
    gone: int


def key_of(line: LineFacts) -> str:
    """The key of a line among lines ordered by time: pages go by it."""
    return "{}-{}".format(*_order(line))


def _order(line: LineFacts) -> tuple[int, int]:
    return int(line.happened_at.timestamp()), line.id


def source_code(line: LineFacts) -> str:
    """The source by which a line is filtered."""
    said = line.data.get("source")
    return str(said) if said in Source.__members__ else WRITTEN


def source_choices(lines: Iterable[LineFacts]) -> list[tuple[str, str]]:
    """The sources that speak in these lines, for a filter."""
    codes = sorted({source_code(line) for line in lines})
    words = {source.value: SOURCE_WORDS[source] for source in Source}
    return [(code, words.get(code, "written in this record").capitalize()) for code in codes]


def group_of(line: LineFacts) -> str:
    """The group of kinds that a line belongs to."""
    known = KINDS.get(line.kind)
    return known.group if known else "Other"


def show_all(lines: Sequence[LineFacts], names: Names, filters: Filters) -> list[Item]:
    """All lines that the filters ask for, newest first, for a file."""
    wanted, whys = _wanted(lines, names, filters)
    return [item_of(line, names, whys.get(line.id, "")) for line in wanted]


def show(lines: Sequence[LineFacts], names: Names, filters: Filters) -> Shown:
    """The page that the filters ask for, of all lines of a child."""
    wanted, whys = _wanted(lines, names, filters)
    page = _page(wanted, filters.after)
    shown = page[:PAGE]
    return Shown(
        [item_of(line, names, whys.get(line.id, "")) for line in shown],
        len(wanted),
        key_of(shown[-1]) if page[PAGE:] else None,
        len(whys),
    )


def _wanted(
    lines: Sequence[LineFacts], names: Names, filters: Filters
) -> tuple[list[LineFacts], dict[int, str]]:
    """The lines that the filters ask for, newest first, and why some no longer stand."""
    known = as_known(lines, filters.known_at) if filters.known_at else list(lines)
    whys = struck(known, names)
    wanted = [line for line in _once(known) if _matches(line, filters)]
    if filters.hide_gone:
        wanted = [line for line in wanted if line.id not in whys]
    wanted.sort(key=_order, reverse=True)
    return wanted, whys


def item_of(line: LineFacts, names: Names, why: str = "") -> Item:
    """One line as the timeline draws it; `why` says that it no longer stands."""
    late = abs(line.known_at - line.happened_at) > WORTH_SAYING or line.precision == "day"
    return Item(
        line.id,
        title_of(line, names),
        line.happened_at,
        line.precision == "day",
        names.agency(line.agency),
        source_of(line, names),
        line.known_at if late else None,
        "\n".join(filter(None, (line.text, answers_said(line.data)))),
        "" if line.data.get("source") == Source.MSPR else line.agency,
        superseded=bool(why),
        why=why,
    )


def _matches(line: LineFacts, filters: Filters) -> bool:
    return (
        filters.agency in ("", line.agency)
        and filters.group in ("", group_of(line))
        and filters.source in ("", source_code(line))
    )


def _page(ordered: Sequence[LineFacts], after: str) -> list[LineFacts]:
    seconds, _, number = after.partition("-")
    if not (seconds.lstrip("-").isdecimal() and number.isdecimal()):
        return list(ordered)
    bound = (int(seconds), int(number))
    return [line for line in ordered if _order(line) < bound]


def _once(lines: Iterable[LineFacts]) -> list[LineFacts]:
    """What the download says again in a later version is one line; the marks of errors are none.

    An error shows on the line it strikes out, not beside it.
    """
    kept: dict[tuple[object, ...], LineFacts] = {}
    for line in sorted(lines, key=lambda each: (each.known_at, each.id)):
        if line.kind == ERROR:
            continue
        key = _same(line) if line.data.get("source") == "MSPR" else (line.id,)
        first = kept.get(key)
        kept[key] = line if first is None else _again(first, line)
    return list(kept.values())


def _same(line: LineFacts) -> tuple[object, ...]:
    data = line.data
    said = (data.get("clock"), data.get("initial"), data.get("current"))
    at = line.happened_at if line.kind != "risk.claimed" else None
    return (line.source_id, line.kind, at, *said)


def _again(first: LineFacts, later: LineFacts) -> LineFacts:
    """The later line with the earlier one's day of becoming known and its words."""
    return replace(later, known_at=first.known_at, text=later.text or first.text)


def struck(lines: Sequence[LineFacts], names: Names) -> dict[int, str]:
    """Why each line that no longer stands does not, by its id."""
    whys = {line.supersedes: why_gone(line, names) for line in lines if line.supersedes is not None}
    newest = _newest_claims(lines)
    for line in lines:
        held = newest.get((line.source_id, line.data.get("clock")))
        if line.id not in whys and held is not None and _is_older(line, held):
            whys[line.id] = _replaced(line, held)
    return whys


def _newest_claims(lines: Iterable[LineFacts]) -> dict[tuple[UUID, object], LineFacts]:
    newest: dict[tuple[UUID, object], LineFacts] = {}
    for line in lines:
        if line.kind == CLAIM and line.data.get("version"):
            key = line.source_id, line.data["clock"]
            held = newest.get(key)
            if held is None or held.data["version"] <= line.data["version"]:
                newest[key] = line
    return newest


def _is_older(line: LineFacts, held: LineFacts) -> bool:
    if line.kind != CLAIM or not line.data.get("version"):
        return False
    older = line.data["version"] < held.data["version"]
    return bool(older) and line.happened_at != held.happened_at


def _replaced(line: LineFacts, held: LineFacts) -> str:
    return (
        f"Version {held.data['version']} of the same police report says"
        f" {when(held.happened_at, line.happened_at)}."
    )
