"""Documents: who reads which, what must be said of one, who may withdraw it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from homeward.rules.documents import (
    KIND_WORDS,
    WITHDRAWN_WORDS,
    Check,
    DocumentKind,
    NewDocument,
    Reader,
    Withdrawn,
    adds,
    is_shut,
    may_add,
    may_withdraw,
    reads,
    reads_any,
)
from homeward.rules.sharing import Role, sections_for

TODAY = date(2026, 11, 23)
#: Role: reads a photograph of another agency, a document of another, what their own gave.
TABLE = {
    Role.POLICE_COORDINATOR: (True, True, True),
    Role.POLICE_SUPERVISOR: (True, True, True),
    Role.SOCIAL_WORKER: (True, True, True),
    Role.SOCIAL_CARE_MANAGER: (True, True, True),
    Role.EMERGENCY_DUTY: (True, True, True),
    Role.INTERVIEWER: (False, False, True),
    Role.HOME_MANAGER: (True, False, True),
    Role.CARER: (False, False, True),
}


def reader(role: Role, agency: str = "ours") -> Reader:
    held = frozenset({role.value})
    return Reader(agency, held, sections_for(held))


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_which(role: Role) -> None:
    who = reader(role)
    found = (
        reads(who, DocumentKind.PHOTOGRAPH, "theirs"),
        reads(who, DocumentKind.CARE_PLAN, "theirs"),
        reads(who, DocumentKind.CARE_PLAN, "ours"),
    )
    assert found == TABLE.get(role, (False, False, False))
    assert reads_any(who.sections) == (role in TABLE) == adds(who.sections)


def test_every_kind_and_every_reason_has_words() -> None:
    assert set(KIND_WORDS) == set(DocumentKind)
    assert set(WITHDRAWN_WORDS) == set(Withdrawn)


LETTER = NewDocument(DocumentKind.LETTER, "Letter", "Her aunt", TODAY)
PHOTOGRAPH = NewDocument(DocumentKind.PHOTOGRAPH, "", "Her aunt", None, "", "She agreed")


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (LETTER, ""),
        (PHOTOGRAPH, ""),
        (replace(LETTER, given_by=" "), "given_by"),
        (replace(LETTER, title=" "), "title"),
        (replace(LETTER, made_on=date(2026, 11, 24)), "made_on"),
        (replace(PHOTOGRAPH, why_allowed=" "), "why_allowed"),
    ],
)
def test_what_must_be_said_of_one(new: NewDocument, field: str) -> None:
    decided = may_add(new, TODAY)
    assert (bool(decided), decided.code) == (not field, field)


@pytest.mark.parametrize(
    ("role", "agency", "withdrawn", "reason", "code"),
    [
        (Role.CARER, "theirs", False, "Wrong", ""),
        (Role.CARER, "theirs", False, " ", "needs-reason"),
        (Role.CARER, "theirs", True, "Wrong", "gone"),
        (Role.SOCIAL_WORKER, "ours", False, "Wrong", "other-agency"),
        (Role.SOCIAL_CARE_MANAGER, "ours", False, "Wrong", ""),
        (Role.POLICE_SUPERVISOR, "ours", False, "Wrong", ""),
    ],
)
def test_who_may_withdraw(role: Role, agency: str, withdrawn: bool, reason: str, code: str) -> None:
    decided = may_withdraw(reader(role, agency), "theirs", withdrawn=withdrawn, reason=reason)
    assert (bool(decided), decided.code) == (not code, code)


def test_what_keeps_a_document_shut() -> None:
    assert is_shut(Check.CLEAN, withdrawn=False, erased=False) == ""
    assert is_shut(Check.NOT_SCANNED, withdrawn=False, erased=False) == ""
    assert "not been checked" in is_shut(Check.WAITING, withdrawn=False, erased=False)
    assert "destroyed" in is_shut(Check.INFECTED, withdrawn=False, erased=False)
    assert "withdrawn" in is_shut(Check.INFECTED, withdrawn=True, erased=False)
    assert "erased" in is_shut(Check.CLEAN, withdrawn=True, erased=True)
