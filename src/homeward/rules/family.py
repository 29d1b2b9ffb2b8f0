"""Who is who to a child: the ties of family and associates, and who may be told what of them.

The list of ties is a local default (P). Another child in the graph is only ever a
reference: what a viewer learns of that child is what their own involvement with that child
gives them, and where it gives nothing the tie reads as the agency wrote it on this child.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from homeward.rules.acts import YES, Decision


class SaidBy(StrEnum):
    """Whose word a fact rests on."""

    CHILD = "CHILD"
    PARENT = "PARENT"
    CARER = "CARER"
    SCHOOL = "SCHOOL"
    HEALTH = "HEALTH"
    SOCIAL_CARE = "SOCIAL_CARE"
    POLICE = "POLICE"
    RECORDS = "RECORDS"
    OTHER = "OTHER"


SAID_BY_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "CHILD": "the child",
        "PARENT": "a parent",
        "CARER": "a carer or the home",
        "SCHOOL": "the school",
        "HEALTH": "a health worker",
        "SOCIAL_CARE": "children's social care",
        "POLICE": "police",
        "RECORDS": "earlier records",
        "OTHER": "somebody else",
    }
)


class Answer(StrEnum):
    """Yes, no, or nobody knows yet."""

    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class TieKind:
    """One kind of tie: what the other person is to the child, and the child to them."""

    code: str
    words: str
    back: str
    is_family: bool


_FAMILY = (
    ("MOTHER", "Mother", "child"),
    ("FATHER", "Father", "child"),
    ("PARENT", "Parent", "child"),
    ("STEP_PARENT", "Step-parent", "stepchild"),
    ("GRANDPARENT", "Grandparent", "grandchild"),
    ("SIBLING", "Brother or sister", "brother or sister"),
    ("HALF_SIBLING", "Half-brother or half-sister", "half-brother or half-sister"),
    ("STEP_SIBLING", "Step-brother or step-sister", "step-brother or step-sister"),
    ("OWN_CHILD", "The child's own child", "parent"),
    ("AUNT_UNCLE", "Aunt or uncle", "niece or nephew"),
    ("COUSIN", "Cousin", "cousin"),
    ("OTHER_RELATIVE", "Other relative", "relative"),
    ("CARER", "Carer", "child cared for"),
    ("GUARDIAN", "Guardian", "child in their care"),
)
_ASSOCIATES = (
    ("PARENTS_PARTNER", "Parent's partner", "partner's child"),
    ("FRIEND", "Friend", "friend"),
    ("BOYFRIEND_GIRLFRIEND", "Boyfriend or girlfriend", "boyfriend or girlfriend"),
    ("ASSOCIATE", "Associate", "associate"),
    ("TRUSTED_ADULT", "Adult the child trusts", "child who trusts them"),
    ("ADULT_OF_CONCERN", "Adult of concern", "child they are a concern for"),
)
#: What anybody can be to a child, family first.
TIES: Mapping[str, TieKind] = MappingProxyType(
    {
        code: TieKind(code, words, back, family)
        for family, rows in ((True, _FAMILY), (False, _ASSOCIATES))
        for code, words, back in rows
    }
)
#: Ties between whom one record can be another child's: an adult of concern is no child here.
BETWEEN_CHILDREN = frozenset(TIES) - {
    "GRANDPARENT",
    "STEP_PARENT",
    "GUARDIAN",
    "CARER",
    "ADULT_OF_CONCERN",
    "TRUSTED_ADULT",
    "PARENTS_PARTNER",
}


def can_stand(kind: str, *, of_child: bool, safe: str, why_unsafe: str) -> Decision:
    """Whether a tie of this kind can be recorded, of another child or of anybody else."""
    if kind not in TIES:
        return Decision(False, "Choose what they are to the child.", "kind")
    if of_child and kind not in BETWEEN_CHILDREN:
        return Decision(
            False, f"{TIES[kind].words} is not what one child is to another.", "between-children"
        )
    if safe == Answer.NO and not why_unsafe.strip():
        return Decision(False, "Say why it is not safe to contact them.", "unsafe-reason")
    return YES


def in_sequence(since: date | None, until: date | None, today: date) -> Decision:
    """Whether two local days make a stretch that has begun, and ended if it ended."""
    if since and since > today:
        return Decision(False, "This day lies in the future. Record it when it comes.", "since")
    if until and until > today:
        return Decision(False, "This day lies in the future. End it when it comes.", "until")
    if since and until and until < since:
        return Decision(False, "The end lies before the beginning.", "order")
    return YES


def reasoned(reason: str) -> Decision:
    """Whether somebody said why what stood no longer stands."""
    if reason.strip():
        return YES
    return Decision(False, "Say why. What stood before stays readable.", "needs-reason")
