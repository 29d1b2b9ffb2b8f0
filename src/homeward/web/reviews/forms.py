"""A decision in the review queue, and its undoing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from homeward.web.forms.plain import PlainForm

SAME, DIFFERENT, ASK, TWO = "same", "different", "ask", "two-numbers"

NUMBERS = ("The first number", "The second number")


class DecisionForm(PlainForm):
    """Which known child, where there are several, and a note on why."""

    child = forms.ChoiceField(
        label="Which known child?",
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of the known children shown."},
    )
    team = forms.ChoiceField(label="Whom do you ask?", required=False)
    asks = forms.CharField(
        label="What do you ask?",
        help_text="They see your words alone: say who is meant. Name no child they do not know.",
        max_length=500,
        required=False,
        widget=forms.Textarea,
    )
    reason = forms.CharField(
        label="What told you?",
        help_text="A line for whoever looks at this later.",
        max_length=300,
        required=False,
        widget=forms.Textarea,
    )

    def __init__(
        self,
        *args: Any,
        children: Sequence[UUID] = (),
        teams: Sequence[tuple[int, str]] = (),
        two_numbers: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.children = tuple(children)
        team = self.fields["team"]
        if isinstance(team, forms.ChoiceField):
            team.choices = [("", "Choose a team"), *((str(key), name) for key, name in teams)]
        if two_numbers:
            self["child"].label = "Under which number shall the record count?"
        field = self.fields["child"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (each.hex, f"Known child {place}" if not two_numbers else NUMBERS[place - 1])
                for place, each in enumerate(self.children, start=1)
            ]

    def chosen(self) -> UUID | None:
        """The child that was chosen, or the only one there is. None with an error on the form."""
        if len(self.children) == 1:
            return self.children[0]
        text = self.cleaned_data.get("child")
        if not text:
            self.add_error("child", "Choose which known child it is, then press Same child.")
            return None
        return UUID(text)


class AnswerForm(PlainForm):
    """A team's answer to a keeper's question."""

    answer = forms.CharField(
        label="Your answer",
        help_text="Say what you know of this child, and how you know it.",
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": "Write your answer."},
    )


class UndoForm(PlainForm):
    """Why a decision is undone."""

    reason = forms.CharField(
        label="Why is this decision undone?",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Say why this decision is undone."},
    )
