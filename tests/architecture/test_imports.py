"""Who may import whom, beyond what the import contracts say: house, section 3."""

from __future__ import annotations

import ast
import re
import sys
from typing import Any

DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "manager", "base", "misc"}
DOORS = {"web", "api", "cli", "jobs", "rehearsal"}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
}


def test_nothing_is_imported_inside_a_function(sources: Any) -> None:
    hidden = [
        f"{source.name}:{node.lineno}"
        for source in sources
        for function in source.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_rules_import_the_standard_library_and_each_other_only(sources: Any) -> None:
    foreign = {
        f"{source.name}: {name}"
        for source in sources
        if source.folder == "rules"
        for name in source.imports()
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith("homeward.rules")
    }
    assert foreign == set()


def test_rules_open_nothing(sources: Any) -> None:
    opening = [
        f"{source.name}:{node.lineno}"
        for source in sources
        if source.folder == "rules"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and re.search(r"(^|\.)(open|read_text|read_bytes|urlopen)$", ast.unparse(node.func))
    ]
    assert opening == []


def test_the_clock_is_read_in_one_file(sources: Any) -> None:
    readers = {
        source.name
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ".".join(ast.unparse(node.func).split(".")[-2:]) in CLOCKS
    }
    assert readers <= {"ground/clock.py"}


def test_doors_never_reach_a_table(sources: Any) -> None:
    reaching = {
        f"{source.name}: {name}"
        for source in sources
        if source.folder in DOORS
        for name in source.imports()
        if re.fullmatch(r"homeward\.\w+\.(models|actions)(\..*)?", name)
    }
    assert reaching == set()


def test_a_verb_never_calls_another_verb(sources: Any) -> None:
    """A verb is a file of casework with a function of the same name."""
    files = [source for source in sources if source.folder == "casework"]
    verbs = {
        source.path.stem
        for source in files
        if any(function.name == source.path.stem for function in source.functions())
    }
    calls = {
        f"{source.path.stem} calls {verb}"
        for source in files
        for verb in verbs - {source.path.stem}
        if source.path.stem in verbs and re.search(rf"(?<![\w.]){verb}(\.{verb})?\(", source.text)
    }
    assert len(verbs) > 3
    assert calls == set()


def test_there_is_no_drawer(sources: Any) -> None:
    drawers = [
        source.name
        for source in sources
        if source.path.stem in DRAWERS or source.path.parent.name in DRAWERS
    ]
    assert drawers == []
