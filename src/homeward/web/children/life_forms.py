"""The forms of family, placements, schooling, needs and other names: one small page each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from homeward.children.facts import (
    EntryFacts,
    HouseholdFacts,
    Kept,
    NeedFacts,
    PlacementFacts,
    SchoolingFacts,
    TieFacts,
)
from homeward.children.queries import children_born_on, get_life
from homeward.rules.family import BETWEEN_CHILDREN, SAID_BY_WORDS, TIES, Answer
from homeward.rules.living import ROUTES
from homeward.rules.names import read_forename, read_name
from homeward.rules.needs import NEEDS, readable
from homeward.web.children.present import authority_name
from homeward.web.children.reading import ChildRecord
from homeward.web.children.wording import SETTING_WORDS
from homeward.web.forms.acting import ActForm
from homeward.web.forms.moment import DayField

CHOOSE = ("", "Choose")
_ANSWERS = [(Answer.YES.value, "Yes"), (Answer.NO.value, "No"), (Answer.UNKNOWN.value, "Not known")]


def _answer(label: str, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=_ANSWERS,
        initial=Answer.UNKNOWN.value,
        widget=forms.RadioSelect,
    )


def _said_by() -> forms.ChoiceField:
    words = [(code, text.capitalize()) for code, text in SAID_BY_WORDS.items()]
    return forms.ChoiceField(label="Who says so?", choices=[CHOOSE, *words])


def _text(label: str, hint: str = "", length: int = 200) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=length, required=False)


def _long(label: str, hint: str = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea, required=required, max_length=1000
    )


def _since(*, required: bool = False) -> DayField:
    return DayField(label="Since when?", required=required)


class EntryForm(ActForm):
    """An entry of a child, new or put right. `entry` is the version that stands, None for new."""

    def __init__(
        self, *args: Any, record: ChildRecord, entry: EntryFacts | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.offer(record)
        if entry is not None:
            self.fields["reason"] = forms.CharField(
                label="What changed, or what was wrong?",
                help_text="What stood before stays readable.",
                max_length=300,
                error_messages={"required": "Say what changed, or what was wrong."},
            )
            self.initial["said_by"] = entry.stated.said_by
            self.initial["since_on"] = entry.stated.since_on
            self.fill(entry)

    def offer(self, record: ChildRecord) -> None:
        """What there is to choose from for this child; nothing by default."""

    def fill(self, entry: Any) -> None:
        """Show the version that stands: by default every field of the same name."""
        for name in self.fields:
            if hasattr(entry, name):
                self.initial[name] = getattr(entry, name)

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Set the choices of a field."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class PersonForm(EntryForm):
    """A relative or associate, and what they are to the child."""

    relative = forms.TypedChoiceField(
        label="Is it somebody on the record of a child who is tied to this one?",
        coerce=UUID,
        empty_value=None,
        required=False,
    )
    name = forms.CharField(
        label="Name", help_text="As far as it is known. A nickname will do.", max_length=200
    )
    kind = forms.ChoiceField(
        label="What are they to the child?",
        choices=[CHOOSE, *((code, kind.words) for code, kind in TIES.items())],
    )
    words = _text("In the words of whoever said so", "For example “Nan, on Dad's side”.")
    responsibility = _answer("Do they have parental responsibility?")
    lives_with = _answer("Do they live with the child?")
    safe = _answer("Is it safe to contact them?")
    why_unsafe = _text("If it is not safe, why?", length=300)
    reach = _text("How can they be reached?", "Phone, address, or through whom.", 300)
    notes = _long("What else should others know?")
    since_on = _since()
    said_by = _said_by()

    def offer(self, record: ChildRecord) -> None:
        """People around the children who are tied to this one; without any, no question."""
        known = {
            person.relative: f"{person.name}, of {other.name}"
            for other in record.others.values()
            for person in get_life(self.viewer, other.id, [Kept.RELATIVE]).relatives.values()
            if person.relative not in record.life.relatives
        }
        self.choose("relative", [("", "No, somebody else"), *_by_words(known)])
        if not known:
            del self.fields["relative"]

    def fill(self, entry: TieFacts) -> None:
        """The tie, and what this record says of the person. Who it is stands."""
        self.fields.pop("relative", None)
        super().fill(entry)
        person = self.record.life.relatives.get(entry.relative) if entry.relative else None
        if person is not None:
            self.initial.update(name=person.name, reach=person.reach, notes=person.notes)


def _by_words(known: Mapping[UUID, str]) -> list[tuple[str, str]]:
    return sorted(((str(code), words) for code, words in known.items()), key=lambda each: each[1])


class ChildForm(EntryForm):
    """Another child, by reference: found by name and date of birth among the viewer's own."""

    forename = _text("Forename")
    surname = _text("Surname")
    dob = DayField(label="Date of birth", required=False)
    kind = forms.ChoiceField(
        label="What are they to the child?",
        choices=[CHOOSE, *((code, TIES[code].words) for code in TIES if code in BETWEEN_CHILDREN)],
    )
    words = _text(
        "In the words of whoever said so",
        "Shown to everybody who may read this child's family, also where the other child's"
        " record is closed to them.",
    )
    lives_with = _answer("Do they live together?")
    since_on = _since()
    said_by = _said_by()
    other: UUID | None = None

    def fill(self, entry: TieFacts) -> None:
        """Which child it is stands; what they are to each other may be put right."""
        super().fill(entry)
        for name in ("forename", "surname", "dob"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Find the other child. Nobody is told of a child whom they do not have."""
        said = super().clean() or self.cleaned_data
        if "dob" not in self.fields or self.errors:
            return said
        if not (said["forename"] and said["surname"] and said["dob"]):
            raise ValidationError("Give forename, surname and date of birth of the other child.")
        wanted = read_forename(said["forename"]).compact, read_name(said["surname"]).compact
        for child in children_born_on(self.viewer, said["dob"]):
            named = read_forename(child.forename).compact, read_name(child.surname).compact
            if named == wanted and child.id != self.record.child.id:
                self.other = child.id
                return said
        raise ValidationError(
            "None of the other children you are involved with has this name and date of birth."
            " Check them, or record the child as a person by name instead."
        )


class HouseholdForm(EntryForm):
    """Who lives together."""

    name = _text("Whose household is it?", "For example “Mum's”, “Dad and Kay”.")
    address = _text("Address", length=500)
    postcode = _text("Postcode", length=10)
    members = forms.TypedMultipleChoiceField(
        label="Who lives there?",
        help_text="Add people to the family first.",
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    since_on = _since()
    said_by = _said_by()

    def offer(self, record: ChildRecord) -> None:
        """Those who are tied to the child now; whoever lives with the child is ticked."""
        standing = [tie for tie in record.life.ties if tie.stated.stands]
        self.choose("members", [(str(tie.stated.thread), named(record, tie)) for tie in standing])
        self.initial["members"] = [
            str(tie.stated.thread) for tie in standing if tie.lives_with == Answer.YES
        ]

    def fill(self, entry: HouseholdFacts) -> None:
        """As it stands."""
        super().fill(entry)
        self.initial["members"] = [str(each) for each in entry.members]


def named(record: ChildRecord, tie: TieFacts) -> str:
    """A tie in a few words: the name where the viewer has it, and what they are."""
    person = record.life.relatives.get(tie.relative) if tie.relative else None
    other = record.others.get(tie.other_child) if tie.other_child else None
    name = person.name if person else other.name if other else tie.words
    kind = TIES[tie.kind].words
    return f"{name} ({kind.lower()})" if name else kind


_AUTHORITY_HINT = "Name or code, for example Leeds City Council or E08000035."


class PlacementForm(EntryForm):
    """Where the child lives, and who placed them there."""

    setting = forms.ChoiceField(
        label="What kind of place is it?",
        choices=[CHOOSE, *((code, text.capitalize()) for code, text in SETTING_WORDS.items())],
    )
    provider = _text("Who provides it?", "The home, the agency, or the carers.")
    provider_urn = _text("Register number of the home or agency", "For example SC041234.", 12)
    school_urn = _text("Residential school", "Its number (URN), six digits.", 12)
    placing_la = _text("Which authority placed the child?", _AUTHORITY_HINT)
    host_la = _text("In whose area is the placement?", _AUTHORITY_HINT)
    home_la = _text("Which authority's area is the child's home?", _AUTHORITY_HINT)
    since_on = _since(required=True)
    until_on = DayField(
        label="Until when?", help_text="Leave this blank while it goes on.", required=False
    )
    said_by = _said_by()

    def fill(self, entry: PlacementFacts) -> None:
        """As it stands, authorities by name."""
        super().fill(entry)
        self.initial["until_on"] = entry.stated.until_on
        for name in ("placing_la", "host_la", "home_la"):
            self.initial[name] = authority_name(self.record, getattr(entry, name))

    def clean(self) -> dict[str, Any]:
        """Authorities that the directory knows are kept by their codes."""
        said = super().clean() or self.cleaned_data
        for name in ("placing_la", "host_la", "home_la"):
            said[name] = self._authority(str(said.get(name, "")))
        return said

    def _authority(self, typed: str) -> str:
        wanted = read_name(typed).compact
        for team in self.record.directory.by_id.values():
            known = {team.agency_reference.upper(), read_name(team.agency_name).compact}
            if typed and team.agency_reference and not known.isdisjoint({typed.upper(), wanted}):
                return team.agency_reference
        return typed


class SchoolingForm(EntryForm):
    """How the child is taught."""

    route = forms.ChoiceField(label="How is the child taught?", choices=[CHOOSE, *ROUTES.items()])
    school_urn = _text("Number of the school (URN)", "Six digits, where it is known.", 12)
    school_name = _text("Name of the school or provider", "Where the number is not known.")
    year_group = _text("Year group", "For example 9.", 20)
    is_second = forms.BooleanField(
        label="The child is on the roll of another school at the same time", required=False
    )
    since_on = _since(required=True)
    until_on = DayField(
        label="Until when?", help_text="Leave this blank while it goes on.", required=False
    )
    said_by = _said_by()

    def fill(self, entry: SchoolingFacts) -> None:
        """As it stands."""
        super().fill(entry)
        self.initial["until_on"] = entry.stated.until_on


class NeedForm(EntryForm):
    """What the child needs others to know."""

    kind = forms.ChoiceField(label="What is this about?")
    words = _long(
        "What is needed, or said?",
        "What the child says of themself in the child's own words.",
        required=True,
    )
    since_on = _since()
    said_by = _said_by()

    def offer(self, record: ChildRecord) -> None:
        """The kinds that the viewer may read."""
        may = readable(record.sections)
        kinds = [(code, kind.words) for code, kind in NEEDS.items() if code in may]
        self.choose("kind", [CHOOSE, *kinds])

    def fill(self, entry: NeedFacts) -> None:
        """What it is about stands."""
        super().fill(entry)
        self.choose("kind", [(entry.kind, NEEDS[entry.kind].words)])


class AliasForm(EntryForm):
    """Another name by which the child is known."""

    name = forms.CharField(
        label="Which name?",
        help_text="As it is written: a nickname, another spelling, a former name.",
        max_length=255,
    )


class EndForm(ActForm):
    """An entry no longer stands."""

    how = forms.ChoiceField(
        label="Why does it no longer stand?",
        choices=[
            ("ENDED", "It ended"),
            ("ERROR", "It was entered in error: it never was so, or is another child's"),
        ],
        widget=forms.RadioSelect,
    )
    until_on = DayField(
        label="When did it end?", help_text="Leave blank for today.", required=False
    )
    reason = forms.CharField(
        label="What happened, or what was wrong?",
        max_length=300,
        error_messages={"required": "Say why it no longer stands."},
    )
