"""A form whose sentences are ours: every field left blank is named by its own label."""

from __future__ import annotations

from typing import Any

from django import forms


class PlainForm(forms.Form):
    """A Django form with plain sentences and no browser-side checks.

    A field that sets its own `required` message keeps it. Browser checks are off because
    their bubbles cannot be styled, printed or read out reliably; the server says it all.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if (
                field.error_messages.get("required")
                == forms.Field.default_error_messages["required"]
            ):
                field.error_messages["required"] = missing(field, str(self[name].label))


def missing(field: forms.Field, label: str) -> str:
    """Return the sentence for a required field that was left blank."""
    if isinstance(field, forms.FileField):
        return f"Choose a file: {label}"
    if isinstance(field, forms.BooleanField):
        return f"Tick this to go on: {label}"
    if isinstance(field, forms.ChoiceField):
        return f"Choose an answer: {label}"
    return f"Fill this in: {label}"
