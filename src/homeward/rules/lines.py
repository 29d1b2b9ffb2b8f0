"""The kinds of line that a chronology may hold.

A kind is written `noun.past_tense`. `arises` says how such a line comes to be:

* CLOCK  settled from the claims of several agencies, one for each clock of an episode;
* VERB   appended by a verb of `casework`;
* HAND   a person may add it with *add a line*.

An edition of the protocol may name only these, or kinds that it declares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Arises(StrEnum):
    """How a line of a kind comes to be."""

    CLOCK = "CLOCK"
    VERB = "VERB"
    HAND = "HAND"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of line: its code, the words on the screen, how it arises."""

    code: str
    title: str
    arises: Arises
    group: str


_CLOCK = {
    "Times of the episode": {
        "child.last_seen": "Last confirmed sighting or contact",
        "absence.noticed": "Absence noticed",
        "report.received": "Report received by police",
        "episode.started": "Missing episode started",
        "social_care.informed": "Children's social care informed",
        "child.located": "Whereabouts established",
        "child.seen": "Child seen and wellbeing confirmed",
        "child.returned": "Child returned",
        "report.closed": "Report closed by police",
    },
}

_VERB = {
    "Reports": {
        "report.classed": "Report classed",
        "report.reclassified": "Report classed anew",
        "report.linked": "Report joined to an episode",
        "report.cancelled": "Report cancelled by police",
        "report.merged": "Report merged into another by police",
        "report.no_trace": "Police record no trace",
        "report.corrected": "Report corrected by police",
        "report.absent_from_download": "Open episode absent from the next police download",
        "trace_check.recorded": "Check made before reporting",
    },
    "Risk": {
        "risk.claimed": "Risk grade given by police",
        "risk.graded": "Risk grade set",
        "risk.reviewed": "Risk grade reviewed",
        "risk.below_floor": "Police grade below the floor for a child",
    },
    "Episode": {
        "clock.claimed": "Time stated by an agency",
        "clock.settled": "Difference between times settled by a person",
        "dates.differed": "Times of agencies differ",
        "child.left_again": "Child left again before return",
        "episode.closed": "Episode closed",
        "episode.reopened": "Episode reopened",
        "episode.cancelled": "Episode opened in error",
        "ownership.taken": "Work taken on",
        "ownership.accepted": "Work accepted",
    },
    "Search": {
        "enquiry.recorded": "Enquiry recorded",
        "sighting.recorded": "Sighting or contact recorded",
    },
    "Record": {
        "line.entered_in_error": "Line entered in error",
        "child.details_changed": "Child's details changed",
        "family.recorded": "Family or associate recorded",
        "family.ended": "Family or associate no longer so",
        "household.recorded": "Household recorded",
        "household.ended": "Household no longer so",
        "schooling.recorded": "Schooling recorded",
        "schooling.ended": "Schooling ended",
        "need.recorded": "Need recorded",
        "need.ended": "Need no longer so",
        "alias.recorded": "Another name of the child recorded",
        "child.joined": "Report joined to this child",
        "child.unjoined": "Join undone",
        "document.added": "Document added",
        "document.withdrawn": "Document withdrawn",
        "document.kept_out": "Document kept out: harmful content found",
    },
}

