"""A question of the dated lists on a form: reasons, harms or risks, any number of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django import forms

from homeward.ground import clock
from homeward.ground.options import shipped_options
from homeward.rules.options.lists import LISTS, in_force, offered, words_of
from homeward.web.words import local

#: The lists in one or two words, for what was answered.
ANSWER_WORDS: Mapping[str, str] = {"reasons": "Why", "harms": "Harm", "risks": "Longer-term risk"}


def options_field(name: str, hint: str = "", label: str = "") -> forms.MultipleChoiceField:
    """A question with the answers that one list offers on the day the form is opened."""
    return forms.MultipleChoiceField(
        label=label or LISTS[name],
        help_text=hint,
        choices=partial(_today, name),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _today(name: str) -> list[tuple[str, str]]:
    on = local(clock.now()).date()
    return offered(in_force(shipped_options(), on), name, on)


def words_for(name: str, codes: Iterable[object]) -> list[str]:
    """Stored answers in words."""
    return words_of(shipped_options(), name, codes)


def answers_said(data: Mapping[str, Any]) -> str:
    """The answers that a line holds, a sentence for each list; blank without any."""
    said = {short: words_for(name, data.get(name, ())) for name, short in ANSWER_WORDS.items()}
    return "\n".join(f"{short}: {'; '.join(words)}." for short, words in said.items() if words)
