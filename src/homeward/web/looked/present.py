"""Who looked, in words: for colleagues with names, for the family with agencies and roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from homeward.access.queries import Held
from homeward.ledger.queries import TraceFacts
from homeward.rules.sharing import Role
from homeward.rules.trail import EMERGENCY_WORDS, why
from homeward.web.looked.reading import Looked
from homeward.web.words import join, local, plural

#: What a page of the record is called here. Others are called as they were logged.
PAGES = {
    "child": "the child’s page",
    "episode": "an episode’s page",
    "desk": "the desk",
    "board": "the board of children missing now",
    "review": "the review queue",
    "differences": "the list of differences",
    "report": "a report form",
    "looked": "this list",
    "looked family": "the version for the family",
    "emergency access": "the list of emergency access",
    "documents": "the list of documents",
    "document": "a document, saved as a file",
    "photograph": "a photograph",
}
#: What a verb did, where its name alone would not say it.
DEEDS = {
    "take_download": "took in a police download",
    "place_submission": "placed a report",
    "refresh_duties": "worked the duties out anew",
    "open_emergency": "opened the record in an emergency",
    "end_emergency": "ended an emergency access",
    "review_emergency": "reviewed an emergency access",
    "confirm_return": "recorded the return",
    "take_ownership": "took the work on",
    "enter_in_error": "marked a line as entered in error",
    "load_history": "brought in what happened before",
    "add_line": "added a line",
    "regrade": "graded the risk",
    "claim_time": "stated a time",
    "settle_dates": "settled a difference between times",
    "allocate": "gave the case to a team",
    "reclassify": "classed a report anew",
    "record_sighting": "recorded a sighting",
    "record_enquiry": "recorded an enquiry",
    "record_left_again": "recorded that the child left again",
    "report_missing": "reported the child missing",
    "close_episode": "closed an episode",
    "reopen_episode": "opened an episode again",
    "tick_task": "ticked a response task",
    "carry_out_reviews": "carried out a review",
    "carry_out_handovers": "handed work on",
    "adopt_edition": "adopted a protocol",
    "withdraw_document": "withdrew a document",
    "log_export": "took away a list with the child on it, as a file",
    "add_document": "added a document",
    "add_alias": "added another name",
    "class_record": "said what kind of record this is",
    "record_household": "recorded a household",
    "record_need": "recorded a need",
    "record_placement": "recorded a placement",
    "record_schooling": "recorded schooling",
    "record_tie": "recorded somebody around the child",
    "end_entry": "ended an entry",
    "hold_record": "held the record against erasing",
    "lift_hold": "lifted a hold",
    "propose_erasure": "proposed to erase",
    "scan_documents": "checked a document for harmful content",
}
READING = "log_reading"
ITSELF = "The record itself"


@dataclass(frozen=True, slots=True)
class LookedLine:
    """One reading or one act."""

    at: datetime
    who: str
    where: str
    agency: str
    role: str
    deed: str
    times: int
    why: str
    wrote: bool


def lines(looked: Looked, size: int) -> list[LookedLine]:
    """The entries of one page."""
    return [_line(looked, each) for each in looked.traces[:size]]


def _line(looked: Looked, trace: TraceFacts) -> LookedLine:
    held = _held_at(looked.held, trace.person_id, local(trace.at).date())
    return LookedLine(
        trace.at,
        next((each.name for each in looked.held if each.person_id == trace.person_id), ITSELF),
        join(list(dict.fromkeys(each.team for each in held))),
        agency_name(looked, trace.agency),
        roles(held),
        deed(trace),
        trace.times,
        _why(looked, trace, held),
        trace.verb != READING,
    )


def _held_at(held: Iterable[Held], person: UUID | None, on: date) -> list[Held]:
    return [each for each in held if each.person_id == person and each.ran(on)]


def roles(held: Iterable[Held]) -> str:
    """The roles held then, in words."""
    return join(list(dict.fromkeys(Role(each.role).words for each in held)))


def agency_name(looked: Looked, code: str) -> str:
    """An agency's name; its code where the directory does not know it."""
    names = {team.agency: team.agency_name for team in looked.directory.by_id.values()}
    return names.get(code, code)


def deed(trace: TraceFacts) -> str:
    """What was done: a page that was read, or a verb."""
    if trace.verb != READING:
        return DEEDS.get(trace.verb, trace.verb.replace("_", " "))
    kind = trace.page.partition(" ")[0]  # which document: for the ledger, not for the list
    page = PAGES.get(trace.page) or PAGES.get(kind) or trace.page.replace("_", " ")
    others = trace.shown - 1
    return f"read {page}" + (
        f", with {plural(others, 'other child', 'other children')} on it" if others else ""
    )


def _why(looked: Looked, trace: TraceFacts, held: Iterable[Held]) -> str:
    if trace.person_id is None:
        return ""
    if trace.verb == "open_emergency":
        return EMERGENCY_WORDS
    spans = [
        (since, until) for person, since, until in looked.emergencies if person == trace.person_id
    ]
    return join(list(why(trace.at, (each.team_id for each in held), looked.grounds, spans)))


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """What people of one agency in one role did on one day."""

    on: date
    agency: str
    role: str
    who: str
    times: int
    wrote: int
    why: str


def family_lines(looked: Looked) -> list[FamilyLine]:
    """Day by day, newest first: which agency, in which role, how often, why."""
    counted: dict[tuple[date, str, str, str], list[int | str]] = {}
    for line in lines(looked, len(looked.traces)):
        key = local(line.at).date(), line.agency, line.role, line.who
        row = counted.setdefault(key, [0, 0, line.why])
        row[1 if line.wrote else 0] = int(row[1 if line.wrote else 0]) + line.times
    return [
        FamilyLine(*key, int(times), int(wrote), str(reason))
        for key, (times, wrote, reason) in counted.items()
    ]
