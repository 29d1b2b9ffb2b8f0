"""Documents and photographs of a child: their kinds, who reads which, what may be done.

The kinds, who may withdraw, and what the roles read (`rules.sharing.MATRIX`) are the
product's own choices (P): domain notes 4.4 name neither photographs nor documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from homeward.rules.acts import YES, Decision
from homeward.rules.sharing import Role, Section


class DocumentKind(StrEnum):
    """What a document is."""

    PHOTOGRAPH = "PHOTOGRAPH"
    INFORMATION_PACK = "INFORMATION_PACK"
    CARE_PLAN = "CARE_PLAN"
    RISK_ASSESSMENT = "RISK_ASSESSMENT"
    COURT_ORDER = "COURT_ORDER"
    CONSENT = "CONSENT"
    LETTER = "LETTER"
    MINUTES = "MINUTES"
    OTHER = "OTHER"


KIND_WORDS: Mapping[DocumentKind, str] = MappingProxyType(
    {
        DocumentKind.PHOTOGRAPH: "Photograph",
        DocumentKind.INFORMATION_PACK: "Missing information pack",
        DocumentKind.CARE_PLAN: "Care plan or placement plan",
        DocumentKind.RISK_ASSESSMENT: "Risk assessment",
        DocumentKind.COURT_ORDER: "Court order",
        DocumentKind.CONSENT: "Consent",
        DocumentKind.LETTER: "Letter or e-mail",
        DocumentKind.MINUTES: "Minutes of a meeting",
        DocumentKind.OTHER: "Something else",
    }
)


class Check(StrEnum):
    """How the newest check for harmful content ended, or why there is none."""

    NOT_SCANNED = "NOT_SCANNED"
    WAITING = "WAITING"
    CLEAN = "CLEAN"
    INFECTED = "INFECTED"


class Withdrawn(StrEnum):
    """Why a document is not handed out any more."""

    WRONG_CHILD = "WRONG_CHILD"
    IN_ERROR = "IN_ERROR"


WITHDRAWN_WORDS: Mapping[Withdrawn, str] = MappingProxyType(
    {
        Withdrawn.WRONG_CHILD: "It is about another child",
        Withdrawn.IN_ERROR: "It was added in error, or must not be used any more",
    }
)

_LEADS = frozenset({Role.POLICE_SUPERVISOR, Role.SOCIAL_CARE_MANAGER})
PHOTOGRAPH_SIDE = 1600
MOST_WORDS = 120


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever asks: their agency, their roles, and the sections that these open."""

    agency: str
    roles: AbstractSet[str]
    sections: AbstractSet[Section]


def reads(reader: Reader, kind: str, agency: str) -> bool:
    """Whether a document of this kind, added by `agency`, is there for this reader at all."""
    if kind == DocumentKind.PHOTOGRAPH and Section.PHOTOGRAPH in reader.sections:
        return True
    if kind != DocumentKind.PHOTOGRAPH and Section.DOCUMENTS in reader.sections:
        return True
    return Section.OWN_DOCUMENTS in reader.sections and agency == reader.agency


def reads_any(sections: AbstractSet[Section]) -> bool:
    """Whether these sections open any document or photograph."""
    own = {Section.PHOTOGRAPH, Section.DOCUMENTS, Section.OWN_DOCUMENTS}
    return not own.isdisjoint(sections)


def adds(sections: AbstractSet[Section]) -> bool:
    """Whether a holder of these sections may add documents and photographs."""
    return not {Section.DOCUMENTS, Section.OWN_DOCUMENTS}.isdisjoint(sections)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What somebody says of a document that they add. `made_on`: a local day, None unknown."""

    kind: DocumentKind
    title: str
    given_by: str
    made_on: date | None = None
    shows: str = ""
    why_allowed: str = ""


def may_add(new: NewDocument, today: date) -> Decision:
    """Whether what is said of a new document is enough. `code` names the field at fault."""
    if not new.given_by.strip():
        return Decision(False, "Say who gave it.", "given_by")
    if new.made_on is not None and new.made_on > today:
        return Decision(False, "This day lies in the future.", "made_on")
    if new.kind is DocumentKind.PHOTOGRAPH:
        if new.why_allowed.strip():
            return YES
        return Decision(
            False,
            "Say why this photograph may be held and shown: who agreed, or which duty asks for it.",
            "why_allowed",
        )
    if new.title.strip():
        return YES
    return Decision(False, "Give the document a title.", "title")


def may_withdraw(reader: Reader, by_agency: str, *, withdrawn: bool, reason: str) -> Decision:
    """Whether this reader may withdraw a document that `by_agency` added.

    Its agency may; so may a police supervisor or social care manager of any agency that
    reads it, because a document on the wrong child's record cannot wait for its sender.
    """
    if withdrawn:
        return Decision(False, "This document was withdrawn before.", "gone")
    if reader.agency != by_agency and _LEADS.isdisjoint(reader.roles):
        return Decision(
            False,
            "Another agency added this document. Ask them, a police supervisor or a social care"
            " manager to withdraw it.",
            "other-agency",
        )
    if reason.strip():
        return YES
    return Decision(False, "Say what is wrong with it.", "needs-reason")


def is_shut(check: str, *, withdrawn: bool, erased: bool) -> str:
    """Why the bytes of a document are not handed out; blank when they are."""
    if erased:
        return "It was erased when its time to be kept was over."
    if withdrawn:
        return "It was withdrawn and is not handed out any more."
    if check == Check.INFECTED:
        return (
            "The check for harmful content found something in it. What was in the file has been"
            " destroyed. Ask whoever gave it for a clean copy."
        )
    if check == Check.WAITING:
        return (
            "It has not been checked for harmful content yet. It is kept safe and opens as soon"
            " as the check is done."
        )
    return ""
