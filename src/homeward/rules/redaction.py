"""Redaction that removes: the words are taken out of the text before any file is made of it.

A copy is plain data: headings, labels, texts. `Remover` goes through every text of it and
puts a mark in place of each removed passage, whatever the case of the letters, the spaces
between words or the way accents are written. Nothing that was removed is left to be
uncovered, in whatever form the file writes its letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

MARK = "[removed: {}]"


class Remover:
    """Takes words out of texts. `words` maps each passage to what its mark says."""

    def __init__(self, words: Mapping[str, str]) -> None:
        folded = {fold(passage): said for passage, said in words.items() if fold(passage)}
        self._said = folded
        longest = sorted(folded, key=len, reverse=True)
        patterns = "|".join(r"\s+".join(map(re.escape, each.split(" "))) for each in longest)
        self._find = re.compile(patterns) if patterns else None

    def text(self, text: str) -> str:
        """The text without these words."""
        if self._find is None:
            return text
        folded, places = _folded_with_places(text)
        parts, at = [], 0
        for found in self._find.finditer(folded):
            start, end = places[found.start()], places[found.end() - 1] + 1
            parts += [text[at:start], MARK.format(self._said[fold(found[0])])]
            at = end
            while at < len(text) and unicodedata.combining(text[at]):
                at += 1
        return "".join([*parts, text[at:]])

    def data(self, data: Any) -> Any:
        """The same lists and maps with every text gone through; labels of maps stay."""
        if isinstance(data, str):
            return self.text(data)
        if isinstance(data, Mapping):
            return {name: self.data(value) for name, value in data.items()}
        if isinstance(data, Sequence):
            return [self.data(value) for value in data]
        return data


def fold(text: str) -> str:
    """A text as it is compared: no accents, no capitals, one blank between words."""
    return " ".join(_folded_with_places(text)[0].split())


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded letters of a text, and for each the place of the letter it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for each in unicodedata.normalize("NFKD", letter).casefold():
            if not unicodedata.combining(each):
                letters.append(each)
                places.append(place)
    return "".join(letters), places


def passages(data: Any) -> list[str]:
    """Every text of a copy, in its order."""
    if isinstance(data, str):
        return [data]
    if isinstance(data, Mapping):
        return [text for value in data.values() for text in passages(value)]
    if isinstance(data, Sequence):
        return [text for value in data for text in passages(value)]
    return []


def count_of(words: str, data: Any) -> int:
    """How often words occur in a copy, however they are written."""
    wanted = fold(words)
    if not wanted:
        return 0
    return sum(fold(text).count(wanted) for text in passages(data))
