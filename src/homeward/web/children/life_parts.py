"""What can be recorded of a child by hand: for each part its page, its section and the call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from homeward.casework.add_alias import add_alias
from homeward.casework.record_household import record_household
from homeward.casework.record_need import record_need
from homeward.casework.record_placement import NewPlacement, record_placement
from homeward.casework.record_schooling import NewSchooling, record_schooling
from homeward.casework.record_tie import NewRelative, NewTie, record_tie
from homeward.children.facts import Kept
from homeward.rules.acts import Act
from homeward.rules.sharing import Section
from homeward.web.children import life_forms as forms
from homeward.web.children.reading import ChildRecord


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `kept` is None for what is only ever added; `sections`: any of them opens it.

    `involves`: it decides who else sees the record, so that fewer may record it.
    """

    slug: str
    kept: Kept | None
    verb: str
    add: str
    change: str
    done: str
    anchor: str
    sections: frozenset[Section]
    form: type[forms.EntryForm]
    call: Callable[[Act, UUID, Any, UUID | None], object]
    words: str = ""
    involves: bool = False

    def is_open_to(self, record: ChildRecord) -> bool:
        """Whether the viewer of this record may record this part."""
        if self.involves and not record.records_places:
            return False
        return not record.sections.isdisjoint(self.sections)


def _person(act: Act, child: UUID, form: forms.PersonForm, thread: UUID | None) -> object:
    said = form.cleaned_data
    return record_tie(
        act,
        child,
        tie=NewTie(
            said["kind"],
            said["words"],
            said["responsibility"],
            said["lives_with"],
            said["safe"],
            said["why_unsafe"],
        ),
        said_by=said["said_by"],
        person=NewRelative(said["name"], said["reach"], said["notes"]),
        relative=said.get("relative"),
        since_on=said["since_on"],
        thread=thread,
    )


def _child(act: Act, child: UUID, form: forms.ChildForm, thread: UUID | None) -> object:
    said = form.cleaned_data
    return record_tie(
        act,
        child,
        tie=NewTie(said["kind"], said["words"], lives_with=said["lives_with"]),
        said_by=said["said_by"],
        other_child=form.other,
        since_on=said["since_on"],
        thread=thread,
    )


def _household(act: Act, child: UUID, form: forms.HouseholdForm, thread: UUID | None) -> object:
    return record_household(act, child, thread=thread, **_said(form))


def _placement(act: Act, child: UUID, form: forms.PlacementForm, thread: UUID | None) -> object:
    said = _said(form)
    when = {name: said.pop(name) for name in ("said_by", "since_on", "until_on")}
    return record_placement(act, child, placement=NewPlacement(**said), thread=thread, **when)


def _schooling(act: Act, child: UUID, form: forms.SchoolingForm, thread: UUID | None) -> object:
    said = _said(form)
    when = {name: said.pop(name) for name in ("said_by", "since_on", "until_on")}
    return record_schooling(act, child, schooling=NewSchooling(**said), thread=thread, **when)


def _need(act: Act, child: UUID, form: forms.NeedForm, thread: UUID | None) -> object:
    return record_need(act, child, thread=thread, **_said(form))


def _alias(act: Act, child: UUID, form: forms.AliasForm, thread: UUID | None) -> object:
    add_alias(act, child, name=form.cleaned_data["name"])
    return None


def _said(form: forms.EntryForm) -> dict[str, Any]:
    return {
        name: value for name, value in form.cleaned_data.items() if name not in ("token", "reason")
    }


PARTS: Mapping[str, Part] = MappingProxyType(
    {
        part.slug: part
        for part in (
            Part(
                "person",
                Kept.TIE,
                "record_tie",
                "Add a person",
                "Correct a person",
                "The person is on the record.",
                "family",
                frozenset({Section.THIRD_PARTY}),
                forms.PersonForm,
                _person,
                "Family, friends and adults around the child. Another child with a record of"
                " their own is added as a child, so that nothing of theirs is copied here.",
            ),
            Part(
                "child",
                Kept.TIE,
                "record_tie",
                "Add another child",
                "Correct a tie to another child",
                "The tie to the other child is on the record.",
                "family",
                frozenset({Section.THIRD_PARTY}),
                forms.ChildForm,
                _child,
                "The other child's record is only referred to. Whoever is not involved with that"
                " child reads neither the name nor anything else of it here.",
            ),
            Part(
                "household",
                Kept.HOUSEHOLD,
                "record_household",
                "Add a household",
                "Correct a household",
                "The household is on the record.",
                "family",
                frozenset({Section.THIRD_PARTY}),
                forms.HouseholdForm,
                _household,
            ),
            Part(
                "placement",
                Kept.PLACEMENT,
                "record_placement",
                "Add a placement",
                "Correct a placement",
                "The placement is on the record.",
                "living",
                frozenset({Section.PLACES}),
                forms.PlacementForm,
                _placement,
                "What is recorded here outweighs what reports say until it has ended (a local"
                " default, not policy).",
                involves=True,
            ),
            Part(
                "school",
                Kept.SCHOOLING,
                "record_schooling",
                "Add schooling",
                "Correct schooling",
                "The schooling is on the record.",
                "school",
                frozenset({Section.SCHOOLING}),
                forms.SchoolingForm,
                _schooling,
                "A child without a school has a route as well: nobody is told at a school that"
                " the child does not go to.",
                involves=True,
            ),
            Part(
                "need",
                Kept.NEED,
                "record_need",
                "Add a need",
                "Correct a need",
                "The need is on the record.",
                "needs",
                frozenset({Section.NEEDS, Section.HEALTH}),
                forms.NeedForm,
                _need,
                "A preferred name, pronouns, ethnicity, first language and interpreter stand once:"
                " a newer word takes the place of the one before.",
            ),
            Part(
                "alias",
                None,
                "add_alias",
                "Add another name",
                "",
                "The name is on the record.",
                "numbers",
                frozenset({Section.IDENTIFIERS}),
                forms.AliasForm,
                _alias,
            ),
        )
    }
)
