"""Where in a TOML text each table and key stands, so that an error can name the line.

The standard parser gives no line for a value. This walk follows only what it must:
headers, keys at the start of a line, and which lines are the inside of an open string
or list. It is used on texts that the parser has already accepted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*[.=]""")
_TOKEN = re.compile(
    r'\"\"\"|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[\]{}]',
)
_OPENING, _CLOSING = "[{", "]}"

Path = tuple[str, int]


@dataclass
class Places:
    """Line numbers from 1. A table is its name and its place among those of that name."""

    lines: list[str]
    tables: dict[Path, int] = field(default_factory=dict)
    keys: dict[tuple[Path, str], int] = field(default_factory=dict)

    def line(self, table: Path, key: str | None = None, word: str | None = None) -> int:
        """The line of a table, of a key in it, or of a word in that key's value.

        Falls back from word to key, from key to table, from table to line 1.
        """
        first = self.keys.get((table, key)) if key is not None else None
        if first is None:
            return self.tables.get(table, 1)
        return self._line_of(word, first) if word else first

    def _line_of(self, word: str, first: int) -> int:
        starts = {*self.keys.values(), *self.tables.values()}
        whole = re.compile(rf"(?<![\w.-]){re.escape(word)}(?![\w.-])")
        for number in range(first, len(self.lines) + 1):
            if number > first and number in starts:
                break
            if whole.search(self.lines[number - 1]):
                return number
        return first


class _Walk:
    """Reads the lines one after the other; remembers what is open."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.table: Path = ("", 0)
        self.parent_key: str | None = None
        self.counts: dict[str, int] = {}
        self.quote: str | None = None
        self.depth = 0

    def take(self, number: int, line: str) -> None:
        """One line: note its header or key when nothing is open, then what it opens."""
        if self.quote is None and self.depth == 0:
            header = _HEADER.fullmatch(line)
            if header:
                self._header(number, header[2], repeated=header[1] == "[[")
                return
            self._key(number, line)
        self._follow(line)

    def _header(self, number: int, name: str, *, repeated: bool) -> None:
        names = [part.strip().strip("\"'") for part in name.split(".")]
        if repeated:
            self.counts[names[0]] = self.counts.get(names[0], -1) + 1
        self.table = (names[0], self.counts.get(names[0], 0))
        self.parent_key = names[1] if len(names) > 1 else None
        if self.parent_key is None:
            self.places.tables.setdefault(self.table, number)
        else:
            self._note(number, self.parent_key)

    def _key(self, number: int, line: str) -> None:
        key = _KEY.match(line)
        if key:
            self._note(number, key[1])

    def _note(self, number: int, key: str) -> None:
        if self.parent_key is not None and key != self.parent_key:
            key = f"{self.parent_key}.{key}"
        self.places.keys.setdefault((self.table, key), number)

    def _follow(self, line: str) -> None:
        at = 0
        while at < len(line):
            at = self._inside(self.quote, line, at) if self.quote else self._outside(line, at)

    def _inside(self, quote: str, line: str, at: int) -> int:
        end = line.find(quote, at)
        if end < 0:
            return len(line)
        self.quote = None
        return end + len(quote)

    def _outside(self, line: str, at: int) -> int:
        token = _TOKEN.search(line, at)
        if not token:
            return len(line)
        if token[0] in ('"""', "'''"):
            self.quote = token[0]
        elif token[0] in _OPENING:
            self.depth += 1
        elif token[0] in _CLOSING:
            self.depth -= 1
        return token.end()


def find_places(text: str) -> Places:
    """Where the tables and keys of this TOML text stand."""
    places = Places(text.split("\n"))
    walk = _Walk(places)
    for number, line in enumerate(places.lines, start=1):
        walk.take(number, line)
    return places
