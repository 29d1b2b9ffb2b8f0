"""Asking for emergency access, and saying whether it was right."""

from __future__ import annotations

from typing import Any

from django import forms

from homeward.casework.open_emergency import NUMBERS, Named
from homeward.rules.emergency import REASON_LENGTH, hours_for
from homeward.rules.identifiers import Kind, standing
from homeward.web.forms.acting import ActForm
from homeward.web.forms.moment import DayField

NUMBER_WORDS = {
    Kind.NHS_NO: "NHS number",
    Kind.UPN: "Unique pupil number",
    Kind.LA_CHILD_ID: "Children's social care number",
}
BY_NAME, BY_NUMBER = "NAME", "NUMBER"


class AskForm(ActForm):
    """Who the child is, exactly; why now; for how long."""

    by = forms.ChoiceField(
        label="What do you know of the child?",
        widget=forms.RadioSelect,
        choices=[
            (BY_NAME, "Full name and date of birth"),
            (BY_NUMBER, "A number"),
        ],
        error_messages={"required": "Choose what you know of the child."},
    )
    forename = forms.CharField(label="Forename", max_length=100, required=False)
    surname = forms.CharField(label="Surname", max_length=255, required=False)
    dob = DayField(label="Date of birth", required=False)
    number_kind = forms.ChoiceField(
        label="Which number?",
        choices=[("", "Choose"), *((kind.value, NUMBER_WORDS[kind]) for kind in NUMBERS)],
        required=False,
    )
    number = forms.CharField(label="The number", max_length=40, required=False)
    reason = forms.CharField(
        label="What has happened, and why must you read the record now?",
        help_text="The team that owns the record reads this and says whether it was right.",
        widget=forms.Textarea,
        min_length=REASON_LENGTH,
        max_length=500,
        error_messages={
            "required": "Say what has happened and why you must read the record now.",
            "min_length": "Say in a sentence what has happened and why you must read it now.",
        },
    )
    team = forms.TypedChoiceField(label="For which of your teams?", coerce=int)
    hours = forms.TypedChoiceField(
        label="For how long?",
        help_text="It ends by itself. Choose what you need, no more.",
        coerce=int,
        error_messages={"required": "Choose for how long."},
    )

    def __init__(self, *args: Any, teams: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lengths = hours_for(self.viewer.roles)
        self._choose("team", list(teams.items()))
        self._choose("hours", [(each, f"{each} hours") for each in lengths])
        self.initial.setdefault("hours", lengths[0] if lengths else None)
        if len(teams) == 1:
            self.fields["team"].widget = forms.HiddenInput()
            self.initial["team"] = next(iter(teams))

    def _choose(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """What was chosen must be filled in whole."""
        said = super().clean() or {}
        by = said.get("by")
        if by == BY_NAME:
            self._need("forename", "Write the forename.")
            self._need("surname", "Write the surname.")
            self._need("dob", "Enter the date of birth, for example 27 3 2012.")
        elif by == BY_NUMBER:
            self._need("number_kind", "Choose which number it is.")
            kind = said.get("number_kind")
            given = standing(Kind(kind), said.get("number", "")) if kind else None
            if given is not None and not given.valid:
                self.add_error("number", given.reason)
        return said

    def _need(self, name: str, sentence: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    def named(self) -> Named:
        """The child as the valid form names them."""
        said = self.cleaned_data
        if said["by"] == BY_NAME:
            return Named(said["forename"], said["surname"], said["dob"])
        return Named(number_kind=Kind(said["number_kind"]), number=said["number"])


RIGHT, WRONG = "right", "wrong"


class ReviewForm(ActForm):
    """It was right, or it was not, and why."""

    verdict = forms.ChoiceField(
        label="Was it right to open the record?",
        widget=forms.RadioSelect,
        choices=[(RIGHT, "It was right"), (WRONG, "It was not right")],
        error_messages={"required": "Say whether it was right."},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Needed when it was not right.",
        widget=forms.Textarea,
        required=False,
        max_length=500,
    )
