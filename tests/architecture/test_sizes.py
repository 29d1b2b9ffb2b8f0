"""Small files, short functions, few branches: house, section 3."""

from __future__ import annotations

import ast
from statistics import median, quantiles
from typing import Any


def length(function: Any) -> int:
    """Lines of a function without its decorators and without its docstring."""
    lines: int = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= first.end_lineno - first.lineno + 1
    return lines


def branches(function: Any) -> int:
    """Decisions in a function; those of functions inside it are their own."""
    count = 0
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        count += isinstance(node, ast.If | ast.For | ast.While | ast.ExceptHandler | ast.match_case)
        waiting.extend(ast.iter_child_nodes(node))
    return count


def test_no_file_is_over_400_lines_and_few_are_over_300(written: Any) -> None:
    lines = {source.name: len(source.text.splitlines()) for source in written}
    assert {name: n for name, n in lines.items() if n > 400} == {}
    assert quantiles(lines.values(), n=20)[-1] <= 300


def test_no_function_is_over_60_lines_and_half_are_under_10(written: Any) -> None:
    lengths = {
        f"{source.name}:{function.lineno} {function.name}": length(function)
        for source in written
        for function in source.functions()
    }
    assert {name: n for name, n in lengths.items() if n > 60} == {}
    assert median(lengths.values()) <= 9


def test_no_function_has_more_than_8_branches(written: Any) -> None:
    crowded = {
        f"{source.name}:{function.lineno} {function.name}": branches(function)
        for source in written
        for function in source.functions()
        if branches(function) > 8
    }
    assert crowded == {}
