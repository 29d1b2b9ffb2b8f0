"""What a report by form says: of the child, of the report, as lines. Not a verb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from homeward.casework.said import to_detail
from homeward.children.actions import Said
from homeward.children.facts import CARE, ChildFacts
from homeward.episodes.facts import ReportFacts
from homeward.intake.queries import SubmissionFacts
from homeward.rules.acts import NewLine
from homeward.rules.clocks import Source

#: Who reports by form, and as which source of a claim their word counts.
SOURCES = {
    "CARER": Source.CARER,
    "PARENT": Source.PARENT,
    "SCHOOL": Source.SCHOOL,
    "OFFICER": Source.POLICE_CALL,
}


def _time(answers: Mapping[str, Any], name: str) -> datetime | None:
    text = answers.get(name)
    return datetime.fromisoformat(text) if text else None


def _text(answers: Mapping[str, Any], name: str, longest: int) -> str:
    return str(answers.get(name) or "").strip()[:longest]


def said_by_form(form: SubmissionFacts, report: UUID, known: ChildFacts | None) -> Said:
    """What the form says of the child; for a child chosen by the reporter, what is known."""
    answers, sent = form.answers, form.submitted_at or form.created_at
    rank = (sent, report.hex, 1)
    if known is not None:
        return Said(
            report,
            rank,
            sent,
            known.surname,
            known.forename,
            known.dob,
            known.forename2,
            sex=known.sex,
            ethnicity=known.ethnicity,
            setting=known.setting,
            place=known.place,
            school_urn=known.school_urn,
        )
    return Said(
        source_id=report,
        rank=rank,
        known_at=sent,
        surname=_text(answers, "surname", 255),
        forename=_text(answers, "forename", 100),
        dob=date.fromisoformat(answers["dob"]),
        sex=_text(answers, "sex", 10),
        setting=_text(answers, "setting", 20) or "OTHER",
        place=_text(answers, "place", 60),
        address=_text(answers, "address", 500),
        postcode=_text(answers, "postcode", 10),
        school_urn=_text(answers, "school_urn", 12),
    )


def report_of_form(form: SubmissionFacts, report: UUID, said: Said) -> ReportFacts:
    """The report as the form makes it. It starts when the absence was noticed."""
    answers, sent = form.answers, form.submitted_at or form.created_at
    care = "care" if said.setting in CARE else "home" if said.setting == "HOME" else ""
    detail = {
        "said": to_detail(said),
        "care_or_home": care,
        "clothing": _text(answers, "clothing", 500),
        "location": _text(answers, "location", 300),
        "immediate_concern": _text(answers, "immediate_concern", 300),
    }
    return ReportFacts(
        id=report,
        via="FORM",
        ref="",
        version=1,
        status="OPEN",
        report_class=_text(answers, "report_class", 24) or "MISSING",
        merged_into="",
        reported_at=sent,
        started_at=_time(answers, "noticed_at") or sent,
        returned_at=None,
        reporter=_text(answers, "reporter", 20),
        detail={name: value for name, value in detail.items() if value},
    )


def lines_of_form(form: SubmissionFacts, agency: str) -> list[NewLine]:
    """Claims of the reporter, the checks made before reporting, the class and who chose it.

    `agency` is the reporter's: it is their word, whoever placed it.
    """
    answers, sent = form.answers, form.submitted_at or form.created_at
    source = SOURCES.get(str(answers.get("reporter")), Source.OTHER)
    noticed = _time(answers, "noticed_at") or sent
    lines = [
        _claim("NOTICED", noticed, source, ""),
        _claim("START", noticed, source, _text(answers, "why_worried", 4000)),
        _claim("REPORTED", sent, source, ""),
    ]
    seen = _time(answers, "last_seen_at")
    if seen is not None:
        claim = _claim("LAST_SEEN", seen, source, "")
        claim.data["place"] = _text(answers, "last_seen_place", 200)
        lines.append(claim)
    lines += [_check(check, sent) for check in answers.get("checks") or ()]
    chosen = {
        name: _text(answers, name, 300) for name in ("report_class", "decided_by", "recheck_at")
    }
    lines.append(
        NewLine("report.classed", sent, text=_text(answers, "class_reason", 1000), data={**chosen})
    )
    return [replace(line, agency=agency) for line in lines]


def _claim(clock: str, at: datetime, source: Source, text: str) -> NewLine:
    return NewLine("clock.claimed", at, text=text, data={"clock": clock, "source": source.value})


def _check(check: Mapping[str, Any], sent: datetime) -> NewLine:
    at = datetime.fromisoformat(check["at"]) if check.get("at") else sent
    return NewLine(
        "trace_check.recorded",
        min(at, sent),
        text=str(check.get("result") or "")[:1000],
        data={"check": str(check.get("check"))[:40], "who": str(check.get("who") or "")[:200]},
    )
