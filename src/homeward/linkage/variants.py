"""Which names are forms of one another, read from `aliases.toml` beside this file."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from homeward.rules.names import read_name

Variants = Mapping[str, frozenset[int]]


def read_variants(text: str, table: str = "groups") -> Variants:
    """A table as name (folded, without spaces) to the numbers of its groups.

    `text` is TOML with `groups` for forenames and `surnames`, each a list of lists of names.
    A name may stand in
    several groups: `Alex` is a form of Alexander and of Alexandra, which are no
    forms of each other. Raises `tomllib.TOMLDecodeError` or KeyError on other text.
    """
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(tomllib.loads(text)[table]):
        for name in group:
            found[read_name(name).compact].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@lru_cache(maxsize=2)
def shipped_variants(table: str = "groups") -> Variants:
    """A table that comes with the product, read once."""
    text = files("homeward.linkage").joinpath("aliases.toml").read_text(encoding="utf-8")
    return read_variants(text, table)


def are_variants(one: str, other: str) -> bool:
    """Whether two folded forenames stand in one group of the shipped table."""
    return _share(shipped_variants(), one, other)


def are_surname_variants(one: str, other: str) -> bool:
    """Whether two folded surnames stand in one group of the shipped table."""
    return _share(shipped_variants("surnames"), one, other)


def _share(table: Variants, one: str, other: str) -> bool:
    groups = table.get(one)
    return groups is not None and not groups.isdisjoint(table.get(other, frozenset()))


@lru_cache(maxsize=1)
def _groups() -> Mapping[int, frozenset[str]]:
    """The names of each group of the shipped table."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for name, numbers in shipped_variants().items():
        for number in numbers:
            found[number].add(name)
    return {number: frozenset(names) for number, names in found.items()}


def forms_of(name: str) -> frozenset[str]:
    """The other folded names that stand in a group of the shipped table with this one."""
    numbers = shipped_variants().get(name, frozenset())
    return frozenset().union(*(_groups()[number] for number in numbers)) - {name}
