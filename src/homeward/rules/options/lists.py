"""Dated lists of reasons, harms and risks: read, choose the one in force, find the words.

A list is data with its source beside it, as an edition of the protocol is. What is
stored is the code; a code that left the forms keeps its words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

#: The lists of a file, and the question that each answers.
LISTS: Mapping[str, str] = {
    "reasons": "Why did the child go?",
    "harms": "What harm came to light?",
    "risks": "What might come of it in the longer term?",
}


class WrongOptions(ValueError):
    """A file of lists that says something it may not, in a sentence."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: what is stored, what is shown, who says that it belongs here."""

    code: str
    words: str
    source: str
    evidence: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OptionLists:
    """One dated file of lists."""

    id: str
    title: str
    in_force: date
    source: str
    lists: Mapping[str, tuple[Option, ...]]
    prompts: tuple[str, ...] = field(default=())


def read_options(text: str) -> OptionLists:
    """The lists of a file. Raises `WrongOptions` with a sentence that says what is wrong."""
    try:
        said = tomllib.loads(text)
        lists = {name: tuple(_option(row, said) for row in said[name]) for name in LISTS}
        read = OptionLists(
            said["id"],
            said["title"],
            said["in_force"],
            said["source"],
            lists,
            tuple(said.get("prompts", ())),
        )
    except tomllib.TOMLDecodeError as wrong:
        raise WrongOptions(f"The file is not TOML: {wrong}.") from wrong
    except KeyError as missing:
        raise WrongOptions(f"The file does not say {missing}.") from missing
    for name, options in lists.items():
        _check(name, options)
    return read


def _option(row: Mapping[str, Any], said: Mapping[str, Any]) -> Option:
    return Option(
        row["code"],
        row["words"],
        row.get("source", said["source"]),
        row.get("evidence", said["evidence"]),
        row.get("until"),
    )


def _check(name: str, options: Sequence[Option]) -> None:
    codes = [option.code for option in options]
    for code in codes:
        if codes.count(code) > 1:
            raise WrongOptions(f"{code} stands twice among the {name}.")
        if not code.isascii() or code != code.upper():
            raise WrongOptions(f"{code} among the {name} is not written in capitals.")


def in_force(files: Iterable[OptionLists], on: date) -> OptionLists:
    """The newest file in force on a local day. Raises LookupError where none is yet."""
    begun = [each for each in files if each.in_force <= on]
    if not begun:
        raise LookupError(f"no list of options is in force on {on}")
    return max(begun, key=lambda each: each.in_force)


def offered(lists: OptionLists, name: str, on: date) -> list[tuple[str, str]]:
    """What a form offers on a local day, as (code, words)."""
    standing = (each for each in lists.lists[name] if each.until is None or on < each.until)
    return [(option.code, option.words) for option in standing]


def words_of(files: Iterable[OptionLists], name: str, codes: Iterable[object]) -> list[str]:
    """Stored codes in words, whichever file they came from; an unknown code says so."""
    known = {
        option.code: option.words
        for lists in sorted(files, key=lambda each: each.in_force)
        for option in lists.lists.get(name, ())
    }
    return [known.get(str(code), "an answer that is no longer listed") for code in codes]
