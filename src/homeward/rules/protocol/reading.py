"""Typed reading of a parsed TOML text; every fault names the file and the line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from homeward.rules.protocol.places import Path, Places, find_places

T = TypeVar("T")

_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class EditionError(Exception):
    """An edition that cannot be read. Its text is one sentence with file and line."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(f"{name}, line {line}: {reason}.")
        self.name = name
        self.line = line
        self.reason = reason


class Document:
    """A whole TOML text with the places of its tables. Raises EditionError if no TOML."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self._places = find_places(text)
        self._values = self._parsed(text)

    def _parsed(self, text: str) -> Mapping[str, object]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as fault:
            found = _AT_LINE.search(str(fault))
            line = int(found[1]) if found else max(len(self._places.lines), 1)
            words = re.sub(r"\s*\(at .*\)", "", str(fault)).rstrip(".")
            raise EditionError(self.name, line, f"this is not valid TOML: {words}") from None

    def known(self, names: Collection[str]) -> None:
        """Refuses a table or top-level key that is none of these."""
        for name in self._values:
            if name not in names:
                raise self._fault_at(name, f'unknown table or key "{name}"')

    def _fault_at(self, name: str, reason: str) -> EditionError:
        header = (name, 0)
        if header in self._places.tables:
            return EditionError(self.name, self._places.line(header), reason)
        return EditionError(self.name, self._places.line(("", 0), name), reason)

    def table(self, name: str) -> Table | None:
        """The table `[name]`, None when absent."""
        if name not in self._values:
            return None
        return self._as_table(self._values[name], (name, 0), f"[{name}]")

    def tables(self, name: str) -> Iterator[Table]:
        """Each `[[name]]` in the order of the text."""
        values = self._values.get(name, [])
        if not isinstance(values, list):
            raise self._fault_at(name, f"each {name} is a table of its own, [[{name}]]")
        for n, value in enumerate(values):
            yield self._as_table(value, (name, n), f"{name} {n + 1}")

    def _as_table(self, value: object, path: Path, words: str) -> Table:
        if not isinstance(value, dict):
            raise self._fault_at(path[0], f"{words} must be a table, once")
        return Table(self.name, self._places, path, value, words)

    def fault(self, reason: str) -> EditionError:
        """A fault of the text as a whole, on its first line."""
        return EditionError(self.name, 1, reason)


@dataclass
class Table:
    """One table: gives a key's value in the type asked for, or says what is wrong with it."""

    name: str
    places: Places
    path: Path
    values: Mapping[str, object]
    words: str
    inside: str = ""

    def fault(self, reason: str, key: str | None = None, word: str | None = None) -> EditionError:
        """A fault at this key of this table, or at that word in the key's value."""
        if self.inside:
            line = self._line_inside(key, word)
        else:
            line = self.places.line(self.path, key, word)
        return EditionError(self.name, line, f"{self.words}: {reason}")

    def _line_inside(self, key: str | None, word: str | None) -> int:
        own = (self.path, f"{self.inside}.{key}")
        if own in self.places.keys:
            return self.places.line(self.path, own[1], word)
        return self.places.line(self.path, self.inside, word or key)

    def known(self, keys: Collection[str]) -> None:
        """Refuses a key that is none of these."""
        for key in self.values:
            if key not in keys:
                raise self.fault(f'unknown key "{key}"', key)

    def _get(self, key: str, kind: type[T], words: str) -> T:
        if key not in self.values:
            raise self.fault(f'the key "{key}" is missing')
        value = self.values[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fault(f'"{key}" must be {words}', key)
        return value

    def text(self, key: str) -> str:
        """A text that is not blank."""
        value = self._get(key, str, "text in quotes")
        if not value.strip():
            raise self.fault(f'"{key}" is blank', key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self._get(key, list, "a list of texts")
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.fault(f'"{key}" must be a list of texts', key)
        return tuple(values)

    def whole(self, key: str) -> int:
        """A whole number from 0."""
        value = self._get(key, int, "a whole number")
        if value < 0:
            raise self.fault(f'"{key}" must not be less than 0', key)
        return value

    def flag(self, key: str) -> bool:
        """true or false."""
        return self._get(key, bool, "true or false")

    def day(self, key: str) -> date:
        """A date without a time, written without quotes."""
        value = self._get(key, date, "a date like 2020-02-21, without quotes")
        if isinstance(value, datetime):
            raise self.fault(f'"{key}" must be a date like 2020-02-21, without a time', key)
        return value

    def one_of(self, key: str, choices: Collection[str]) -> str:
        """A text out of these."""
        value = self.text(key)
        if value not in choices:
            raise self.fault(f'"{value}" is none of {", ".join(choices)}', key, value)
        return value

    def some_texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, at least one."""
        values = self.texts(key)
        if not values:
            raise self.fault(f'"{key}" is an empty list', key)
        return values

    def some_of(self, key: str, choices: Collection[str]) -> tuple[str, ...]:
        """A list of texts, at least one, each out of these."""
        values = self.some_texts(key)
        for value in values:
            if value not in choices:
                raise self.fault(f'"{value}" is none of {", ".join(choices)}', key, value)
        return values

    def parsed(self, key: str, parse: Callable[[str], T]) -> T:
        """A text read by a function that raises ValueError with the reason."""
        try:
            return parse(self.text(key))
        except ValueError as fault:
            raise self.fault(str(fault), key) from None

    def optional(self, key: str, read: Callable[[str], T]) -> T | None:
        """What `read` gives for this key, None when the key is absent."""
        return read(key) if key in self.values else None

    def within(self, key: str) -> Table:
        """The table that stands as this key's value."""
        value = self._get(key, dict, 'a table like { risk = ["HIGH"] }')
        return Table(self.name, self.places, self.path, value, self.words, inside=key)
