"""A report on its way: its steps, what was written so far, what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from homeward.agencies.queries import Directory
from homeward.children.facts import ChildFacts
from homeward.episodes.queries import EpisodeFacts
from homeward.intake.queries import SubmissionFacts
from homeward.rules.reports import (
    KEEP_CHECKING,
    REPORT_NOW,
    TELL_POLICE_WHERE,
    TRACE_CHECKS,
    ReportClass,
    unfinished_checks,
)
from homeward.rules.searching import Typed, read_known
from homeward.rules.sharing import Role
from homeward.web import words
from homeward.web.reports.forms import CLASSES, REPORTERS, SETTINGS

STEPS = (
    ("reporter", "Who is reporting"),
    ("child", "The child"),
    ("checks", "What was done so far"),
    ("where", "Where the child is"),
    ("class", "What this report is"),
    ("seen", "Last seen"),
)
SLUGS = tuple(slug for slug, _ in STEPS)
REPORTER_OF = (
    (Role.SCHOOL_LEAD, "SCHOOL"),
    (Role.HOME_MANAGER, "CARER"),
    (Role.CARER, "CARER"),
    (Role.POLICE_COORDINATOR, "OFFICER"),
    (Role.POLICE_SUPERVISOR, "OFFICER"),
)
SEND = {
    "MISSING": "Report missing",
    "CONCERN_FOR_WELFARE": "Send as concern for welfare",
    "NOT_WHERE_SUPPOSED_TO_BE": "Put on record",
    "ABDUCTION": "Put on record",
}
INSTRUCTION = {
    "MISSING": REPORT_NOW,
    "CONCERN_FOR_WELFARE": TELL_POLICE_WHERE,
    "NOT_WHERE_SUPPOSED_TO_BE": KEEP_CHECKING,
}


def reporter_of(roles: frozenset[str]) -> str:
    """Who somebody with these roles most likely reports as; blank when it may be anyone."""
    return next((code for role, code in REPORTER_OF if role in roles), "")


def step_url(submission: UUID, slug: str) -> str:
    """The address of a step of a draft."""
    if slug in SLUGS:
        return reverse("reports:step", args=[submission, slug])
    return reverse(f"reports:{slug}", args=[submission])


def next_step(slug: str, answers: Mapping[str, Any]) -> str:
    """The step after this one. A suspected abduction leaves the form at once."""
    if slug == "where" and answers.get("abduction_suspected"):
        return "emergency"
    place = SLUGS.index(slug) + 1
    return SLUGS[place] if place < len(SLUGS) else "confirm"


def step_page(submission: UUID, slug: str) -> dict[str, Any]:
    """What every step shows around its form: title, place among the steps, the way back."""
    place = SLUGS.index(slug)
    return {
        "title": dict(STEPS)[slug],
        "place": place + 1,
        "places": len(SLUGS) + 1,
        "back": step_url(submission, SLUGS[place - 1]) if place else reverse("reports:start"),
    }


def known_by(answers: Mapping[str, Any]) -> Typed | None:
    """What to look for before a new child is made; None for a child who was chosen already."""
    if answers.get("child") or not answers.get("surname"):
        return None
    born = answers.get("dob")
    return read_known(
        str(answers["surname"]),
        str(answers.get("forename", "")),
        date.fromisoformat(str(born)) if born else None,
    )


def first_unanswered(answers: Mapping[str, Any]) -> str:
    """The first step without which a report cannot be sent; blank when none is left."""
    if not answers.get("reporter"):
        return "reporter"
    if not answers.get("child") and not (answers.get("surname") and answers.get("dob")):
        return "child"
    if "location_known" not in answers:
        return "where"
    return "" if answers.get("noticed_at") else "seen"


def places_of(directory: Directory) -> list[tuple[str, str]]:
    """The areas of the partnership's authorities, for a choice."""
    areas = {
        team.place: team.agency_name
        for team in directory.by_id.values()
        if team.place and team.kind == "SCREENING"
    }
    return sorted(areas.items(), key=lambda pair: pair[1])


