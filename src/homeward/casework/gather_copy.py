"""Gather the copies that were asked for, and make those that two people looked at. The worker's."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from homeward.access.scope import scoped
from homeward.casework.copy_contents import contents, suggested
from homeward.casework.copy_files import archive
from homeward.casework.keeping import reach_of
from homeward.children.facts import ChildFacts
from homeward.children.queries import children_born_on, find_children, lock_children
from homeward.copies.actions import gathered, keep_bundle, stop, suggest
from homeward.copies.facts import ORIGINAL, CopyFacts
from homeward.copies.queries import get_copy, to_gather
from homeward.ground.key_ring import KeyRing
from homeward.ledger.actions import enter
from homeward.rules.acts import Act
from homeward.rules.redaction import count_of, fold

NO_RECORD = "No record has this name and date of birth, or more than one has. Check the letter."


def gather_copy(act: Act) -> bool:
    """Gather the oldest request's copy; whether there was one.

    The whole record at this moment, closed at rest, with suggestions of what to remove.
    """
    viewer = act.viewer
    with scoped(viewer):
        request = to_gather(viewer)
        found = get_copy(viewer, request) if request else None
        if found is None:
            return False
        child = _child(act, found)
        if child is None:
            stop(act, found.id, NO_RECORD)
            return True
        lock_children(viewer, [child.id])
        copy = contents(viewer, child, reach_of(viewer, child.id))
        keep_bundle(act, found.id, ORIGINAL, archive(copy), KeyRing(settings.VAR))
        counted = [(each, count_of(each.words, copy)) for each in suggested(viewer, child, copy)]
        suggest(act, found.id, [each for each in counted if each[1]])
        gathered(act, found.id, child.id)
        enter(act, [child.id], found.id)
    return True


def _child(act: Act, found: CopyFacts) -> ChildFacts | None:
    """The one child whom the request is about; None for none, for several, for an erased one."""
    if found.child_id is not None:
        child = find_children(act.viewer, [found.child_id]).get(found.child_id)
        return child if child and child.erased_at is None else None
    wanted = found.wanted
    name = fold(f"{wanted.get('forename', '')} {wanted.get('surname', '')}")
    born = date.fromisoformat(wanted["dob"])
    fits = [
        each
        for each in children_born_on(act.viewer, born)
        if fold(each.name) == name and each.erased_at is None
    ]
    return fits[0] if len(fits) == 1 else None
