"""The source as trees, read once for all tests of the plan."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "homeward"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file of the package."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its path below the package, as people say it: `access/scope.py`."""
        return self.path.relative_to(PACKAGE).as_posix()

    @property
    def folder(self) -> str:
        """The noun or floor that it belongs to."""
        return self.name.split("/", 1)[0]

    def functions(self) -> Iterator[Function]:
        """Every function and method in it."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def imports(self) -> Iterator[str]:
        """Full names of what it imports."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def read_sources() -> tuple[Source, ...]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Source(path, text, ast.parse(text)))
    return tuple(found)


@cache
def read_floors() -> dict[str, int]:
    """Height of each folder, roof first, from the one place that states it: pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(c for c in project["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    return {
        folder.strip(" ()"): -row
        for row, layer in enumerate(contract["layers"])
        for folder in layer.split("|")
    }


@pytest.fixture(scope="session")
def sources() -> tuple[Source, ...]:
    """Every Python file of the package."""
    return read_sources()


@pytest.fixture(scope="session")
def written(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The same without migrations, which Django writes."""
    return tuple(source for source in sources if "/migrations/" not in source.name)


@pytest.fixture(scope="session")
def floors() -> dict[str, int]:
    """Height of each folder; a higher number is a higher floor."""
    return read_floors()


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