def schools_of(directory: Directory) -> list[tuple[str, str]]:
    """The schools of the partnership, for a choice."""
    schools = {
        team.reference: team.agency_name
        for team in directory.by_id.values()
        if team.kind == "SCHOOL" and team.reference
    }
    return sorted(schools.items(), key=lambda pair: pair[1])


def name_in(answers: Mapping[str, Any], child: ChildFacts | None) -> str:
    """The child's name as the draft has it, or a word for one without a name yet."""
    if child is not None:
        return child.name
    written = f"{answers.get('forename', '')} {answers.get('surname', '')}".strip()
    return written or "Child not named yet"


@dataclass(frozen=True, slots=True)
class FormLine:
    """One draft or sent report on the first page."""

    facts: SubmissionFacts
    name: str
    href: str
    by: str


def form_lines(
    forms: Iterable[SubmissionFacts],
    children: Mapping[UUID, ChildFacts],
    names: Mapping[UUID, str],
) -> list[FormLine]:
    """Drafts and reports under way, newest first."""
    return [
        FormLine(
            facts=each,
            name=name_in(each.answers, children.get(child_in(each.answers) or each.id)),
            href=step_url(each.id, "sent"),
            by=names.get(each.person_id, ""),
        )
        for each in forms
    ]


def child_in(answers: Mapping[str, Any]) -> UUID | None:
    """The known child that the draft is about, None for one that was written."""
    text = answers.get("child")
    return UUID(str(text)) if text else None


@dataclass(frozen=True, slots=True)
class Row:
    """One answer on the confirm page, with the step that changes it."""

    key: str
    value: str
    href: str
    action: str = "Change"


def rows_of(
    form: SubmissionFacts, child: ChildFacts | None, directory: Directory, now: datetime
) -> list[Row]:
    """All answers under each other, to be read once before sending."""
    answers = form.answers
    lines: list[tuple[str, str, str]] = [
        ("Reported by", dict(REPORTERS).get(str(answers.get("reporter")), ""), "reporter"),
        ("Child", _child_words(answers, child, now), "child"),
        *_home(answers, child, directory),
        ("Where the child is", _where(answers), "where"),
        ("Reported as", CLASSES[str(answers.get("report_class", "MISSING"))][0], "class"),
        *_decision(answers, now),
        ("Noticed", _when(answers, "noticed_at", now), "seen"),
        ("Last seen", _last_seen(answers, now), "seen"),
        ("Clothes and belongings", str(answers.get("clothing", "")), "seen"),
        ("Why worried", str(answers.get("why_worried", "")), "seen"),
        *_concern(answers),
    ]
    return [Row(key, value, step_url(form.id, slug)) for key, value, slug in lines]


def _child_words(answers: Mapping[str, Any], child: ChildFacts | None, now: datetime) -> str:
    born = child.dob if child else date.fromisoformat(str(answers["dob"]))
    day = f"{born.day} {words.MONTHS[born.month - 1]} {born.year}"
    return f"{name_in(answers, child)}, born {day}"


def _home(
    answers: Mapping[str, Any], child: ChildFacts | None, directory: Directory
) -> list[tuple[str, str, str]]:
    if child is not None:
        return []
    setting = dict(SETTINGS).get(str(answers.get("setting")), "")
    address = ", ".join(
        part for part in (setting, answers.get("address"), answers.get("postcode")) if part
    )
    school = dict(schools_of(directory)).get(str(answers.get("school_urn")), "")
    return [("Home", address, "child"), ("School", school, "child")]


def _where(answers: Mapping[str, Any]) -> str:
    if not answers.get("location_known"):
        return "Nobody knows"
    place = str(answers.get("location") or "Known, but not written down")
    return f"{place}. Believed to be at risk there." if answers.get("at_risk_there") else place


def _decision(answers: Mapping[str, Any], now: datetime) -> list[tuple[str, str, str]]:
    rows = (
        ("Decided by", str(answers.get("decided_by", ""))),
        ("Because", str(answers.get("class_reason", ""))),
        ("Checked again", _when(answers, "recheck_at", now)),
    )
    return [(key, value, "class") for key, value in rows if value]


