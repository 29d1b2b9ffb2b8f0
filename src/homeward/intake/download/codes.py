"""Codes, numbers and references as forces and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

STATUSES: Final = {code: code for code in ("OPEN", "FOUND", "CANCELLED", "MERGED", "NO_TRACE")}
_WORDS: Final[dict[str, dict[str, str]]] = {
    "SEX": {
        "M": "M MALE BOY",
        "F": "F FEMALE GIRL",
        "I": "I INDETERMINATE INTERSEX",
        "U": "U UNKNOWN NOT_KNOWN NOT_STATED",
    },
    "RESIDENCE_TYPE": {
        "HOME": "HOME FAMILY_HOME PARENTAL_HOME",
        "FOSTER": "FOSTER FOSTER_CARE FOSTER_HOME",
        "CHILDRENS_HOME": "CHILDRENS_HOME",
        "SUPPORTED": "SUPPORTED SUPPORTED_ACCOMMODATION SUPPORTED_LODGINGS",
        "HOSPITAL": "HOSPITAL",
        "SCHOOL": "SCHOOL BOARDING_SCHOOL",
        "OTHER": "OTHER",
    },
    "FOUND_BY": {
        "SELF": "SELF SELF_RETURNED RETURNED_SELF",
        "POLICE": "POLICE",
        "CARER": "CARER",
        "PUBLIC": "PUBLIC",
        "OTHER_AGENCY": "OTHER_AGENCY",
    },
    "RISK_INITIAL": {
        "NAR": "NAR NO_APPARENT_RISK VERY_LOW ABSENT",
        "LOW": "LOW",
        "MEDIUM": "MEDIUM MED",
        "HIGH": "HIGH",
    },
    "REPORTER_ROLE": {
        "PARENT": "PARENT",
        "CARER": "CARER",
        "HOME_STAFF": "HOME_STAFF CHILDRENS_HOME_STAFF",
        "SCHOOL": "SCHOOL",
        "OTHER": "OTHER",
    },
    "HARM_REPORTED": {"Y": "Y YES", "N": "N NO", "U": "U UNKNOWN NOT_KNOWN"},
}


def _table(words: Mapping[str, str]) -> dict[str, str]:
    return {word: code for code, line in words.items() for word in line.split()}


CODES: Final = {column: _table(words) for column, words in _WORDS.items()}
CODES["RISK_CURRENT"] = CODES["RISK_INITIAL"]
CODES["RECORD_STATUS"] = STATUSES

_GAP = re.compile(r"[\s\-/_]+")
_APOSTROPHE = re.compile(r"['\u2019]")
_VERSION = re.compile(r"0*([1-9][0-9]{0,8})(?:[.,]0*)?")
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)
_POINT_ZERO = re.compile(r"([0-9]+)\.0+")
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|#+)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def known_code(column: str, text: str) -> str:
    """Give the contract's code for a word in a coded column, ``""`` when it is none."""
    return CODES[column].get(code_form(text), "")


@lru_cache(maxsize=4096)
def known_codes(columns: tuple[str, ...], texts: tuple[str, ...]) -> tuple[str, ...]:
    """Give the contract's codes of several coded columns at once, as `known_code` does."""
    return tuple(known_code(column, text) for column, text in zip(columns, texts, strict=True))


@lru_cache(maxsize=4096)
def code_form(text: str) -> str:
    """Write a word as a code: upper case, joined by underscores, without apostrophes."""
    return _GAP.sub("_", _APOSTROPHE.sub("", text)).strip("_").upper()


@lru_cache(maxsize=4096)
def code_list(text: str) -> tuple[str, ...]:
    """Read codes separated by semicolons."""
    return tuple(dict.fromkeys(code for part in text.split(";") if (code := code_form(part))))


@lru_cache(maxsize=4096)
def name_list(text: str) -> tuple[str, ...]:
    """Read names separated by semicolons."""
    return tuple(dict.fromkeys(name for part in text.split(";") if (name := part.strip())))


@lru_cache(maxsize=1024)
def version_number(text: str) -> int | None:
    """Read a whole number from 1 (``2.0`` is 2); anything else is None."""
    found = _VERSION.fullmatch(text)
    return int(found[1]) if found else None


def is_rounded(text: str) -> bool:
    """Say whether a spreadsheet has rounded a number (``1.22602E+10``), so that digits are lost."""
    return _ROUNDED.fullmatch(text) is not None


def without_point_zero(text: str) -> str:
    """Take away the ``.0`` that a spreadsheet adds to a number."""
    whole = _POINT_ZERO.fullmatch(text)
    return whole[1] if whole else text


def without_gaps(text: str) -> str:
    """Join a number that was written in groups."""
    return _GAP.sub("", text) if text else ""


def unwrapped(text: str) -> str:
    """Take a text out of the ``="..."`` by which spreadsheets are kept from reading numbers."""
    found = _AS_TEXT.fullmatch(text)
    return found[1].strip() if found else text


def is_error(text: str) -> bool:
    """Say whether a cell holds a spreadsheet's error value instead of a value."""
    return _ERROR.fullmatch(text) is not None
