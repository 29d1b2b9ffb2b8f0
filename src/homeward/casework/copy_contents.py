"""What a copy of a child's record holds: everything that the data map says is held of the child.

Not a verb. Because the map names every column, a noun that is added tomorrow is in the copy
too. What is left out of it is named here, with the reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from homeward.access.queries import names_of
from homeward.casework.data_map import NOUNS
from homeward.casework.keeping import Reach
from homeward.children.facts import ChildFacts, Kept
from homeward.children.queries import find_children, get_details, get_life
from homeward.ground.reached import rows_reached
from homeward.rules.acts import Viewer
from homeward.rules.clocks import LONDON
from homeward.rules.copies import Suggested, suggestions
from homeward.rules.lines import KINDS
from homeward.rules.personal import Erasing, Table

#: Tables whose content is not written into a copy, each with its reason.
LEFT_OUT: Mapping[str, str] = {
    "linkage.Profile": "the same names and numbers again, folded for comparing",
    "linkage.Review": "the row or form that waited, which stands among what arrived",
    "documents.Part": "documents are handed over beside the copy, after somebody looked at each",
    "copies.Mark": "how this copy was made",
    "copies.Bundle": "how this copy was made",
    "copies.CopyRequest": "how this copy was made",
    "retention.Due": "name and date of birth again",
}
#: Columns that are no words: keys and digests.
NOT_WORDS = ("wrapped_key", "content", "keys", "folded", "name_keys")
#: What a row of a table is called where its own name says little.
ROWS: Mapping[str, str] = {
    "Line": "Line of the chronology",
    "SourcePlacing": "Where a report belonged",
    "Row": "Row of a police download",
    "Submission": "Report by form",
    "RelativeWord": "Somebody around the child",
    "Tie": "What somebody is to the child",
}
_START = datetime(1, 1, 1, tzinfo=UTC)
HEADINGS: Mapping[str, str] = {
    "children": "The child, family, needs, placements and schooling",
    "chronology": "Chronology: what happened, who said so, who wrote it",
    "episodes": "Missing episodes and reports",
    "documents": "Documents and photographs kept",
    "intake": "As it arrived from police and by form",
    "access": "Opened in an emergency",
    "retention": "How long the record is kept",
}
_NUMBERS = re.compile(r"\b(?:\+44\s?|0)\d(?:[\s-]?\d){8,10}\b|[\w.+-]+@[\w-]+\.[\w.]+")
REACH = "a telephone number or mail address"
#: Where a line's data names somebody who saw, said or was asked.
_SOMEBODY = ("who", "seen_by", "of_whom", "decided_by")


def contents(viewer: Viewer, child: ChildFacts, reach: Reach) -> dict[str, Any]:
    """The copy as plain data: title, notes, sections of entries of labels and texts."""
    order = [noun for noun in HEADINGS if noun in NOUNS]
    order += [noun for noun in NOUNS if noun not in HEADINGS]
    names = reach.names()
    sections = []
    for noun in order:
        rows = [(table, row) for table, row in _rows(noun, names)]
        people = names_of(row.get("person_id") for _, row in rows)
        entries = [_entry(table, row, people) for table, row in rows]
        if entries:
            heading = HEADINGS.get(noun, noun.capitalize())
            sections.append({"heading": heading, "entries": entries})
    return {"title": f"Copy of the record of {child.name}", "notes": [], "sections": sections}


def _rows(noun: str, reach: Mapping[str, Any]) -> Iterator[tuple[Table, dict[str, Any]]]:
    for table in NOUNS[noun]:
        if table.erasing is Erasing.NOT or f"{noun}.{table.model}" in LEFT_OUT:
            continue
        rows = rows_reached(noun, table, reach, NOT_WORDS)
        for row in sorted(rows, key=lambda each: each.get("happened_at", _START)):
            yield table, row


def _entry(
    table: Table, row: Mapping[str, Any], people: Mapping[UUID, str]
) -> list[dict[str, str]]:
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", table.model).capitalize()
    what = ROWS.get(table.model, plain)
    lines = [{"label": "What", "text": what}]
    for name, value in row.items():
        if name == "person_id":
            lines.append({"label": "Written by", "text": people.get(value, "somebody who left")})
        else:
            lines += _texts(_label(name), value)
    return lines


def _texts(label: str, value: Any) -> Iterator[dict[str, str]]:
    """A value as lines of the copy; maps and lists become a line each."""
    if isinstance(value, str) and value[:1] in "{[" and value[-1:] in "}]":
        with suppress(ValueError):
            value = json.loads(value)  # a plain cursor hands out jsonb as text
    if isinstance(value, Mapping):
        for name, each in value.items():
            below = _label(str(name))
            yield from _texts(below if label == "Data" else f"{label}: {below}", each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(label, each)
    elif value not in (None, ""):
        yield {"label": label, "text": _words(value)}


def _label(name: str) -> str:
    plain = name.removesuffix("_at").removesuffix("_on").replace("_", " ").strip()
    return (plain[:1].upper() + plain[1:].lower()) if plain else name


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(LONDON):%-d %B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    kind = KINDS.get(str(value))
    return kind.title if kind else str(value)


def suggested(viewer: Viewer, child: ChildFacts, copy: Mapping[str, Any]) -> tuple[Suggested, ...]:
    """What probably belongs to somebody else: relatives, other children, who was asked, numbers."""
    life = get_life(viewer, child.id, [Kept.RELATIVE, Kept.TIE, Kept.HOUSEHOLD])
    others = find_children(viewer, life.others)
    details = get_details(viewer, child.id)
    known = [(each.name, "THIRD_PARTY", "a relative") for each in life.relatives.values()]
    known += [
        (each.reach, "THIRD_PARTY", "how to reach a relative")
        for each in life.relatives.values()
        if each.reach
    ]
    known += [(each.name, "THIRD_PARTY", "another child") for each in others.values()]
    found = list(suggestions(known, [child.name, child.forename2, *details.aliases]))
    found += _exactly(copy)
    unique = {each.words.casefold(): each for each in reversed(found)}
    return tuple(reversed(unique.values()))


def _exactly(copy: Mapping[str, Any]) -> list[Suggested]:
    """Whole texts: who saw or was asked, who wrote, numbers and addresses of a mailbox."""
    found = []
    somebody = {_label(name) for name in _SOMEBODY}
    rows = (row for part in copy["sections"] for entry in part["entries"] for row in entry)
    for row in rows:
        label, text = row["label"], row["text"]
        if label in somebody:
            found.append(Suggested(text, "THIRD_PARTY", "somebody who saw, said or was asked"))
        elif label == "Written by":
            found.append(Suggested(text, "STAFF", "a worker"))
        found += [Suggested(each, "THIRD_PARTY", REACH) for each in _NUMBERS.findall(text)]
    return found
