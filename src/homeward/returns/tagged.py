"""Reads an SSDA903 return written as XML.

The format has no attributes, no entities of its own and no mixed text, so a small reader
is enough; one that knows no document types cannot be made to fetch or to swell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from homeward.insight.faults import InputFault

_ASIDE = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<(/?)([A-Za-z_][\w.-]*)(?:\s[^<>]*?)?(/?)>([^<]*)")
_ROOT = "EXPSSDA903"
_RENAMED = {"CHILDID": "CHILD", "PL": "PLACE"}
_GROUPS = {"HEADER": "Header", "EPISODE": "Episodes", "AMISSING": "Missing"}


class _Reader:
    """Keeps what is open: the child's own cells, and those of the group being read."""

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        self.columns = columns
        self.found: dict[str, list[list[str]]] = {name: [] for name in columns}
        self.path: list[str] = []
        self.child: dict[str, str] = {}
        self.groups: list[tuple[str, dict[str, str]]] = []
        self.reading: list[tuple[str, dict[str, str]]] = []

    def open(self, tag: str, text: str) -> None:
        """An opening tag and the text after it."""
        self.path.append(tag)
        if tag == "CHILD":
            self.child, self.groups, self.reading = {}, [], []
        elif tag in _GROUPS:
            self.groups.append((tag, {}))
            self.reading.append(self.groups[-1])
        elif self.reading and self.path[-2] == self.reading[-1][0]:
            self.reading[-1][1][_RENAMED.get(tag, tag)] = text.strip()

    def close(self, tag: str) -> bool:
        """A closing tag; false when it is not the one that is open."""
        if not self.path or self.path.pop() != tag:
            return False
        if tag in _GROUPS:
            cells = self.reading.pop()[1]
            self.child = cells if tag == "HEADER" else self.child
        if tag == "CHILD":
            for group, own in self.groups:
                self._row(group, own)
        return True

    def _row(self, group: str, cells: Mapping[str, str]) -> None:
        name = _GROUPS[group]
        own = {"CHILD": self.child.get("CHILD", ""), "DOB": self.child.get("DOB", "")}
        row = {**own, **cells}
        self.found[name].append([row.get(column, "") for column in self.columns[name]])


def read_tagged(
    text: str, name: str, columns: Mapping[str, Sequence[str]]
) -> dict[str, list[list[str]]]:
    """The rows of each table in the order of the file. Raises InputFault."""
    reader = _Reader(columns)
    for closing, tag, alone, after in _tags(_ASIDE.sub("", text), name):
        if not closing:
            reader.open(tag, "" if alone else unescape(after))
        if (closing or alone) and not reader.close(tag):
            raise InputFault(name, f"the XML is broken: </{tag}> closes nothing")
    if reader.path:
        raise InputFault(name, f"the XML is broken: <{reader.path[-1]}> is not closed")
    return reader.found


def _tags(text: str, name: str) -> Iterator[tuple[str, str, str, str]]:
    place = len(text) - len(text.lstrip())
    first = _TAG.match(text, place)
    if first is None or first[2] != _ROOT:
        raise InputFault(name, f"the file is no return in XML; it does not begin with <{_ROOT}>")
    while place < len(text):
        found = _TAG.match(text, place)
        if found is None:
            line = text.count("\n", 0, place) + 1
            raise InputFault(name, f"the XML is broken in line {line}")
        yield found[1], found[2], found[3], found[4]
        place = found.end()
