"""Numbers that name a child, a school or a home: which of them are evidence.

A number with a wrong check digit, a placeholder, or a number of one digit
repeated proves nothing either way: it neither joins two records nor keeps them
apart. `standing` says what a text is worth and why; `clean` gives the value
when it is worth something. Both take the text as it came and never raise on it.

Sources: the NHS data dictionary (modulus 11 check digit), the Department for
Education's guide to unique pupil numbers (modulus 23 check letter), Get
Information About Schools (six-digit URN), Ofsted's register (social care URN),
the Office for National Statistics (pseudo postcodes beginning ZZ99).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What a number names, as stored."""

    NHS_NO = "NHS_NO"
    UPN = "UPN"
    LA_CHILD_ID = "LA_CHILD_ID"
    SCHOOL_URN = "SCHOOL_URN"
    OFSTED_URN = "OFSTED_URN"
    POSTCODE = "POSTCODE"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a text is worth as a number of its kind.

    `value` is the tidied text, kept even when it is no evidence; `valid` says
    whether it counts; `reason` is one sentence for the screen, empty when valid.
    """

    value: str
    valid: bool
    reason: str = ""


UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
NO_UPN_CODES = frozenset({"UN1", "UN2", "UN3", "UN4", "UN5"})
_STAND_INS = (
    "NA NONE NULL NIL NK UK UNKNOWN NOTKNOWN UNAVAILABLE NOTAVAILABLE NOTGIVEN TBC TBA TEST "
    "BLANK MISSING PENDING ZZZZ XXXX XXX XX X"
)
PLACEHOLDERS = frozenset(_STAND_INS.split())

_NOTHING = "Nothing was given."
_PLACEHOLDER = "This is a placeholder, not a number."
_ONE_DIGIT = "This is one digit repeated, not a number."
_SHORTENED = "A spreadsheet has shortened this number; its last digits are lost."

_UNWANTED = re.compile(r"[^0-9A-Z]+")
_SHORT_FORM = re.compile(r"\d(\.\d+)?E\+\d+|\d\.\d+E\d+")
_POINT_ZERO = re.compile(r"(\d)\.0+$")
_UPN = re.compile(r"[A-Z]\d{11}[0-9A-Z]")
_SCHOOL = re.compile(r"[1-9]\d{5}")
_OFSTED = re.compile(r"SC\d{6}|[1-9]\d{6}")
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[0-9A-Z]?)(\d[ABD-HJLNP-UW-Z]{2})")


def _tidy(text: str) -> str:
    """Upper case, without spaces and signs, without a spreadsheet's `.0`."""
    return _UNWANTED.sub("", _POINT_ZERO.sub(r"\1", text.strip().upper()))


def _one_digit(value: str) -> bool:
    return value.isdigit() and len(set(value)) == 1


def nhs_check_digit(first_nine: str) -> int | None:
    """The tenth digit of an NHS number, or None when these nine can have none.

    Other than nine digits raises ValueError.
    """
    total = sum(
        int(digit) * weight for digit, weight in zip(first_nine, range(10, 1, -1), strict=True)
    )
    check = 11 - total % 11
    if check == 10:
        return None
    return 0 if check == 11 else check


def upn_check_letter(last_twelve: str) -> str:
    """The first letter of a unique pupil number, from the twelve characters after it.

    The letter that ends a temporary number counts as its place in the alphabet
    of check letters; characters outside that alphabet raise ValueError.
    """
    worth = (int(c) if c.isdigit() else UPN_LETTERS.index(c) for c in last_twelve)
    return UPN_LETTERS[sum(w * place for place, w in enumerate(worth, start=2)) % 23]


def _nhs(value: str) -> str:
    if len(value) != 10 or not value.isdigit():
        return "An NHS number has ten digits."
    if nhs_check_digit(value[:9]) != int(value[9]):
        return "The check digit does not fit: at least one digit of this NHS number is wrong."
    return ""


def _upn(value: str) -> str:
    if value in NO_UPN_CODES:
        return "This code says why the child has no unique pupil number."
    if not _UPN.fullmatch(value) or value[12] in "IOS":
        return (
            "A unique pupil number is a letter and twelve digits; a temporary one ends in a letter."
        )
    if len(set(value[1:])) == 1:
        return _ONE_DIGIT
    if upn_check_letter(value[1:]) != value[0]:
        return "The check letter does not fit: this unique pupil number is wrong somewhere."
    return ""


def _school(value: str) -> str:
    if value.startswith("SC"):
        return "This is Ofsted's number of a home, not the number of a school."
    return "" if _SCHOOL.fullmatch(value) else "The number of a school (URN) has six digits."


def _ofsted(value: str) -> str:
    if _OFSTED.fullmatch(value):
        return ""
    return "Ofsted's number of a home is SC and six digits, or seven digits."


def _postcode(value: str) -> str:
    if value.startswith("ZZ99"):
        return "This postcode stands for no fixed or no known address."
    return "" if _POSTCODE.fullmatch(value) else "This is not the shape of a postcode."


def _opaque(value: str) -> str:
    return ""


_CHECKS: dict[Kind, Callable[[str], str]] = {
    Kind.NHS_NO: _nhs,
    Kind.UPN: _upn,
    Kind.LA_CHILD_ID: _opaque,
    Kind.SCHOOL_URN: _school,
    Kind.OFSTED_URN: _ofsted,
    Kind.POSTCODE: _postcode,
}


def _mend_postcode(value: str) -> str:
    """Letter O and figure nought, put right where only one of them can stand."""
    if not 5 <= len(value) <= 7:
        return value
    out, back = value[:-3], value[-3:]
    if out[1] == "0" and len(out) > 2:
        out = out[0] + "O" + out[2:]
    out = out[:2] + out[2:].replace("O", "0")
    return out + back[0].replace("O", "0") + back[1:]


def _spaced(value: str) -> str:
    return f"{value[:-3]} {value[-3:]}"


def _value(kind: Kind, text: str) -> str:
    if kind is Kind.LA_CHILD_ID:
        return _POINT_ZERO.sub(r"\1", "".join(text.split()).upper())
    tidy = _tidy(text)
    return _mend_postcode(tidy) if kind is Kind.POSTCODE else tidy


@lru_cache(maxsize=16_384)
def standing(kind: str, text: str) -> Standing:
    """What `text` is worth as a number of `kind` (a code of `Kind`).

    An unknown kind raises ValueError. LA child ids are opaque: any text that is
    no placeholder counts, with capitals and without spaces.
    """
    which = Kind(kind)
    value = _value(which, text)
    bare = _UNWANTED.sub("", value)
    if not bare:
        return Standing(value="", valid=False, reason=_PLACEHOLDER if text.strip() else _NOTHING)
    if bare in PLACEHOLDERS:
        return Standing(value=value, valid=False, reason=_PLACEHOLDER)
    if _one_digit(bare):
        return Standing(value=value, valid=False, reason=_ONE_DIGIT)
    if which is not Kind.POSTCODE and _SHORT_FORM.fullmatch(text.strip().upper()):
        return Standing(value=value, valid=False, reason=_SHORTENED)
    reason = _CHECKS[which](value)
    if which is Kind.POSTCODE and not reason:
        value = _spaced(value)
    return Standing(value=value, valid=not reason, reason=reason)


@lru_cache(maxsize=16_384)
def clean(kind: str, text: str) -> str | None:
    """The value when it is evidence, else None. Cleaning twice changes nothing."""
    if not text:
        return None
    found = standing(kind, text)
    return found.value if found.valid else None