_HAND = {
    "Before and at the report": {
        "information_pack.sent": "Missing information pack sent",
        "responsible_authority.told": "Placing authority or emergency duty team told",
        "parents.told": "Parents told",
        "host_authority.told": "Host authority told",
        "ofsted.notified": "Ofsted notified",
        "serious_event.notified": "Serious event notified",
        "delay.considered": "Delay in reporting considered",
        "placement.planned": "Out-of-area placement planned",
        "placement.made": "Placement made",
        "placement.notified": "Host authority notified of placement",
        "local_offer.sent": "Local offer sent to the placement",
        "placement_plan.agreed": "Placement plan says how going missing is made less likely",
        "carer.briefed": "Carer told of earlier missing episodes",
        "information_pack.updated": "Missing information pack updated",
        "placement.consulted": "Host authority consulted on a planned placement",
        "placement.ended": "Placement ended",
        "danger.suspected": "Immediate danger or abduction suspected",
        "emergency_call.made": "Emergency call made",
        "absence.explained": "Child known to be safe but not where expected",
        "whereabouts.rechecked": "Whereabouts checked again",
        "welfare_concern.found": "Child located but believed at risk there",
        "welfare_concern.reported": "Concern for welfare reported to police",
        "parents.not_told_decided": "Decision not to tell parents",
        "notifiable_event.found": "Event found that Ofsted must be told of",
        "serious_event.found": "Serious event in supported accommodation found",
        "delay.found": "Delay in reporting noticed",
    },
    "Police": {
        "police.deployed": "Officers deployed",
        "senior_manager.told": "Senior police manager told",
        "social_care.told_of_high_risk": "Children's social care told of the high grade",
        "report.class_doubted": "Classed as concern while whereabouts unknown",
        "report.class_justified": "Class of the report justified",
        "downgrade.approved": "Grade below the floor approved by a supervisor",
        "care_partners.consulted": "Social care or health consulted on the grade",
        "grade.doubted": "Grade in doubt",
        "grade.confirmed": "Grade confirmed by first enquiries",
        "forces.told": "Details made available to other forces",
        "missing_persons_unit.told": "UK Missing Persons Unit told",
        "publicity.considered": "Publicity considered",
        "publicity.decided": "Publicity decided",
        "phone.known": "Child's phone number known",
        "text_message.considered": "Message through the Missing People charity considered",
        "unsafe_adult.suspected": "Unsafe adult or harbouring suspected",
        "warning_notice.considered": "Child abduction warning notice considered",
        "community_search.asked": "Community search asked for",
        "community_search.coordinated": "Community search co-ordinated",
        "prevention_interview.held": "Prevention interview held",
        "prevention_interview.refused": "Prevention interview declined",
    },
    "Social care": {
        "social_care.acknowledged": "Children's social care acknowledged the notice",
        "episode.screened": "Episode screened",
        "referral.decided": "Referral decision made",
        "history.checked": "Family history checked",
        "history.asked": "Family history asked of another agency",
        "history.answered": "Family history answered",
        "risk_assessment.updated": "Risk assessment in place or updated",
        "action_plan.updated": "Action plan in place or updated",
        "reviewing_officer.told": "Independent reviewing officer told",
        "significant_harm.suspected": "Significant harm suspected",
        "strategy_discussion.considered": "Strategy discussion considered",
        "strategy_discussion.held": "Strategy discussion held",
        "protection_enquiry.started": "Child protection enquiry (section 47) started",
        "conference.held": "Child protection conference held",
        "conference.not_needed_decided": "Decision that no conference is needed",
        "assessment.started": "Assessment started",
        "assessment.completed": "Assessment completed",
        "exploitation.suspected": "Signs of exploitation or trafficking",
        "exploitation.ruled_out": "No sign of exploitation found",
        "trafficking_abroad.suspected": "Signs of trafficking from abroad",
        "trafficking_steps.taken": "Extra steps for a child trafficked from abroad taken",
        "nrm.referred": "Referral to the National Referral Mechanism",
        "health_alert.received": "Health attendance alert received",
        "health_alert.followed": "Health attendance alert followed up",
        "placing_authority.told": "Placing authority told",
        "meeting.held": "Multi-agency meeting held",
        "missing_item.discussed": "Missing notifications discussed with schools present",
        "care_review.considered": "Care plan review considered",
        "manager_oversight.recorded": "Manager's oversight recorded",
        "assistant_director.told": "Assistant director told",
        "director.told": "Director told",
        "senior_decision.recorded": "Decision on telling senior leaders recorded",
        "senior_review.held": "Senior review held",
        "service_review.held": "Head of service review held",
        "support.discussed": "Further support discussed with child and family",
        "worker.allocated": "Worker allocated",
        "allegation.made": "Allegation made",
        "allegation.responded": "Safeguarding response to an allegation",
        "disagreement.raised": "Disagreement between agencies raised",
        "disagreement.recorded": "Disagreement handled and recorded",
        "information.shared": "Information shared",
        "sharing.explained": "Child or carer told of the sharing",
        "sharing.not_explained_decided": "Decision not to tell the child or carer of the sharing",
        "consent.asked": "Consent asked",
        "consent.recorded": "Consent answer recorded",
    },
    "Health": {
        "crisis.presented": "Mental health crisis",
        "crisis_team.contacted": "Crisis team engaged",
        "nurse.contacted": "School nurse contact",
        "nurse_support.given": "School nurse support given",
    },
    "Return and interviews": {
        "return.told": "Everyone told of the return",
        "harm.disclosed": "Harm or offence disclosed",
        "safeguarding.started": "Safeguarding response started",
        "interview.offered": "Return interview offered",
        "interview.assigned": "Interviewer assigned",
        "independence.checked": "Interviewer's independence checked",
        "known_adult.asked_for": "Child asked for an adult they know as interviewer",
        "known_adult.decided": "Choice of a known adult as interviewer decided",
        "interview.accepted": "Return interview accepted",
        "interview.refused": "Return interview declined",
        "interview.held": "Return interview held",
        "interview.submitted": "Return interview written up",
        "interview.shared": "Return interview shared with those who need it",
        "interview.not_held_decided": "Decision not to hold a return interview",
        "interview.lateness_explained": "Reason for a late interview recorded",
        "carer_account.taken": "Parent's or carer's account taken",
        "carer_account.offered": "Parent or carer offered the chance to give an account",
        "limits.explained": "Limits of confidentiality, advocacy and helplines explained",
        "planning.noted": "Signs of planning noted",
        "exploitation.explored": "Exploitation explored in the interview",
        "interview_sections.completed": "Circumstances, risks, safety plan and support covered",
        "push_pull.explored": "Push and pull factors explored",
    },
    "School": {
        "school.notified": "School told that the child is missing",
        "school.told_of_return": "School told of the return",
        "school_notice.withheld": "Decision not to send a notice to the school",
        "school.acknowledged": "School acknowledged the notice",
        "school.escalated": "Unanswered school notice passed on",
        "school.answered": "School answered with what it knows",
        "school_support.planned": "School support planned",
        "pupil.attended": "Missing pupil attended school",
        "pupil.reported_to_police": "School told police of the attendance",
        "domestic_abuse.attended": "Police attended domestic abuse",
        "domestic_abuse.notified": "School told of domestic abuse incident",
        "home_education_officer.told": "Officer for home-educated children told",
    },
    "Exploitation panel": {
        "exploitation.referred": "Safeguarding referral for exploitation",
        "referral.screened": "Referral screened",
        "exploitation_assessment.completed": "Exploitation risk assessment completed",
        "exploitation_worker.allocated": "Worker allocated for the exploitation assessment",
        "exploitation_level.agreed": "Exploitation level agreed",
        "panel.listed": "Listed for the panel",
        "panel.discussed": "Discussed at the panel",
        "panel.recorded": "Panel information recorded on the agency's own system",
        "panel.minuted": "Panel minutes issued",
        "health_entry.made": "Entry in the health record made by the agreed rule",
        "partnership_information.sent": "Police Partnership Information form sent",
        "adult_threat.seen": "Immediate threat from an adult seen",
        "partnership_information.received": "Police Partnership Information form received",
        "partnership_information.assessed": "Police Partnership Information assessed",
        "tasking.reviewed": "Reviewed at locality tasking",
    },
    "Notes": {
        "note.added": "Note",
        "child.said": "What the child said",
        "parent.said": "What a parent or carer said",
    },
}


