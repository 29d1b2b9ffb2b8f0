"""Finding the children that a report could be about, and deciding by the rule.

The only reader of every child's identifying fields. It runs in the worker, in
the matching role; whoever sent the file learns only *joined*, *new*, *waiting*.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from homeward.access.scope import matching
from homeward.linkage.compare import compare
from homeward.linkage.keys import match_keys
from homeward.rules.linkage import Judgement, Person, Placement, judge, place

_NAMES = tuple(field.name for field in fields(Person))


def to_json(person: Person) -> dict[str, Any]:
    """A person as it is kept in a profile; blanks are left out."""
    kept: dict[str, Any] = {}
    for name in _NAMES:
        value = getattr(person, name)
        if value:
            kept[name] = value
    if person.dob:
        kept["dob"] = person.dob.isoformat()
    return kept


def from_json(kept: Mapping[str, Any]) -> Person:
    """A person as it was kept."""
    known = dict(kept)
    if "dob" in known:
        known["dob"] = date.fromisoformat(known["dob"])
    known["aliases"] = tuple(known.get("aliases", ()))
    return Person(**{"surname": "", "forename": "", **known})


class Finder:
    """The children near a batch of reports: those of the record, and those that the batch adds."""

    def __init__(self) -> None:
        self._people: dict[UUID, Person] = {}
        self._by_key: dict[str, list[UUID]] = {}

    def look_up(self, people: Iterable[Person]) -> None:
        """Read every profile that shares a key with one of these people: one query."""
        keys = {key for person in people for key in match_keys(person)}
        if not keys:
            return
        with matching(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT child_id, keys, person::text FROM homeward_near(%s)", [sorted(keys)]
            )
            rows = cursor.fetchall()
        for child, stored, person in rows:
            self._put(child, from_json(json.loads(person)), stored)

    def add(self, child: UUID, person: Person) -> tuple[str, ...]:
        """Add or renew a child of this batch; its keys."""
        keys = match_keys(person)
        self._put(child, person, keys)
        return keys

    def known(self, child: UUID) -> Person | None:
        """What is known of a child that was looked up or added."""
        return self._people.get(child)

    def _put(self, child: UUID, person: Person, keys: Sequence[str]) -> None:
        self._people[child] = person
        for key in keys:
            held = self._by_key.setdefault(key, [])
            if child not in held:
                held.append(child)

    def judged(self, person: Person) -> list[tuple[UUID, Judgement]]:
        """Every child near this person, each with the rule's judgement."""
        near = {child for key in match_keys(person) for child in self._by_key.get(key, ())}
        return [(child, judge(compare(person, self._people[child]))) for child in sorted(near)]

    def place(self, person: Person) -> Placement[UUID]:
        """Where this person belongs by the rule: with a known child, new, or before a person."""
        return place(self.judged(person))
