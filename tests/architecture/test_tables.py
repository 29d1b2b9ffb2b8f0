"""What tables point to and how their columns are called: house, sections 3 and 4."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

# Plain ids of things on a higher floor, each with its reason. Nothing else may look upward.
PLAIN_IDS_OF_HIGHER_THINGS = {
    "access.Involvement.child_id": "grounds of access lie below the children that they open",
}


def own_models() -> Iterator[type[models.Model]]:
    return (m for m in apps.get_models() if m.__module__.startswith("homeward."))


def keys() -> Iterator[Any]:
    for model in own_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                yield field


def noun(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def test_every_key_points_to_the_same_floor_or_lower(floors: dict[str, int]) -> None:
    upward = [
        str(field)
        for field in keys()
        if field.related_model.__module__.startswith("homeward.")
        and floors[noun(field.related_model)] > floors[noun(field.model)]
    ]
    assert upward == []


def test_keys_that_cross_nouns_leave_no_property_behind() -> None:
    leaving = [
        str(field)
        for field in keys()
        if field.related_model.__module__.startswith("homeward.")
        and noun(field.related_model) != noun(field.model)
        and not field.remote_field.hidden
    ]
    assert leaving == []


def test_the_ids_that_look_upward_are_still_there_and_still_plain() -> None:
    named = {
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.UUIDField)
    }
    assert set(PLAIN_IDS_OF_HIGHER_THINGS) <= named


def test_times_end_in_at_and_dates_in_on() -> None:
    wrong = [
        str(field)
        for model in own_models()
        for field in model._meta.get_fields()
        if (
            isinstance(field, models.DateTimeField)
            and field.name != "at"
            and not field.name.endswith("_at")
            and field.name != "last_login"
        )
        or (
            isinstance(field, models.DateField)
            and not isinstance(field, models.DateTimeField)
            and field.name not in {"on", "dob"}
            and not field.name.endswith("_on")
        )
    ]
    assert wrong == []


def test_no_model_hides_behaviour_in_save_or_signals() -> None:
    hiding = [model._meta.label for model in own_models() if "save" in vars(model)]
    assert hiding == []
