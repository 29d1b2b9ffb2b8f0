"""The forms of the child page: what to show of the chronology, a new line, a line in error."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from homeward.chronology.facts import LineFacts
from homeward.ground.calendar import calendar
from homeward.rules.acts import NewLine
from homeward.rules.lines import KINDS, Arises
from homeward.web.children.chronology import Filters, group_of, source_choices
from homeward.web.children.reading import ChildRecord
from homeward.web.forms.acting import ActForm, LooseField
from homeward.web.forms.moment import DayField
from homeward.web.forms.options import options_field
from homeward.web.forms.plain import PlainForm
from homeward.web.words import day

ANY = ("", "All")


class ChronologyForm(PlainForm):
    """Which lines to show. A filter that makes no sense is left out, with a sentence."""

    agency = forms.ChoiceField(label="Agency", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    source = forms.ChoiceField(label="Source", required=False)
    known = DayField(label="As known on", required=False)
    hide = forms.BooleanField(label="Leave out lines that no longer stand", required=False)

    def __init__(self, *args: Any, record: ChildRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = record.lines
        agencies = sorted({line.agency for line in lines if line.agency})
        self._offer("agency", [(code, record.names.agency(code)) for code in agencies])
        self._offer("kind", [(group, group) for group in sorted({group_of(ln) for ln in lines})])
        self._offer("source", source_choices(lines))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [ANY, *choices]

    def filters(self, after: str) -> Filters:
        """What was asked for, as far as it makes sense."""
        self.full_clean()
        said = self.cleaned_data
        known = said.get("known")
        return Filters(
            said.get("agency", ""),
            said.get("kind", ""),
            said.get("source", ""),
            calendar().end_of_day(known) if known else None,
            bool(said.get("hide")),
            after,
        )


def hand_kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of line that a person may add, grouped."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in KINDS.values():
        if kind.arises is Arises.HAND:
            groups.setdefault(kind.group, []).append((kind.code, kind.title))
    notes = groups.pop("Notes")
    return [("Notes", notes), *groups.items()]


class AddLineForm(ActForm):
    """A line that a person adds to the chronology."""

    kind = forms.ChoiceField(label="What happened?")
    happened_at = LooseField(
        label="When did it happen?",
        help_text="Leave the time blank when only the day is known.",
    )
    text = forms.CharField(
        label="What should others know?",
        help_text="Facts, and who said them. Use the child's own words in quotation marks.",
        widget=forms.Textarea,
        required=False,
        max_length=4000,
    )
    reasons = options_field("reasons", "Only where the line says so.")
    harms = options_field("harms", "Only where the line says so.")
    risks = options_field("risks", "Only where the line says so.")
    episode = forms.TypedChoiceField(
        label="Which episode does it belong to?", required=False, coerce=UUID, empty_value=None
    )

    def __init__(self, *args: Any, record: ChildRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, episode = self.fields["kind"], self.fields["episode"]
        if isinstance(kind, forms.ChoiceField) and isinstance(episode, forms.ChoiceField):
            kind.choices = [("", "Choose"), *hand_kinds()]
            episode.choices = [("", "None: it is about the child"), *_episodes(record)]


def _episodes(record: ChildRecord) -> Iterable[tuple[str, str]]:
    for episode in record.episodes:
        if episode.state != "CANCELLED":
            yield str(episode.id), f"Missing since {day(episode.started_at)}"


class ErrorForm(ActForm):
    """A line that was entered in error, and what stands in its place, if anything."""

    becomes = forms.ChoiceField(
        label="What should the record say instead?",
        choices=[
            ("NOTHING", "Nothing: it does not belong to this child or did not happen"),
            ("CHANGED", "The same at another time, or in other words"),
        ],
        widget=forms.RadioSelect,
    )
    happened_at = LooseField(
        label="When did it happen?",
        help_text="Leave the time blank when only the day is known.",
        required=False,
    )
    text = forms.CharField(
        label="What should others know?", widget=forms.Textarea, required=False, max_length=4000
    )
    reason = forms.CharField(label="What was wrong with it?", max_length=300)

    def __init__(self, *args: Any, line: LineFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._line = line
        self.initial.setdefault("text", line.text)
        self.initial.setdefault("happened_at", _shown(line))

    def clean(self) -> dict[str, Any]:
        """A changed line needs its time."""
        said = super().clean() or self.cleaned_data
        if said.get("becomes") == "CHANGED" and not said.get("happened_at", True):
            self.add_error("happened_at", "Say when it happened.")
        return said

    def instead(self) -> NewLine | None:
        """The line that stands in its place, None for nothing."""
        said = self.cleaned_data
        if said["becomes"] == "NOTHING":
            return None
        line, happened = self._line, said["happened_at"]
        return NewLine(
            line.kind,
            happened.at,
            happened.precision,
            agency=line.agency,
            text=said["text"],
            data=dict(line.data),
        )


def _shown(line: LineFacts) -> datetime | list[str]:
    """The line's time for the boxes; the time box stays blank where only the day is known."""
    if line.precision == "minute":
        return line.happened_at
    local = calendar().local_day(line.happened_at)
    return [str(local.day), str(local.month), str(local.year), ""]
