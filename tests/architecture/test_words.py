"""Words: none that blames a child, none that leaves work undone, no place outside the checkout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

# Written in halves, so that this file does not hold them either.
BLAMING = [
    "run" + "away",
    "run" + "aways",
    "abs" + "cond",
    "promis" + "cuous",
    "attention " + "seeking",
    "attention-" + "seeking",
    "lifestyle " + "choice",
    "street" + "wise",
    "putting herself " + "at risk",
    "putting himself " + "at risk",
    "putting themselves " + "at risk",
]
# The glossary says which words these are and why; the rule on language looks for them.
ALLOWED = {"GLOSSARY.md", "language.py", "language.toml", "test_language.py"}
UNDONE = [
    "TO" + "DO",
    "FIX" + "ME",
    "type: " + "ignore",
    "no" + "qa",
    "pragma: " + "no cover",
    "no" + "sec",
]
KINDS = {".py", ".md", ".html", ".jinja", ".toml", ".csv", ".js", ".txt", ".css", ".yml", ".json"}


def files(root: Path) -> Iterator[Path]:
    for folder in ("src", "tests", "docs", "tools", "bench"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in KINDS and "vendor" not in path.parts:
                yield path
    yield from (p for p in sorted(root.glob("*")) if p.is_file() and p.suffix in KINDS)
    yield root / "Makefile"


def found(root: Path, words: list[str], allowed: frozenset[str] = frozenset()) -> list[str]:
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    hits = []
    for path in files(root):
        if path.name in allowed:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            hits.append(f"{path.relative_to(root)}:{line} {match.group(0)}")
    return hits


def test_no_word_blames_a_child(root: Path) -> None:
    assert found(root, BLAMING, frozenset(ALLOWED)) == []


@pytest.mark.parametrize("word", UNDONE)
def test_nothing_is_left_undone_or_waved_through(root: Path, word: str) -> None:
    hits = [hit for hit in found(root, [word]) if hit.endswith(word)]
    assert hits == []


def test_nothing_names_the_machine_that_it_was_written_on(root: Path) -> None:
    assert found(root, [f"{root}/", f"{Path.home()}/"]) == []
