"""A version of a police report that is said again: known earlier, or with other content.

Not a verb: `row_batch` uses it. Lines are never changed, so what is said anew takes the
place of what was said before; the record is then the same as if it had come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from homeward.chronology.facts import ERROR, LineFacts, live
from homeward.rules.acts import NewLine
from homeward.rules.clocks import Source

TAKEN_BACK = "Another content of the same version came from an earlier extract, which holds."


def in_place_of(
    said: Sequence[NewLine], before: Iterable[LineFacts], report: UUID, version: int
) -> list[NewLine]:
    """The lines `said` of a version, in place of those that the record has of it.

    What a person replaced or entered in error stays as that person left it. What was
    said before and is said no longer is entered in error.
    """
    known = list(before)
    stand = {line.id for line in live(known)}
    by_person = {line.supersedes for line in known if line.person_id is not None}
    earlier = {_key(line): line for line in known if _is_of(line, report, version)}
    lines = []
    for line in said:
        old = earlier.pop(_key(line), None)
        if old is not None and old.id in stand:
            lines.append(replace(line, supersedes=old.id))
        elif old is None or old.id not in by_person:
            lines.append(line)
    return lines + [_taken_back(old) for old in earlier.values() if old.id in stand]


def _key(line: NewLine | LineFacts) -> tuple[str, object]:
    return line.kind, line.data.get("clock")


def _is_of(line: LineFacts, report: UUID, version: int) -> bool:
    data = line.data
    if line.source_id != report or line.person_id is not None:
        return False
    return (data.get("source"), data.get("version")) == (Source.MSPR, version)


def _taken_back(line: LineFacts) -> NewLine:
    return NewLine(ERROR, line.happened_at, agency=line.agency, text=TAKEN_BACK, supersedes=line.id)
