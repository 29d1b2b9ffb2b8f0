"""Which form each step of a report shows, filled from the draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from homeward.agencies.queries import Directory
from homeward.web.acting import sent
from homeward.web.reports.checks import ChecksForm
from homeward.web.reports.forms import ChildForm, ClassForm, ReporterForm, SeenForm, WhereForm
from homeward.web.reports.present import places_of, schools_of
from homeward.web.request import Request


class StepForm(Protocol):
    """A step: valid or not, and what it adds to the draft."""

    def is_valid(self) -> bool:
        """Whether everything that was written can be kept."""

    def answers(self) -> dict[str, Any]:
        """What this step adds to the draft."""


def form_of(
    step: str, request: Request, answers: Mapping[str, Any], directory: Directory
) -> StepForm:
    """The step's form: bound to what was sent, else filled from the draft."""
    data = sent(request)
    forms: dict[str, StepForm] = {
        "reporter": ReporterForm(data, initial=ReporterForm.opened(answers)),
        "child": ChildForm(
            data,
            initial=ChildForm.opened(answers),
            places=places_of(directory),
            schools=schools_of(directory),
        ),
        "checks": ChecksForm(data, initial=ChecksForm.opened(answers), now=request.now),
        "where": WhereForm(data, initial=WhereForm.opened(answers)),
        "class": ClassForm(data, initial=ClassForm.opened(answers), draft=answers, now=request.now),
        "seen": SeenForm(data, initial=SeenForm.opened(answers), now=request.now),
    }
    return forms[step]
