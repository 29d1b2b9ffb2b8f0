"""The board's filters: plain links, each with the number of rows it would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from homeward.web.board.present import BoardRow, place_words, setting_words
from homeward.web.children.wording import grade_words

NOBODY = "nobody"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter. `value` is None for the link that takes the filter off."""

    words: str
    value: str | None
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter with its choices."""

    name: str
    title: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class _Kind:
    title: str
    value: Callable[[BoardRow], str]
    words: Callable[[BoardRow], str]


def _grade(row: BoardRow) -> str:
    words = grade_words(row.grade) if row.grade else "not graded"
    return words[:1].upper() + words[1:]


_KINDS: Mapping[str, _Kind] = {
    "grade": _Kind("Grade", lambda row: row.grade or NONE, _grade),
    "place": _Kind("Place", lambda row: row.place or NONE, lambda row: place_words(row.place)),
    "setting": _Kind(
        "Lives", lambda row: row.setting or NONE, lambda row: setting_words(row.setting)
    ),
    "owner": _Kind(
        "Owner",
        lambda row: str(row.owner_id or NOBODY),
        lambda row: row.owner.rpartition(", ")[2] or "Nobody yet",
    ),
}


def chosen(query: Mapping[str, str]) -> dict[str, str]:
    """The filters that an address asks for."""
    return {name: query[name] for name in _KINDS if query.get(name)}


def left(rows: Sequence[BoardRow], asked: Mapping[str, str]) -> list[BoardRow]:
    """The rows that all filters leave."""
    return [row for row in rows if all(_KINDS[n].value(row) == v for n, v in asked.items())]


def filters(rows: Sequence[BoardRow], asked: Mapping[str, str]) -> list[Filter]:
    """The filters that would change something, each counted under the others."""
    made = [_filter(name, rows, asked) for name in _KINDS]
    return [each for each in made if len(each.choices) > 2 or each.name in asked]


def _filter(name: str, rows: Sequence[BoardRow], asked: Mapping[str, str]) -> Filter:
    kind, now = _KINDS[name], asked.get(name)
    others = left(rows, {key: value for key, value in asked.items() if key != name})
    counts = Counter(kind.value(row) for row in others)
    words = {kind.value(row): kind.words(row) or "Not known" for row in rows}
    choices = [Choice("All", None, len(others), now is None)]
    choices += [
        Choice(words[value], value, counts[value], value == now)
        for value in words
        if counts[value] or value == now
    ]
    return Filter(name, kind.title, choices)


def asked_words(rows: Sequence[BoardRow], asked: Mapping[str, str]) -> list[tuple[str, str]]:
    """How the board is narrowed, in words."""
    words = []
    for name, value in asked.items():
        kind = _KINDS[name]
        said = (kind.words(row) for row in rows if kind.value(row) == value)
        words.append((kind.title, next(said, "") or "nobody there now"))
    return words