def _concern(answers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    concern = str(answers.get("immediate_concern", ""))
    return [("Immediate concern", concern, "checks")] if concern else []


def _when(answers: Mapping[str, Any], name: str, now: datetime) -> str:
    text = answers.get(name)
    return words.when(datetime.fromisoformat(text), now) if text else ""


def _last_seen(answers: Mapping[str, Any], now: datetime) -> str:
    parts = (_when(answers, "last_seen_at", now), str(answers.get("last_seen_place", "")))
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check that was made."""

    words: str
    detail: str


def checks_made(answers: Mapping[str, Any], now: datetime) -> list[CheckLine]:
    """The checks that were made, in the order of the list."""
    known = {check.code: check.words for check in TRACE_CHECKS}
    lines = []
    for made in answers.get("checks") or ():
        at = _when(made, "at", now)
        detail = ", ".join(part for part in (at, made.get("who"), made.get("result")) if part)
        lines.append(CheckLine(known.get(made["check"], made["check"]), detail))
    return lines


def checks_left(answers: Mapping[str, Any]) -> list[str]:
    """The checks still to make, for showing only."""
    done = frozenset(str(made["check"]) for made in answers.get("checks") or ())
    concern = str(answers.get("immediate_concern", ""))
    return [check.words for check in unfinished_checks(done, concern)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a report that was sent, and what happens next. Of no other child."""

    title: str
    sentence: str
    next_steps: Sequence[str]
    running: bool = False
    href: str = ""


_RING = "Ring police on 101 at once, or on 999 in danger, when you learn more or get worried."
_BACK = "When the child is back, tell police and record the return on the episode."
_AGAIN = "When whereabouts become unknown, report the child missing at once."
_NOBODY_YET = "Until then no police officer sees it here. If police do not know yet, ring them now."


def outcome_of(form: SubmissionFacts, episode: EpisodeFacts | None) -> Outcome:
    """What happened: being placed, joined, new, waiting, or kept without an episode."""
    if form.state == "SUBMITTED":
        return Outcome(
            "Report sent",
            "It is being put on the record. This takes a few seconds.",
            (_RING,),
            running=True,
        )
    if form.state == "REVIEW":
        return Outcome(
            "Report sent: it waits for a person",
            "The record's keepers must first make sure whose record it belongs on.",
            (_NOBODY_YET, _RING),
        )
    if form.state == "DISCARDED":
        return Outcome("Draft discarded", f"Nothing was reported. Reason: {form.reason}", ())
    return _placed(form, episode)


def _placed(form: SubmissionFacts, episode: EpisodeFacts | None) -> Outcome:
    kind = str(form.answers.get("report_class", "MISSING"))
    if kind == ReportClass.ABDUCTION:
        return Outcome(
            "Kept on the record as abduction",
            "No missing episode was opened: police handle it outside this protocol.",
            ("Ring 999 now if nobody has.",),
        )
    if kind != ReportClass.MISSING:
        return Outcome(
            f"Kept on the record as {CLASSES[kind][0].lower()}",
            f"No missing episode was opened. {INSTRUCTION[kind]}",
            (_AGAIN, _RING),
        )
    return _missing(form, episode)


def _missing(form: SubmissionFacts, episode: EpisodeFacts | None) -> Outcome:
    steps = (
        "Police see it on their board now and give it a risk grade.",
        "Social care for the area is told through the same record.",
        "Go on looking, and record each check and sighting.",
        _RING,
        _BACK,
    )
    if episode is None:
        return Outcome("Reported missing", "The report is on the child's record.", steps)
    href = f"/episodes/{episode.id}/"
    if episode.anchor_id == form.report_id:
        return Outcome("Reported missing", "A new missing episode was opened.", steps, href=href)
    joined = "An episode was open already. Your report has joined it."
    return Outcome("Reported missing", joined, steps, href=href)
