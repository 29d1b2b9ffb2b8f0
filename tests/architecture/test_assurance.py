"""The papers of docs/assurance name files and tests: every one of them is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAPERS = sorted((Path(__file__).resolve().parents[2] / "docs" / "assurance").glob("*.md"))


def named(paper: Path, pattern: str) -> set[str]:
    return set(re.findall(pattern, paper.read_text(encoding="utf-8")))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_every_test_that_is_named_is_there(paper: Path, root: Path) -> None:
    for file, test in named(paper, r"`(tests/[\w/]+\.py)(?:::(\w+))?`"):
        text = (root / file).read_text(encoding="utf-8")
        assert not test or f"def {test}(" in text, f"{file}::{test}"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_every_file_that_is_named_or_linked_is_there(paper: Path, root: Path) -> None:
    for link in named(paper, r"\]\(([^)#]+)\)"):
        assert (paper.parent / link).exists(), link
    for file in named(paper, r"`((?:rules|ground|linkage|docs|deploy)/[\w./-]+)`"):
        places = [root / file, root / "src" / "homeward" / file]
        assert any(place.exists() for place in places), file


def test_what_a_partnership_must_fill_in_is_marked_and_nothing_else_is_open() -> None:
    assert len(PAPERS) == 6
    for paper in PAPERS:
        text = paper.read_text(encoding="utf-8")
        assert re.search(r"\?\?\?|XXX|\bTBC\b|lorem", text) is None
    marked = sum(paper.read_text(encoding="utf-8").count("[PARTNERSHIP") for paper in PAPERS)
    assert marked > 10


def test_every_key_that_the_code_keeps_is_in_the_statement_on_encryption(root: Path) -> None:
    """A secret that is made anywhere in the code stands on the page about keys."""
    page = (root / "docs" / "assurance" / "encryption.md").read_text(encoding="utf-8")
    made = {
        name
        for path in (root / "src").rglob("*.py")
        for name in re.findall(r'\bsecret\([\w.]+, "([\w-]+)"\)', path.read_text(encoding="utf-8"))
    }
    assert {"ledger-digest", "ledger-signing", "signing-key"} <= made
    assert {name for name in made if name not in page} == set()
