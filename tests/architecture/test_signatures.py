"""Personal data is only handed to a viewer, and nothing is written without an act."""

from __future__ import annotations

import ast
import re
from typing import Any

PERSONAL = {
    "access",
    "children",
    "chronology",
    "copies",
    "documents",
    "episodes",
    "intake",
    "ledger",
    "linkage",
    "protocol",
    "retention",
}
ASKS = re.compile(r"\.objects\b|\bconnection\b|\bcursor\b|insert_rows\(")

# Queries that hand out no personal data, or come before there is a viewer; each with its reason.
WITHOUT_VIEWER = {
    "access/queries.py get_viewer": "makes the viewer",
    "access/sign_in/queries.py agencies_of": "comes before there is a viewer, at sign-in",
    "access/sign_in/queries.py ways_in": "agencies name nobody",
    "access/sign_in/queries.py invited_with": "who signs in, for the session alone",
    "access/queries.py names_of": "names of colleagues, not of children",
    "access/queries.py rehearsal_person": "one of the fictional cast, at sign-in",
    "protocol/queries.py get_governance": "editions and places name nobody",
}


def arguments(function: Any) -> list[str]:
    return [
        a.arg for a in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    ]


def asking(sources: Any, stem: str) -> dict[str, list[str]]:
    """Public functions of files of this name that ask or change the database: name to arguments."""
    return {
        f"{source.name} {node.name}": arguments(node)
        for source in sources
        if source.folder in PERSONAL and source.path.stem == stem
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and ASKS.search(ast.unparse(node))
    }


def test_every_query_of_personal_data_takes_a_viewer(sources: Any) -> None:
    blind = {name for name, given in asking(sources, "queries").items() if "viewer" not in given}
    assert blind - set(WITHOUT_VIEWER) == set()


def test_every_action_takes_an_act(sources: Any) -> None:
    loose = {name for name, given in asking(sources, "actions").items() if "act" not in given}
    assert loose == set()


def test_every_exception_is_still_needed(sources: Any) -> None:
    known = {
        f"{source.name} {function.name}"
        for source in sources
        if source.path.stem == "queries"
        for function in source.functions()
        if "viewer" not in arguments(function)
    }
    assert set(WITHOUT_VIEWER) <= known


def test_queries_never_write(sources: Any) -> None:
    writing = [
        f"{source.name}:{node.lineno} {node.func.attr}"
        for source in sources
        if source.path.stem == "queries"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"save", "create", "bulk_create", "bulk_update", "delete"}
    ]
    assert writing == []


def test_every_public_function_says_what_it_is(written: Any) -> None:
    silent = [
        f"{source.name}:{node.lineno} {node.name}"
        for source in written
        if source.folder in {"rules", "ground", "casework", "ledger", "insight"}
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert silent == []
