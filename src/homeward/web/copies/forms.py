"""The forms of a request for a copy: who asks, what is removed and why, how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from homeward.copies.facts import MarkFacts
from homeward.rules.copies import CAPACITIES, EXEMPTIONS
from homeward.web.forms.acting import ActForm
from homeward.web.forms.moment import DayField
from homeward.web.words import plural


class AskForm(ActForm):
    """Who asks for a copy of a child's record."""

    asked_by = forms.CharField(label="Who asks?", max_length=200)
    capacity = forms.ChoiceField(
        label="In what capacity?", choices=tuple(CAPACITIES.items()), widget=forms.RadioSelect
    )
    authority = forms.CharField(
        label="How was their right to ask checked?",
        help_text="Which document was seen, or how you know them. For a parent also what the"
        " child wishes.",
        max_length=500,
        widget=forms.Textarea,
    )
    received_on = DayField(label="On which day did the request come?")


class LetterForm(AskForm):
    """As `AskForm`, with whom it is about as the letter has it."""

    forename = forms.CharField(label="The child's forename, as the letter has it", max_length=100)
    surname = forms.CharField(label="Surname", max_length=200)
    dob = DayField(label="Date of birth")
    field_order = ("forename", "surname", "dob")

    def wanted(self) -> dict[str, str]:
        """Whom it is about."""
        said = self.cleaned_data
        names = {name: said[name].strip() for name in ("forename", "surname")}
        return {**names, "dob": said["dob"].isoformat()}


class MarksForm(ActForm):
    """Which marks are removed. What is suggested of others is ticked, workers are not."""

    removed = forms.TypedMultipleChoiceField(
        label="Remove these words wherever they stand",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, marks: Sequence[MarkFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["removed"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(each.id), each.words) for each in marks]
        self.hints = {
            str(each.id): f"{EXEMPTIONS[each.exemption].words.capitalize()}"
            f" ({each.why or 'marked by hand'}), {plural(each.times, 'time')}"
            for each in marks
        }
        self.initial["removed"] = [
            str(each.id)
            for each in marks
            if each.removed or (each.removed is None and each.exemption != "STAFF")
        ]


class MarkForm(ActForm):
    """More words to remove."""

    words = forms.CharField(
        label="Which words?",
        help_text="As they stand in the copy. Capitals, accents and line ends do not matter.",
        max_length=300,
    )
    exemption = forms.ChoiceField(
        label="Under which exemption?",
        choices=[(each.code, each.words.capitalize()) for each in EXEMPTIONS.values()],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Why?", max_length=300, required=False)


class WhyForm(ActForm):
    """Why, in words."""

    reason = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea)


class CheckForm(ActForm):
    """The second pair of eyes."""

    right = forms.ChoiceField(
        label="Is everything removed that must be, and nothing else?",
        choices=[("yes", "Yes: make the copy"), ("no", "No: back to marking")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="What did you see?", max_length=300, required=False)