def _kinds() -> Mapping[str, Kind]:
    tables = ((Arises.CLOCK, _CLOCK), (Arises.VERB, _VERB), (Arises.HAND, _HAND))
    return MappingProxyType(
        {
            code: Kind(code, title, arises, group)
            for arises, groups in tables
            for group, rows in groups.items()
            for code, title in rows.items()
        }
    )


KINDS: Mapping[str, Kind] = _kinds()


def hand_kinds() -> tuple[Kind, ...]:
    """The kinds that a person may add by hand, in the order of the screen."""
    return tuple(kind for kind in KINDS.values() if kind.arises is Arises.HAND)


#: What a line's `data` says in codes, ids and figures. It outlives the words when a record
#: is erased, because episodes and duties are worked out from it; all else is words.
CODES: frozenset[str] = frozenset(
    {
        "check",
        "chosen",
        "clock",
        "column",
        "current",
        "digest",
        "document",
        "file",
        "grade",
        "initial",
        "lead",
        "malware",
        "outcome",
        "report_class",
        "row",
        "source",
        "team",
        "to",
        "version",
        "withdrawn",
    }
)


def parted(data: Mapping[str, object]) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """What a line's `data` says in codes, and what it says in words."""
    if CODES.issuperset(data):
        return data, _NO_WORDS
    codes: dict[str, object] = {}
    words: dict[str, object] = {}
    for name, value in data.items():
        (codes if name in CODES else words)[name] = value
    return codes, words


_NO_WORDS: Mapping[str, object] = MappingProxyType({})
