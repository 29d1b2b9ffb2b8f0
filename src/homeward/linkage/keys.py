"""Short keys under which a child is looked up before anything is compared.

Two records that could be the same child, or that a person should look at, share
at least one key; a property test holds this against `compare` and `judge`. Keys
are digests: a list of keys shows no name, and a chance clash costs one needless
comparison, never a wrong answer.

    identifiers            an agreed number, whatever the names
    birth, postcode and    each with the sound of the surname and of the forename:
    school                 slips, forms, blanks and changes in the other name
    birth with postcode    slips in both names
    or school
    all letters of the     names swapped or moved between fields, and a date of
    whole name             birth that comes near; also for each whole other name
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

from homeward.linkage.compare import sound
from homeward.rules.identifiers import Kind, clean
from homeward.rules.linkage import Person
from homeward.rules.names import letters, read_forename, read_name

# Enum members are dear to reach a million times.
_NHS_NO, _UPN, _LA_CHILD_ID = Kind.NHS_NO, Kind.UPN, Kind.LA_CHILD_ID
_POSTCODE, _SCHOOL_URN = Kind.POSTCODE, Kind.SCHOOL_URN


@lru_cache(maxsize=16_384)
def match_keys(person: Person) -> tuple[str, ...]:
    """The keys of one record, each nine characters, none twice, in a stable order.

    Nine for a child with name, birth, postcode and school, one more for each
    identifier and each other whole name; none for an empty record. Asked again
    within a batch, the answer is at hand.
    """
    parts = _identifiers(person)
    parts += _crossed(person)
    parts += _whole_names(person)
    return tuple(dict.fromkeys(f"{part[0]}{crc32(part.encode()):08x}" for part in parts))


def _identifiers(person: Person) -> list[str]:
    found = (
        ("n", _NHS_NO, person.nhs_no),
        ("u", _UPN, person.upn),
        ("l", _LA_CHILD_ID, person.la_child_id),
    )
    cleaned = ((letter, clean(kind, text)) for letter, kind, text in found if text)
    return [f"{letter}{number}" for letter, number in cleaned if number]


def _crossed(person: Person) -> list[str]:
    """Each of birth, postcode and school with each name; birth with the other two."""
    names = _sounds(person.surname, person.forename)
    birth = str(person.dob.toordinal()) if person.dob else ""
    postcode = clean(_POSTCODE, person.postcode) or ""
    school = clean(_SCHOOL_URN, person.school_urn) or ""
    values = [f"{letter}{v}" for letter, v in (("b", birth), ("p", postcode), ("s", school)) if v]
    parts = [value + name for value in values for name in names]
    if birth and postcode:
        parts.append(f"h{birth}{postcode}")
    if birth and school:
        parts.append(f"t{birth}{school}")
    return parts


@lru_cache(maxsize=16_384)
def _sounds(surname: str, forename: str) -> tuple[str, ...]:
    last, first = read_name(surname).compact, read_forename(forename).compact
    both = ("1" + sound(last) if last else "", "2" + sound(first) if first else "")
    return tuple(filter(None, both))


def _whole_names(person: Person) -> list[str]:
    whole = _whole_name(person.surname, person.forename)
    found = [whole] if whole else []
    if person.aliases:
        found += ["w" + letters(a) for a in person.aliases if len(read_name(a).tokens) > 1]
    return found


@lru_cache(maxsize=16_384)
def _whole_name(surname: str, forename: str) -> str:
    last, first = read_name(surname), read_forename(forename)
    if not last.compact or not first.compact:
        return ""
    return "w" + letters(last.folded, first.folded)
