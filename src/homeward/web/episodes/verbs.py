"""What can be done with an episode: for each verb its page, who is offered it, and the call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from homeward.casework.claim_time import claim_time
from homeward.casework.close_episode import close_episode
from homeward.casework.confirm_return import confirm_return
from homeward.casework.reclassify import reclassify
from homeward.casework.record_enquiry import record_enquiry
from homeward.casework.record_left_again import record_left_again
from homeward.casework.record_sighting import record_sighting
from homeward.casework.regrade import regrade
from homeward.casework.reopen_episode import reopen_episode
from homeward.casework.take_ownership import take_ownership
from homeward.rules.acts import Act, Viewer
from homeward.rules.clocks import Clock, Source
from homeward.rules.closing import OUTCOMES, closing_step
from homeward.rules.episodes import ENDED, MoveFacts, State, can_move
from homeward.rules.reports import ReportClass
from homeward.rules.risk import GRADERS, Grade
from homeward.rules.sharing import Section
from homeward.web.episodes import forms
from homeward.web.episodes.reading import EpisodeRecord

Said = Mapping[str, Any]
NOT_YOURS = "not-your-role"
NO_MOVE = "no-such-move"
_MISSING = frozenset({State.OPEN, State.LOCATED})


@dataclass(frozen=True, slots=True)
class EpisodeVerb:
    """One verb. `call` does it; `offered` says whether its button is shown to a viewer."""

    slug: str
    name: str
    title: str
    done: str
    section: Section
    form: type[forms.EpisodeForm]
    call: Callable[[Act, UUID, Said], None]
    offered: Callable[[EpisodeRecord, Viewer, datetime], bool]
    words: str = ""


def _return(act: Act, episode: UUID, said: Said) -> None:
    confirm_return(
        act,
        episode,
        returned_at=said["returned_at"],
        source=Source(said["source"]),
        place=said["place"],
        text=said["text"],
        seen_at=said["seen_at"],
        reasons=said["reasons"],
        harms=said["harms"],
    )


def _sighting(act: Act, episode: UUID, said: Said) -> None:
    record_sighting(
        act,
        episode,
        seen_at=said["seen_at"],
        place=said["place"],
        seen_by=said["seen_by"],
        text=said["text"],
        harms=said["harms"],
    )


def _enquiry(act: Act, episode: UUID, said: Said) -> None:
    record_enquiry(
        act,
        episode,
        asked_at=said["asked_at"],
        of_whom=said["of_whom"],
        method=said["method"],
        result=said["result"],
        text=said["text"],
    )


def _grade(act: Act, episode: UUID, said: Said) -> None:
    regrade(act, episode, grade=Grade(said["grade"]), at=said["at"])


def _class(act: Act, episode: UUID, said: Said) -> None:
    reclassify(
        act,
        episode,
        said["report"],
        report_class=ReportClass(said["report_class"]),
        location_known=said["location_known"],
        verified_by=said["verified_by"],
        decided_by=said["decided_by"],
        recheck_at=said["recheck_at"],
    )


def _left_again(act: Act, episode: UUID, said: Said) -> None:
    record_left_again(act, episode, left_at=said["left_at"], text=said["text"])


def _close(act: Act, episode: UUID, said: Said) -> None:
    close_episode(act, episode, closed_at=said["closed_at"], outcome=said["outcome"])


def _reopen(act: Act, episode: UUID, said: Said) -> None:
    reopen_episode(act, episode)


def _take(act: Act, episode: UUID, said: Said) -> None:
    take_ownership(act, episode, team=said["team"])


def _time(act: Act, episode: UUID, said: Said) -> None:
    claim_time(
        act,
        episode,
        clock=Clock(said["clock"]),
        at=said["at"].at,
        source=Source(said["source"]),
        precision=said["at"].precision,
        text=said["text"],
    )


def _state(record: EpisodeRecord) -> State:
    return State(record.episode.state)


def _while_missing(record: EpisodeRecord, viewer: Viewer, now: datetime) -> bool:
    return _state(record) in _MISSING


def _while_going_on(record: EpisodeRecord, viewer: Viewer, now: datetime) -> bool:
    return _state(record) not in ENDED


def _may_grade(record: EpisodeRecord, viewer: Viewer, now: datetime) -> bool:
    return viewer.has_role(*GRADERS) and _while_going_on(record, viewer, now)


def _may_return(record: EpisodeRecord, viewer: Viewer, now: datetime) -> bool:
    facts = MoveFacts(viewer.roles, returned_at=now)
    return bool(can_move(_state(record), State.RETURNED, facts))


def _may_leave(record: EpisodeRecord, viewer: Viewer, now: datetime) -> bool:
    """While missing, once somebody had located the child."""
    located = record.settled and {Clock.LOCATED, Clock.SEEN} & record.settled.clocks.keys()
    facts = MoveFacts(viewer.roles, left_again_at=now)
    may = can_move(State.LOCATED, State.OPEN, facts)
    return _state(record) in _MISSING and bool(located) and bool(may)


def _may_close(record: EpisodeRecord, viewer: Viewer, now: datetime) -> bool:
    """Whether some way of closing is this person's, its guards set aside."""
    kinds = {line.kind for line in record.settled.lines} if record.settled else set()
    steps = (
        closing_step(_state(record), outcome, viewer.roles, "asked", kinds).decision
        for outcome in ("", *OUTCOMES)
    )
    return any(step.code not in (NOT_YOURS, NO_MOVE) for step in steps)


