"""The forms of an episode's verbs: one small page each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms

from homeward.rules.clocks import CLOCK_WORDS, LINE_KINDS, SOURCE_WORDS, Clock, Source, settle
from homeward.rules.episodes import State
from homeward.rules.reports import ReportClass
from homeward.rules.risk import Grade
from homeward.web.children.wording import kind_words
from homeward.web.episodes.clocks import Stated, clock_table
from homeward.web.episodes.reading import EpisodeRecord
from homeward.web.forms.acting import ActForm, LooseField
from homeward.web.forms.moment import MomentField
from homeward.web.forms.options import options_field
from homeward.web.words import day, when

BY_RULE = "RULE"
_SPEAKERS = [
    (source.value, SOURCE_WORDS[source].capitalize())
    for source in Source
    if source is not Source.MSPR
]


def _long(label: str, hint: str = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea, required=required, max_length=4000
    )


def _reason(label: str) -> forms.CharField:
    return _long(label, required=True)


class EpisodeForm(ActForm):
    """A form of one episode; `offer` fills what there is to choose from."""

    def __init__(self, *args: Any, record: EpisodeRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(record)

    def offer(self, record: EpisodeRecord) -> None:
        """What there is to choose from in this episode; nothing by default."""

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Set the choices of a field; a single one is chosen already."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        if len(choices) == 1:
            self.initial[name] = choices[0][0]


class ReturnForm(EpisodeForm):
    """The child is back."""

    returned_at = MomentField(label="When did the child return?")
    source = forms.ChoiceField(label="Who says so?", choices=_SPEAKERS)
    place = forms.CharField(label="Where was the child found?", max_length=200, required=False)
    seen_at = MomentField(
        label="When did police see the child and confirm that all is well?",
        help_text="Leave this blank until police have seen the child.",
        required=False,
    )
    reasons = options_field(
        "reasons",
        "As far as it is known by now. What the child says later can be added.",
        "Why did the child go?",
    )
    harms = options_field("harms", "Choose nothing where none is known.")
    text = _long("What else is known of the return?")


class SightingForm(EpisodeForm):
    """Somebody saw the child or was in contact."""

    seen_at = MomentField(label="When was it?")
    place = forms.CharField(label="Where was it?", max_length=200, required=False)
    seen_by = forms.CharField(
        label="Who saw or heard from the child?",
        help_text="By their part in the child's life, for example bus driver. Never the name of"
        " another child.",
        max_length=200,
    )
    harms = options_field("harms", "Choose nothing where none is known.", "What harm was seen?")
    text = _long("What else was noticed?")


class EnquiryForm(EpisodeForm):
    """Somebody was asked."""

    asked_at = MomentField(label="When was it?")
    of_whom = forms.CharField(
        label="Who was asked?", help_text="For example grandmother, hospital.", max_length=200
    )
    method = forms.ChoiceField(
        label="How?",
        choices=[
            ("VISIT", "Visit"),
            ("PHONE", "Phone call"),
            ("MESSAGE", "Message"),
            ("RECORDS", "Records looked at"),
            ("OTHER", "Another way"),
        ],
    )
    result = forms.ChoiceField(
        label="What came of it?",
        choices=[
            ("NOTHING_KNOWN", "They know nothing"),
            ("INFORMATION", "They gave information"),
            ("NOT_REACHED", "Not reached"),
            ("", "No answer yet"),
        ],
        required=False,
    )
    text = _long("What did they say?")


class GradeForm(EpisodeForm):
    """The risk grade, set anew or reviewed."""

    grade = forms.ChoiceField(
        label="Risk grade",
        choices=[(grade.value, grade.words.capitalize()) for grade in reversed(Grade)],
        widget=forms.RadioSelect,
    )
    at = MomentField(label="Since when?", help_text="Leave blank for now.", required=False)
    reason = _reason("Why this grade?")

    def offer(self, record: EpisodeRecord) -> None:
        """The grade in force is chosen: a review may leave it as it is."""
        self.initial.setdefault("grade", record.episode.grade)


class ClassForm(EpisodeForm):
    """What a report is: missing, a concern, not where supposed to be, abduction."""

    report = forms.TypedChoiceField(label="Which report?", coerce=UUID)
    report_class = forms.ChoiceField(
        label="What is it now?",
        choices=[(each.value, each.words) for each in ReportClass],
        widget=forms.RadioSelect,
    )
    location_known = forms.TypedChoiceField(
        label="Is it known where the child is?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    verified_by = forms.CharField(
        label="Who verified where the child is?", max_length=200, required=False
    )
    decided_by = forms.CharField(label="Who decides this?", max_length=200, required=False)
    recheck_at = MomentField(label="When will it be checked again?", required=False)
    reason = _long("Why?")

    def offer(self, record: EpisodeRecord) -> None:
        """The reports joined in this episode."""
        named = [
            (str(each.id), f"{each.ref or 'By form'}, {when(each.reported_at)}")
            for each in record.reports
        ]
        self.choose("report", named)


class LeftAgainForm(EpisodeForm):
    """A child who was located left again before the return."""

    left_at = MomentField(label="When did the child leave again?")
    text = _long("What is known of it?")


class CloseForm(EpisodeForm):
    """The episode ends."""

    outcome = forms.ChoiceField(
        label="How does it end?",
        choices=[
            ("", "The child is back"),
            (State.FOUND_HARMED.value, "The child was found harmed"),
            (State.DECEASED.value, "The child has died"),
            (State.TRANSFERRED.value, "Another force or authority takes it on"),
            (State.CANCELLED.value, "It was opened in error"),
        ],
        required=False,
    )
    closed_at = MomentField(label="When?")
    reason = _long("Why, and what is still to do?")


class ReopenForm(EpisodeForm):
    """A closed episode goes on."""

    reason = _reason("Why is it reopened?")


class TakeForm(EpisodeForm):
    """A team takes the work on."""

    team = forms.TypedChoiceField(label="For which team?", coerce=int, widget=forms.RadioSelect)

    def offer(self, record: EpisodeRecord) -> None:
        """The viewer's own teams."""
        teams = [(str(team), record.directory.named(team)) for team in self.viewer.teams]
        self.choose("team", teams)


