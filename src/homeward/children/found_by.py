"""What a name is found by: columns that PostgreSQL keeps beside it, and their indexes."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


def _kept(function: str, *names: str, output: models.Field[Any, Any]) -> Any:
    """A column that PostgreSQL keeps as a function of these names, whoever writes them."""
    return models.GeneratedField(
        expression=models.Func(*names, function=function), output_field=output, db_persist=True
    )


def folded(*names: str) -> Any:
    """The names' words, folded, between spaces: beginnings and slips are looked for in it."""
    return _kept("homeward_spaced", *names, output=models.TextField())


def name_keys(*names: str) -> Any:
    """The names' words, each name as one word, and after a sign the sound of each word."""
    return _kept("homeward_name_keys", *names, output=ArrayField(models.TextField()))


def found_by(table: str) -> list[models.Index]:
    """What a name is found by, as indexes."""
    return [
        GinIndex(fields=["name_keys"], name=f"{table}_name_keys", fastupdate=False),
        GinIndex(
            fields=["folded"],
            name=f"{table}_folded",
            opclasses=["gin_trgm_ops"],
            fastupdate=False,
        ),
    ]
