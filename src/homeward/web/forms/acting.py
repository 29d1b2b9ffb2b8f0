"""A form that does something to the record once, however often it is sent.

The page carries a signed token. Its id becomes the id of the act: an act that the
ledger holds already was done, and the second sending is answered like the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner

from homeward.ground.ids import new_id
from homeward.ledger.queries import is_entered
from homeward.rules.acts import Act, Refusal, Viewer
from homeward.web.forms.moment import DayField, MomentField, MomentWidget
from homeward.web.forms.plain import PlainForm
from homeward.web.words import LOCAL

OPEN_FOR = timedelta(hours=24)
TOO_OLD = "This page was open for too long. Check what you wrote and send it again."


class ActForm(PlainForm):
    """A form whose sending is one act. `reason`, where there is one, goes with the act."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)
        self.initial["token"] = self.fresh()

    def fresh(self) -> str:
        """A new token, for one of several small forms on a page."""
        return _signer(self.viewer).sign(new_id().hex)

    def clean_token(self) -> UUID:
        """The act's id. A page that was open too long gets a fresh one and is shown again."""
        try:
            text = _signer(self.viewer).unsign(self.cleaned_data["token"], max_age=OPEN_FOR)
        except BadSignature:
            self.data = {**_flat(self.data), "token": self.initial["token"]}
            raise ValidationError(TOO_OLD, code="too-old") from None
        return UUID(text)

    def act(self, verb: str, at: datetime) -> Act:
        """The act that this valid form is, at a moment (UTC)."""
        said = self.cleaned_data
        return Act(said["token"], self.viewer, at, verb, str(said.get("reason", "")).strip())

    def was_done(self, at: datetime) -> bool:
        """Whether the same page was sent before and taken."""
        return is_entered(self.viewer, self.cleaned_data["token"], at - OPEN_FOR)

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal's sentence at its field, or above the form where it names none."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)


def _signer(viewer: Viewer) -> TimestampSigner:
    return TimestampSigner(salt=f"homeward.act.{viewer.person}")


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data.get(name) for name in data}


class Loose(NamedTuple):
    """A moment (UTC) and how precisely it is known: `minute`, or `day` for the local day."""

    at: datetime
    precision: str


class LooseField(forms.Field):
    """A date whose time may be left blank: only the day is known then."""

    widget = MomentWidget

    def clean(self, value: Any) -> Loose | None:
        """The moment with its precision, None when left blank and not required."""
        boxes = value if isinstance(value, list) else []
        if not any(boxes[:3]) or any(boxes[3:]):
            at = MomentField(required=self.required).clean(value)
            return Loose(at, "minute") if at else None
        day = DayField().clean(boxes[:3])
        return Loose(datetime.combine(day or date.min, time.min, LOCAL).astimezone(UTC), "day")
