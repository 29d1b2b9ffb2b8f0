"""Add another name by which a child is known."""

from __future__ import annotations

from uuid import UUID

from homeward.casework.entries import note
from homeward.casework.transaction import acting_on_child, must_see
from homeward.children.actions import keep_alias
from homeward.children.queries import get_details
from homeward.protocol.actions import ask_refresh
from homeward.rules.acts import Act, Refusal
from homeward.rules.names import read_name
from homeward.rules.sharing import Section


def add_alias(act: Act, child: UUID, *, name: str) -> None:
    """Add a name as it is written; the worker lets matching know of it.

    Refused for a stand-in such as Unknown, and for a name that the record has.
    """
    must_see(act, Section.IDENTIFIERS)
    written = " ".join(name.split())[:255]
    if not read_name(written).compact:
        raise Refusal("Write the name.", code="needed", field="name")
    with acting_on_child(act, child) as work:
        names = (work.case.child.name, *get_details(act.viewer, child).aliases)
        known = {read_name(each).compact for each in names}
        if read_name(written).compact in known or not keep_alias(act, child, written):
            raise Refusal("The record has this name already.", code="known", field="name")
        ask_refresh(act, [child], "another name")
        note(work, "alias.recorded")
