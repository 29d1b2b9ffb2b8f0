"""Report a child missing by form. Unfinished checks never hold a report back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from homeward.access.scope import set_scope
from homeward.children.queries import get_child
from homeward.ground.wake import wake
from homeward.intake.actions import save_answers
from homeward.intake.models import SubmissionState
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.reports import Answers, ReportClass, may_class
from homeward.rules.sharing import Role

OFFICERS = (Role.POLICE_COORDINATOR, Role.POLICE_SUPERVISOR)
NEEDED = (
    ("surname", "Give the child's surname."),
    ("dob", "Give the child's date of birth."),
    ("noticed_at", "Say when the absence was noticed."),
)


def report_missing(act: Act, submission: UUID | None, answers: Mapping[str, Any]) -> UUID:
    """Send a report; the worker places it with its child within moments. The form's id.

    `answers` as the form keeps them: ISO texts, codes, the checks made. Refused when the
    class chosen needs a name, a reason and a time to check again (domain 7.1).
    """
    if not act.viewer.teams:
        raise Refusal("You need a team before you can report.", code="needs-team")
    _check(act, answers)
    with transaction.atomic():
        set_scope(act.viewer)
        chosen = str(answers.get("child") or "")
        if chosen and get_child(act.viewer, UUID(chosen)) is None:
            raise NotFound
        kept = save_answers(act, submission, answers, SubmissionState.SUBMITTED)
        if kept is None:
            raise NotFound
        enter(act, [], kept)
        wake()
    return kept


def _check(act: Act, answers: Mapping[str, Any]) -> None:
    if answers.get("reporter") == "OFFICER" and not act.viewer.has_role(*OFFICERS):
        raise Refusal(
            "Only police report as a police officer: the times count as the police's own word.",
            code="not-police",
            field="reporter",
        )
    if not answers.get("child"):
        for name, sentence in NEEDED:
            if not str(answers.get(name, "")).strip():
                raise Refusal(sentence, code="needed", field=name)
    for name in ("noticed_at", "last_seen_at"):
        text = answers.get(name)
        if text and datetime.fromisoformat(text) > act.at:
            raise Refusal("This time lies in the future.", code="future", field=name)
    recheck = answers.get("recheck_at")
    decision = may_class(
        ReportClass(answers.get("report_class", ReportClass.MISSING)),
        Answers(
            location_known=bool(answers.get("location_known")),
            at_risk_there=bool(answers.get("at_risk_there")),
            abduction_suspected=bool(answers.get("abduction_suspected")),
            location_verified_by=str(answers.get("decided_by", "")),
        ),
        decided_by=str(answers.get("decided_by", "")),
        reason=str(answers.get("class_reason", "")),
        recheck_at=datetime.fromisoformat(recheck) if recheck else None,
    )
    if not decision:
        raise Refusal(decision.reason, code=decision.code, field="report_class")
