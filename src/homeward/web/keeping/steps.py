"""What can be done about a kept record: one small page each, by the same view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from homeward.casework.class_record import class_record
from homeward.casework.confirm_erasure import confirm_erasure
from homeward.casework.hold_record import hold_record
from homeward.casework.lift_hold import lift_hold
from homeward.casework.propose_erasure import propose_erasure
from homeward.casework.withdraw_erasure import withdraw_erasure
from homeward.rules.acts import Act
from homeward.web.forms.acting import ActForm
from homeward.web.keeping.forms import ClassForm, HoldForm, LiftForm, SureForm, WhyForm


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its page in words, the form, the verb, what is said afterwards."""

    title: str
    words: str
    button: str
    form: type[ActForm]
    do: Callable[[Act, UUID, ActForm], None]
    done: str
    look: str = ""


def _propose(act: Act, child: UUID, form: ActForm) -> None:
    propose_erasure(act, child)


def _confirm(act: Act, child: UUID, form: ActForm) -> None:
    confirm_erasure(act, child)


def _withdraw(act: Act, child: UUID, form: ActForm) -> None:
    withdraw_erasure(act, child)


def _hold(act: Act, child: UUID, form: ActForm) -> None:
    hold_record(act, child, kind=form.cleaned_data["kind"])


def _lift(act: Act, child: UUID, form: ActForm) -> None:
    lift_hold(act, form.cleaned_data["hold"])


def _class(act: Act, child: UUID, form: ActForm) -> None:
    said = form.cleaned_data
    class_record(act, child, classes=said["classes"], died_on=said["died_on"])


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "propose": Step(
            "Propose that this record is erased",
            "Nothing is erased by proposing it. Another keeper of the record must confirm, and a"
            " week passes after that in which a hold, or either of you, can stop it.",
            "Propose erasing",
            WhyForm,
            _propose,
            "Proposed. Another keeper of the record must confirm it.",
        ),
        "confirm": Step(
            "Confirm that this record is erased",
            "In a week the service removes name, numbers, addresses, relatives, documents and"
            " every word that was written about the child. Times of episodes and duties stay for"
            " figures of past years. It cannot be undone, and no agency can bring it back from"
            " here.",
            "Erase in a week",
            SureForm,
            _confirm,
            "Confirmed. The record is erased in a week, unless a hold or one of you stops it.",
            "warning",
        ),
        "withdraw": Step(
            "Keep this record after all",
            "The decision to erase it is taken back. It can be proposed again later.",
            "Keep the record",
            ActForm,
            _withdraw,
            "The record is kept. The decision was taken back.",
        ),
        "hold": Step(
            "Put this record on hold",
            "Nothing of the record is erased until the hold is lifted. Everybody involved with"
            " the child can read why.",
            "Put on hold",
            HoldForm,
            _hold,
            "The record is on hold. Nothing of it is erased until the hold is lifted.",
        ),
        "lift": Step(
            "Lift a hold",
            "That it stood, and why, stays on record. The record can be erased again once its"
            " period is over and two people decide it.",
            "Lift the hold",
            LiftForm,
            _lift,
            "The hold is lifted.",
        ),
        "class": Step(
            "Say what this record also is",
            "The service knows whether the child was ever reported as looked after. What it"
            " cannot know by itself is said here. When the record is due is worked out anew"
            " by tomorrow.",
            "Keep these answers",
            ClassForm,
            _class,
            "Kept. When the record is due is worked out anew by tomorrow.",
        ),
    }
)