def _may_reopen(record: EpisodeRecord, viewer: Viewer, now: datetime) -> bool:
    facts = MoveFacts(viewer.roles, reason="asked", left_again_at=now)
    return _state(record) not in _MISSING and bool(can_move(_state(record), State.OPEN, facts))


def _may_take(record: EpisodeRecord, viewer: Viewer, now: datetime) -> bool:
    return _state(record) not in ENDED and record.episode.owner_id != viewer.person


def _may_class(record: EpisodeRecord, viewer: Viewer, now: datetime) -> bool:
    """By police while it goes on; where no report makes an episode now, to class one missing."""
    return record.settled is None or _may_grade(record, viewer, now)


VERBS: tuple[EpisodeVerb, ...] = (
    EpisodeVerb(
        "return",
        "confirm_return",
        "Confirm return",
        "The return is on the record. The clock of the return interview runs.",
        Section.EPISODE,
        forms.ReturnForm,
        _return,
        _may_return,
        "This starts the time in which a return interview must be held.",
    ),
    EpisodeVerb(
        "sighting",
        "record_sighting",
        "Record sighting",
        "The sighting is on the record.",
        Section.EPISODE,
        forms.SightingForm,
        _sighting,
        _while_missing,
    ),
    EpisodeVerb(
        "enquiry",
        "record_enquiry",
        "Record enquiry",
        "The enquiry is on the record.",
        Section.EPISODE,
        forms.EnquiryForm,
        _enquiry,
        _while_going_on,
    ),
    EpisodeVerb(
        "grade",
        "regrade",
        "Regrade",
        "The grade is on the record.",
        Section.RISK,
        forms.GradeForm,
        _grade,
        _may_grade,
        "Every grade has a reason. The same grade again is a review.",
    ),
    EpisodeVerb(
        "class",
        "reclassify",
        "Reclassify",
        "The report is classed anew.",
        Section.RISK,
        forms.ClassForm,
        _class,
        _may_class,
        "While nobody knows where the child is, the report stays missing.",
    ),
    EpisodeVerb(
        "left-again",
        "record_left_again",
        "Left again",
        "The record says that the child left again.",
        Section.EPISODE,
        forms.LeftAgainForm,
        _left_again,
        _may_leave,
        "Before the return the same episode goes on. After it, make a new report.",
    ),
    EpisodeVerb(
        "time",
        "claim_time",
        "Add a time",
        "The time stands beside the others.",
        Section.EPISODE,
        forms.TimeForm,
        _time,
        _while_going_on,
        "Nothing is overwritten: a rule says which time is used, and why.",
    ),
    EpisodeVerb(
        "take",
        "take_ownership",
        "Take this on",
        "Your team has taken this on.",
        Section.DUTIES,
        forms.TakeForm,
        _take,
        _may_take,
    ),
    EpisodeVerb(
        "close",
        "close_episode",
        "Close",
        "The episode is closed.",
        Section.EPISODE,
        forms.CloseForm,
        _close,
        _may_close,
        "A closed episode can be reopened by a police supervisor or a social care manager.",
    ),
    EpisodeVerb(
        "reopen",
        "reopen_episode",
        "Reopen",
        "The episode is open again.",
        Section.EPISODE,
        forms.ReopenForm,
        _reopen,
        _may_reopen,
    ),
)
BY_SLUG: Mapping[str, EpisodeVerb] = {verb.slug: verb for verb in VERBS}


def offered(record: EpisodeRecord, viewer: Viewer, now: datetime) -> list[EpisodeVerb]:
    """The verbs whose buttons the page shows, the most urgent first."""
    mine = [verb for verb in VERBS if record.may(verb.section)]
    return [verb for verb in mine if verb.offered(record, viewer, now)]
