"""Settling a difference: another claim than the rule's, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from homeward.web.forms.plain import PlainForm


class ChoiceForm(PlainForm):
    """Which time is used instead of the rule's, and why."""

    line = forms.ChoiceField(
        label="Choose another time",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the time that is used.",
            "invalid_choice": "This time no longer stands. Choose one of those shown.",
        },
    )
    reason = forms.CharField(
        label="Because",
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": "Say why this time is used."},
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)
