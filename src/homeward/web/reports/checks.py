"""The checks made before reporting, as one form: none of them ever holds a report back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from homeward.rules.reports import TRACE_CHECKS
from homeward.web.forms.moment import TIME
from homeward.web.forms.plain import PlainForm
from homeward.web.words import LOCAL, clock, local


class RecentTimeField(forms.CharField):
    """A local time of day in the last 24 hours. Cleans to a moment in UTC, None when blank."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self, value: Any) -> datetime | None:
        """The newest moment with this time that has passed."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        read = TIME.fullmatch(text)
        hour, minute = (int(read[1]), int(read[2])) if read else (24, 0)
        if hour > 23 or minute > 59:
            raise ValidationError("Write the time with 24 hours, for example 21:30, or leave it.")
        at = datetime.combine(local(self.now).date(), datetime.min.time(), LOCAL)
        at = at.replace(hour=hour, minute=minute)
        if at > self.now:
            at -= timedelta(days=1)
        return at.astimezone(UTC)


class ChecksForm(PlainForm):
    """Which checks were made: when, by whom, with what result; or a concern that overrides them."""

    immediate_concern = forms.CharField(
        label="Is there an immediate concern for the child's safety?",
        help_text="If so, say what. Then leave the checks and report at once.",
        max_length=300,
        required=False,
        widget=forms.Textarea,
    )
    done = forms.MultipleChoiceField(
        label="What has been done so far to find the child?",
        help_text="Tick what was done. Nothing here holds a report back.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(check.code, check.words) for check in TRACE_CHECKS],
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for check in TRACE_CHECKS:
            self.fields |= {
                f"{check.code}_at": RecentTimeField(
                    label="Time",
                    help_text="In the last 24 hours, for example 21:30.",
                    required=False,
                    now=now,
                ),
                f"{check.code}_who": forms.CharField(
                    label="Who did it", max_length=200, required=False
                ),
                f"{check.code}_result": forms.CharField(
                    label="Result", max_length=1000, required=False
                ),
            }

    @staticmethod
    def opened(answers: Mapping[str, Any]) -> dict[str, Any]:
        """The boxes filled from the draft."""
        initial: dict[str, Any] = {"immediate_concern": answers.get("immediate_concern", "")}
        checks = answers.get("checks") or ()
        initial["done"] = [check["check"] for check in checks]
        for check in checks:
            code, at = check["check"], check.get("at")
            initial[f"{code}_at"] = clock(datetime.fromisoformat(at)) if at else ""
            initial[f"{code}_who"] = check.get("who", "")
            initial[f"{code}_result"] = check.get("result", "")
        return initial

    def answers(self) -> dict[str, Any]:
        """What this step adds to the draft."""
        said = self.cleaned_data
        return {
            "immediate_concern": said["immediate_concern"],
            "checks": [self._check(code) for code in said["done"]],
        }

    def _check(self, code: str) -> dict[str, str]:
        said = self.cleaned_data
        at = said[f"{code}_at"]
        return {
            "check": code,
            "at": at.isoformat() if at else "",
            "who": said[f"{code}_who"],
            "result": said[f"{code}_result"],
        }
