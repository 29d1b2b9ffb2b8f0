"""What differs between two editions, duty by duty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from homeward.rules.protocol.duties import Edition, duty_keys


@dataclass(frozen=True, slots=True)
class Change:
    """A duty in both editions: for each key that differs, the old and the new value."""

    id: str
    fields: Mapping[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ids only in the new edition, ids only in the old, and the duties that changed."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Change, ...]


def compare(old: Edition, new: Edition) -> Comparison:
    """The duties of `new` held against those of `old`, in the order of their editions."""
    before = {duty.id: duty_keys(duty) for duty in old.duties}
    after = {duty.id: duty_keys(duty) for duty in new.duties}
    changes = (Change(key, _differing(before[key], after[key])) for key in before if key in after)
    return Comparison(
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after),
        changed=tuple(change for change in changes if change.fields),
    )


def _differing(
    old: Mapping[str, object], new: Mapping[str, object]
) -> Mapping[str, tuple[object, object]]:
    return {key: (old[key], new[key]) for key in old if old[key] != new[key]}
