"""The steps of a report, each a small form that reads from the draft and adds to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from homeward.rules.reports import (
    OPENING_QUESTIONS,
    Answers,
    Classing,
    ReportClass,
    class_report,
    may_class,
)
from homeward.web.forms.moment import DayField, MomentField
from homeward.web.forms.plain import PlainForm

YES_NO = [("yes", "Yes"), ("no", "No")]
REPORTERS = [
    ("CARER", "A carer or a children's home"),
    ("PARENT", "A parent or somebody of the family"),
    ("SCHOOL", "A school"),
    ("OFFICER", "A police officer"),
]
SETTINGS = [
    ("HOME", "At home with family"),
    ("FOSTER", "Foster care"),
    ("CHILDRENS_HOME", "A children's home"),
    ("SUPPORTED", "Supported accommodation"),
    ("OTHER", "Somewhere else, or not known"),
]
CLASSES = {
    "MISSING": ("Missing", "Opens an episode. Police and social care see it at once."),
    "CONCERN_FOR_WELFARE": (
        "Concern for welfare",
        "It is known where the child is, but not that the child is safe.",
    ),
    "NOT_WHERE_SUPPOSED_TO_BE": (
        "Not where they are supposed to be",
        "Opens no episode. Somebody checks again.",
    ),
    "ABDUCTION": ("Abduction", "Police handle it outside this protocol. Ring 999."),
}
FIELD_OF = {
    "needs-name": "decided_by",
    "needs-reason": "class_reason",
    "needs-recheck": "recheck_at",
}


def _moment(answers: Mapping[str, Any], name: str) -> datetime | None:
    text = answers.get(name)
    return datetime.fromisoformat(text) if text else None


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""


def answers_of(answers: Mapping[str, Any]) -> Answers:
    """What the rules ask of a draft."""
    return Answers(
        location_known=bool(answers.get("location_known")),
        at_risk_there=bool(answers.get("at_risk_there")),
        abduction_suspected=bool(answers.get("abduction_suspected")),
        location_verified_by=str(answers.get("decided_by", "")),
    )


class ReporterForm(PlainForm):
    """Who reports."""

    reporter = forms.ChoiceField(
        label="Who is reporting?",
        widget=forms.RadioSelect,
        choices=REPORTERS,
        error_messages={"required": "Say who is reporting."},
    )

    @staticmethod
    def opened(answers: Mapping[str, Any]) -> dict[str, Any]:
        """The boxes filled from the draft."""
        return {"reporter": answers.get("reporter", "")}

    def answers(self) -> dict[str, Any]:
        """What this step adds to the draft."""
        return {"reporter": self.cleaned_data["reporter"]}


class ChildForm(PlainForm):
    """Who the child is, as far as the reporter knows."""

    forename = forms.CharField(label="Forename", max_length=100, required=False)
    surname = forms.CharField(
        label="Surname", max_length=255, error_messages={"required": "Give the child's surname."}
    )
    dob = DayField(label="Date of birth")
    sex = forms.ChoiceField(
        label="Sex",
        widget=forms.RadioSelect,
        required=False,
        choices=[("F", "Female"), ("M", "Male"), ("", "Not known")],
    )
    setting = forms.ChoiceField(
        label="Where does the child live?",
        widget=forms.RadioSelect,
        choices=SETTINGS,
        error_messages={"required": "Say where the child lives, or that it is not known."},
    )
    address = forms.CharField(
        label="Address",
        help_text="Where the child lives, not where the child is now.",
        max_length=500,
        required=False,
    )
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    place = forms.ChoiceField(label="Which area is that in?", required=False)
    school_urn = forms.ChoiceField(label="School", required=False)

    def __init__(
        self,
        *args: Any,
        places: Sequence[tuple[str, str]] = (),
        schools: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        listed: tuple[tuple[str, Sequence[tuple[str, str]], str], ...] = (
            ("place", places, "Not known, or another area"),
            ("school_urn", schools, "Not known, or not listed"),
        )
        for name, choices, blank in listed:
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", blank), *choices]

    @staticmethod
    def opened(answers: Mapping[str, Any]) -> dict[str, Any]:
        """The boxes filled from the draft."""
        born = answers.get("dob")
        return {**answers, "dob": date.fromisoformat(born) if born else None}

    def answers(self) -> dict[str, Any]:
        """What this step adds to the draft."""
        return {**self.cleaned_data, "dob": _iso(self.cleaned_data["dob"]), "child": ""}


class WhereForm(PlainForm):
    """Whether anybody knows where the child is, and whether the child was taken."""

    abduction = forms.ChoiceField(
        label="Does anybody suspect that somebody has taken the child?",
        widget=forms.RadioSelect,
        choices=YES_NO,
        error_messages={"required": "Say whether anybody suspects that the child was taken."},
    )
    known = forms.ChoiceField(
        label="Does anybody know where the child is now?",
        widget=forms.RadioSelect,
        choices=YES_NO,
        required=False,
    )
    location = forms.CharField(label="Where, and who says so", max_length=300, required=False)
    at_risk = forms.ChoiceField(
        label="Is the child believed to be at risk there?",
        widget=forms.RadioSelect,
        choices=YES_NO,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the answers that the first one calls for."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("abduction") == "no" and not said.get("known"):
            self.add_error("known", "Say whether anybody knows where the child is.")
        if said.get("abduction") == "no" and said.get("known") == "yes" and not said.get("at_risk"):
            self.add_error("at_risk", "Say whether the child is believed to be at risk there.")
        return said

    @staticmethod
    def opened(answers: Mapping[str, Any]) -> dict[str, Any]:
        """The boxes filled from the draft."""
        pairs = (
            ("abduction", "abduction_suspected"),
            ("known", "location_known"),
            ("at_risk", "at_risk_there"),
        )
        initial = {
            name: "yes" if answers[kept] else "no" for name, kept in pairs if kept in answers
        }
        return {**initial, "location": answers.get("location", "")}

    def answers(self) -> dict[str, Any]:
        """What this step adds to the draft; a class chosen for other answers is offered anew."""
        said = self.cleaned_data
        known = said["known"] == "yes"
        added = {
            "abduction_suspected": said["abduction"] == "yes",
            "location_known": known,
            "location": said["location"] if known else "",
            "at_risk_there": known and said["at_risk"] == "yes",
        }
        return {**added, "report_class": class_report(answers_of(added)).default.value}


class ClassForm(PlainForm):
    """What the report is. Away from missing it needs a name, a reason and a time to look again."""

    report_class = forms.ChoiceField(label="Report it as", widget=forms.RadioSelect)
    decided_by = forms.CharField(label="Who decides this?", max_length=200, required=False)
    class_reason = forms.CharField(
        label="Why?", max_length=1000, required=False, widget=forms.Textarea
    )
    recheck_at = MomentField(label="When will somebody check again?", required=False)

    def __init__(self, *args: Any, draft: Mapping[str, Any], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule_answers = answers_of(draft)
        self.classing: Classing = class_report(self.rule_answers)
        self.now = now
        allowed = [each for each in self.classing.allowed if each is not ReportClass.ABDUCTION]
        field = self.fields["report_class"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(each.value, CLASSES[each.value][0]) for each in allowed]

    def hints(self) -> dict[str, str]:
        """What each class means, under its name."""
        return {code: meaning for code, (_, meaning) in CLASSES.items()}

    def clean(self) -> dict[str, Any]:
        """Hold the choice against the rule."""
        said: dict[str, Any] = super().clean() or {}
        again = said.get("recheck_at")
        if again is not None and again <= self.now:
            self.add_error("recheck_at", "This time has passed. Give one that is still to come.")
        if "report_class" not in said or "recheck_at" not in said:
            return said
        decision = may_class(
            ReportClass(said["report_class"]),
            self.rule_answers,
            decided_by=said.get("decided_by", ""),
            reason=said.get("class_reason", ""),
            recheck_at=again,
        )
        if not decision:
            self.add_error(FIELD_OF.get(decision.code, "report_class"), decision.reason)
        return said

    @staticmethod
    def opened(answers: Mapping[str, Any]) -> dict[str, Any]:
        """The boxes filled from the draft."""
        return {**answers, "recheck_at": _moment(answers, "recheck_at")}

    def answers(self) -> dict[str, Any]:
        """What this step adds to the draft; nothing to justify where the child is missing."""
        said = self.cleaned_data
        if said["report_class"] == ReportClass.MISSING:
            return {
                "report_class": "MISSING",
                "decided_by": "",
                "class_reason": "",
                "recheck_at": "",
            }
        return {**said, "recheck_at": _iso(said["recheck_at"])}


class SeenForm(PlainForm):
    """When and where the child was last seen, and why somebody is worried."""

    noticed_at = MomentField(label="When was it noticed that the child was gone?")
    last_seen_at = MomentField(label="When was the child last seen?", required=False)
    last_seen_place = forms.CharField(
        label="Where was the child last seen, and by whom?", max_length=200, required=False
    )
    clothing = forms.CharField(
        label="Clothes, and what the child took along", max_length=500, required=False
    )
    why_worried = forms.CharField(
        label=OPENING_QUESTIONS[0], max_length=4000, required=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        """Times that cannot be are asked again."""
        said: dict[str, Any] = super().clean() or {}
        for name in ("noticed_at", "last_seen_at"):
            if said.get(name) and said[name] > self.now:
                self.add_error(name, "This time lies in the future. Check the day and the time.")
        noticed, seen = said.get("noticed_at"), said.get("last_seen_at")
        if noticed and seen and seen > noticed:
            self.add_error(
                "last_seen_at", "This is later than the absence was noticed. Check both times."
            )
        return said

    @staticmethod
    def opened(answers: Mapping[str, Any]) -> dict[str, Any]:
        """The boxes filled from the draft."""
        times = {name: _moment(answers, name) for name in ("noticed_at", "last_seen_at")}
        return {**answers, **times}

    def answers(self) -> dict[str, Any]:
        """What this step adds to the draft."""
        said = self.cleaned_data
        times = {name: _iso(said[name]) for name in ("noticed_at", "last_seen_at")}
        return {**said, **times}


class DiscardForm(PlainForm):
    """Why a draft is discarded."""

    reason = forms.CharField(
        label="Why is this draft discarded?",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Say why this draft is discarded."},
    )
