"""Every duty that the code names exists in an edition."""

from __future__ import annotations

import ast
import re
import tomllib
from typing import Any

import pytest

DUTY = re.compile(r"[A-Z]{2,5}-\d{2}(\.[A-Z0-9-]+)?")


@pytest.fixture(scope="module")
def known(root: Any) -> set[str]:
    """Ids of all duties of the shipped editions, and of those that are not computed."""
    ids: set[str] = set()
    for path in (root / "src/homeward/rules/protocol/editions").glob("*.toml"):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for rows in content.values():
            if isinstance(rows, list):
                ids |= {row["id"] for row in rows if isinstance(row, dict) and "id" in row}
    return ids


def test_there_are_duties_to_know(known: set[str]) -> None:
    assert len(known) > 50


def test_every_duty_named_in_code_exists(sources: Any, known: set[str]) -> None:
    families = {name.split("-")[0] for name in known}
    strangers = {
        f"{source.name}:{node.lineno} {node.value}"
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and DUTY.fullmatch(node.value)
        and node.value.split("-")[0] in families
        and node.value not in known
    }
    assert strangers == set()


def test_no_figure_of_the_protocol_stands_in_code(sources: Any) -> None:
    figures = [
        f"{source.name}:{node.lineno}"
        for source in sources
        if source.folder not in {"rules", "rehearsal", "insight"}
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "timedelta"
        and any(k.arg == "hours" and ast.unparse(k.value) in {"72", "48"} for k in node.keywords)
    ]
    assert figures == []