class TimeForm(EpisodeForm):
    """One source's word on one clock."""

    clock = forms.ChoiceField(
        label="Which time is it?",
        choices=[(clock.value, kind_words(LINE_KINDS[clock])) for clock in Clock],
    )
    at = LooseField(label="When?", help_text="Leave the time blank when only the day is known.")
    source = forms.ChoiceField(label="Who says so?", choices=_SPEAKERS)
    text = _long("How do they know?")


class SettleForm(EpisodeForm):
    """Which of the times that differ is used."""

    line = forms.ChoiceField(label="Which time is right?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Because",
        help_text="Needed when you choose another time than the rule does.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, clock: Clock, **kwargs: Any) -> None:
        self._clock = clock
        super().__init__(*args, **kwargs)

    def offer(self, record: EpisodeRecord) -> None:
        """The rule's choice, then every claim that stands."""
        row = next(row for row in clock_table(record).rows if row.clock is self._clock)
        standing = [claim for claim in row.claims if not claim.withdrawn]
        others = [(str(claim.line), stated_words(claim)) for claim in standing]
        self.choose("line", [(BY_RULE, _ruled(record, self._clock)), *others])

    def clean(self) -> dict[str, Any]:
        """Another time than the rule's needs a reason."""
        said = super().clean() or self.cleaned_data
        if said.get("line") not in (None, BY_RULE) and not said.get("reason"):
            self.add_error("reason", "Say why this time is used.")
        return said


def stated_words(claim: Stated) -> str:
    """One claim in a line."""
    at = f"{day(claim.at)}, time not known" if claim.day_only else when(claim.at)
    origin = f", {claim.origin}" if claim.origin else ""
    return f"{at}: {claim.source}, {claim.agency}{origin}"


def _ruled(record: EpisodeRecord, clock: Clock) -> str:
    """What the rule uses, whatever a person chose before."""
    used = record.settled.clocks.get(clock) if record.settled else None
    if record.settled is None or used is None:
        return "Accept the rule"
    start = None if clock is Clock.START else record.settled.started_at
    ruled = settle(clock, (used.claim, *used.others), tolerance=timedelta(0), start=start)
    if ruled is None:
        return "Accept the rule"
    at = day(ruled.at) if ruled.precision == "day" else when(ruled.at)
    return f"Accept the rule: {at}. {ruled.reason}"


def settled_words(clock: Clock) -> str:
    """The heading of the page that settles a clock."""
    return f"Settle the {CLOCK_WORDS[clock]}"
