"""The small forms of keeping a record: why, on hold for what, what it also is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from homeward.retention.facts import HoldFacts
from homeward.rules.retention import CLASSES, HOLDS
from homeward.web.forms.acting import ActForm
from homeward.web.forms.moment import DayField


class WhyForm(ActForm):
    """Why something is done."""

    reason = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea)


class SureForm(ActForm):
    """That somebody knows what they confirm."""

    sure = forms.BooleanField(label="I know that an erased record cannot be brought back")


class HoldForm(WhyForm):
    """What a hold is for."""

    kind = forms.ChoiceField(
        label="What is the hold for?", choices=tuple(HOLDS.items()), widget=forms.RadioSelect
    )
    field_order = ("kind", "reason")


class LiftForm(WhyForm):
    """Which hold is lifted."""

    hold = forms.TypedChoiceField(
        label="Which hold is lifted?", coerce=UUID, widget=forms.RadioSelect
    )
    field_order = ("hold", "reason")

    def __init__(self, *args: Any, holds: list[HoldFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["hold"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(each.id), f"{HOLDS[each.kind]}: {each.reason}") for each in holds]
            if len(holds) == 1:
                self.initial["hold"] = str(holds[0].id)


class ClassForm(ActForm):
    """What the record also is."""

    classes = forms.MultipleChoiceField(
        label="What else is known of this record?",
        help_text="The longest period that applies counts.",
        choices=tuple(CLASSES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    died_on = DayField(label="If the child died, on which day?", required=False)
