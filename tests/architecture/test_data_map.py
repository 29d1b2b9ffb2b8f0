"""Every column says what it holds of whom, for how long, and what becomes of it (house, 3).

A new model or column that is not declared fails here. Declare it in `<noun>/personal.py`:
either by name in `plain` (it says nothing of anybody: ids, codes, times of the record itself),
or as a `Column` with category, stand-in and how long it is kept. A table with personal data of
a child says how an erasure reaches its rows (`of_child`) and what it does to them (`erasing`).
A new noun's TABLES go into `casework/data_map.py`.
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from homeward.casework.data_map import NOUNS
from homeward.ground.erasing import erasing_statement
from homeward.rules.personal import Erasing, Kept, Table, problems

OWN = [model for model in apps.get_models() if model.__module__.startswith("homeward.")]
DECLARED = [(noun, table) for noun, tables in NOUNS.items() for table in tables]
#: What stands for the names of a reach: an erasure of nobody.
NOBODY = {"child": None, "keyed": "{}"}
LISTS = ("reports", "refs", "rows", "forms", "sources", "episodes")


def columns(label: str) -> set[str]:
    return {field.attname for field in apps.get_model(label)._meta.concrete_fields}


def test_every_model_is_on_the_map() -> None:
    there = {model._meta.label for model in OWN}
    declared = {f"{noun}.{table.model}" for noun, table in DECLARED}
    assert there - declared == set(), "declare these models in <noun>/personal.py"
    assert declared - there == set(), "these models are gone"


@pytest.mark.parametrize(("noun", "table"), DECLARED, ids=lambda each: getattr(each, "model", each))
def test_every_column_is_declared_once_and_whole(noun: str, table: Table) -> None:
    assert problems(table, columns(f"{noun}.{table.model}")) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("noun", "table"),
    [each for each in DECLARED if each[1].erasing not in (Erasing.NOT, Erasing.ACTION)],
    ids=lambda each: getattr(each, "model", each),
)
def test_every_erasing_statement_runs(noun: str, table: Table) -> None:
    reach = {**NOBODY, **{name: [] for name in LISTS}}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE homeward_worker")
        cursor.execute(erasing_statement(noun, table), reach)
        assert cursor.rowcount == 0


def test_a_forgotten_column_is_found() -> None:
    table = next(table for _, table in DECLARED if table.model == "Alias")
    assert problems(table, columns("children.Alias") | {"nickname"}) == [
        "Alias.nickname is not declared"
    ]


def test_nothing_of_a_childs_record_is_without_an_eraser() -> None:
    kept = [
        f"{noun}.{table.model}"
        for noun, table in DECLARED
        if table.erasing is Erasing.NOT
        and any(column.kept is Kept.CHILD for column in table.columns.values())
    ]
    assert kept == []
