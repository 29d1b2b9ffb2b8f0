"""What is done with a request for a copy on a small page of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from homeward.casework.check_copy import check_copy
from homeward.casework.close_copy import close_copy
from homeward.casework.extend_copy import extend_copy
from homeward.copies.facts import CopyFacts
from homeward.rules.acts import Act, Viewer
from homeward.rules.copies import may_check
from homeward.web.copies.forms import CheckForm, WhyForm
from homeward.web.forms.acting import ActForm


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its page in words, the form, the verb, what is said afterwards."""

    title: str
    words: str
    button: str
    form: type[ActForm]
    do: Callable[[Act, UUID, ActForm], None]
    done: str


def _check(act: Act, request: UUID, form: ActForm) -> None:
    check_copy(act, request, right=form.cleaned_data["right"] == "yes")


def _extend(act: Act, request: UUID, form: ActForm) -> None:
    extend_copy(act, request)


def _close(act: Act, request: UUID, form: ActForm) -> None:
    close_copy(act, request)


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "check": Step(
            "Look at what was marked",
            "Fetch the original, and compare it with the list of what is removed and what stays.",
            "Keep my answer",
            CheckForm,
            _check,
            "Kept. With a yes the copy is made within moments.",
        ),
        "extend": Step(
            "Extend the time by two months",
            "Once, where there is much to look through. The person must be told within the"
            " first month, and why.",
            "Extend",
            WhyForm,
            _extend,
            "Extended by two months. Tell the person, and why.",
        ),
        "close": Step(
            "Close this request",
            "Nothing can be fetched any more. Original and copy are kept closed for two years"
            " so that a complaint can be answered, then destroyed (local default, not policy).",
            "Close the request",
            WhyForm,
            _close,
            "Closed.",
        ),
    }
)


def offered(found: CopyFacts, viewer: Viewer, now: datetime) -> list[str]:
    """What this viewer can do with the request as it stands, the next thing first."""
    if found.closed_at is not None:
        return []
    waits = found.marked_at is not None and found.checked_at is None
    steps = ["check"] if waits and may_check(viewer, found.marked_by) else []
    if found.extended_at is None and found.made_at is None and now.date() <= found.due_on:
        steps.append("extend")
    return [*steps, "close"]
