"""Adopting an edition: which, for whom, from when, why, and who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from homeward.web.forms.moment import DayField
from homeward.web.forms.plain import PlainForm
from homeward.web.protocol.present import EditionChoice, place_choices


class AdoptForm(PlainForm):
    """What is adopted. Nothing is done before its preview was seen."""

    edition = forms.ChoiceField(label="Edition", widget=forms.RadioSelect)
    place = forms.ChoiceField(label="For", required=False)
    on = DayField(
        label="From", help_text="Episodes that start on or after this day are judged by it."
    )
    reason = forms.CharField(label="Why", max_length=1000, widget=forms.Textarea)
    answers = forms.CharField(
        label="Who answers for it",
        max_length=200,
        help_text="Name and role, for example the chair of the partnership.",
    )
    review_on = DayField(label="Looked at again on")

    def __init__(
        self,
        *args: Any,
        editions: Sequence[EditionChoice],
        places: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        edition, place = self.fields["edition"], self.fields["place"]
        if isinstance(edition, forms.ChoiceField) and isinstance(place, forms.ChoiceField):
            edition.choices = [(each.key, each.words) for each in editions]
            place.choices = place_choices(places)
        self._editions = {each.key: each for each in editions}

    @property
    def chosen(self) -> EditionChoice:
        """The edition that was chosen, once the form is valid."""
        return self._editions[self.cleaned_data["edition"]]
