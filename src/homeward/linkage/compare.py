"""Two records side by side: how each field compares.

Only edit distances and sound codes live here; what the levels mean for the
child is decided in `homeward.rules.linkage`. Which record comes first makes no
difference.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from jellyfish import metaphone
from rapidfuzz.distance import OSA

from homeward.linkage.variants import are_surname_variants, are_variants
from homeward.rules.addresses import Address, read_address
from homeward.rules.identifiers import Kind, clean
from homeward.rules.linkage import How, Level, Levels, Person
from homeward.rules.names import Name, read_forename, read_name

Compared = tuple[Level, How]

# Enum members are dear to reach a million times.
MISSING, DIFFER, NEAR, AGREE = Level.MISSING, Level.DIFFER, Level.NEAR, Level.AGREE
_NHS_NO, _UPN, _LA_CHILD_ID = Kind.NHS_NO, Kind.UPN, Kind.LA_CHILD_ID
_POSTCODE, _SCHOOL_URN = Kind.POSTCODE, Kind.SCHOOL_URN

_AGREE: Compared = (AGREE, How.NONE)
_DIFFER: Compared = (DIFFER, How.NONE)
_MISSING: Compared = (MISSING, How.NONE)
_SEXES = {
    "M": "M", "MALE": "M", "BOY": "M", "1": "M",
    "F": "F", "FEMALE": "F", "GIRL": "F", "2": "F",
}  # fmt: skip

# How much of two names must be alike for a like sound, since the codes of short
# names say little (Jane and Joan are two girls); letters of a name long enough
# for two slips, and for a short form.
_SURNAME_LIKENESS = 0.5
_FORENAME_LIKENESS = 0.6
_LONG_NAME = 8
_SHORTEST_FORM = 3


def compare(incoming: Person, known: Person) -> Levels:
    """The levels of all fields. Texts may come as written; they are tidied here."""
    (surname, surname_how), (forename, forename_how) = _names(incoming, known)
    dob, dob_how = _births(incoming.dob, known.dob)
    address, address_how = _addresses(incoming.address, known.address)
    return Levels(
        surname,
        surname_how,
        forename,
        forename_how,
        _second_forenames(incoming.forename2, known.forename2),
        dob,
        dob_how,
        _sexes(incoming.sex, known.sex),
        _postcodes(incoming.postcode, known.postcode),
        address,
        address_how,
        _numbers(_SCHOOL_URN, incoming.school_urn, known.school_urn),
        _numbers(_NHS_NO, incoming.nhs_no, known.nhs_no),
        _numbers(_UPN, incoming.upn, known.upn),
        _la_child_ids(incoming, known),
    )


@lru_cache(maxsize=131_072)
def sound(compact: str) -> str:
    """The sound code of a folded name; the name itself where it has none."""
    return metaphone(compact) or compact


def _names(one: Person, other: Person) -> tuple[Compared, Compared]:
    """Surname and forename; a whole name found elsewhere makes both near."""
    surnames = read_name(one.surname), read_name(other.surname)
    forenames = read_forename(one.forename), read_forename(other.forename)
    surname = _surnames(*surnames)
    forename = _forenames(*forenames)
    if forename[0] is DIFFER and _other_name(one, other, *forenames):
        forename = NEAR, How.OTHER_NAME
    if surname[0] is AGREE and forename[0] is not DIFFER:
        return surname, forename
    how = _whole_name(one, other)
    if how is How.NONE:
        return surname, forename
    return (NEAR, how), (NEAR, how)


def _surnames(one: Name, other: Name) -> Compared:
    if not one.compact or not other.compact:
        return _MISSING
    if one.is_initial or other.is_initial:
        return _initials(one, other)
    if one.compact == other.compact:
        return _AGREE
    if _sounds_alike(one.compact, other.compact, _SURNAME_LIKENESS):
        return NEAR, How.SOUNDS
    if are_surname_variants(one.compact, other.compact):
        return NEAR, How.VARIANT
    return _slip_or_part(one, other)


def _forenames(one: Name, other: Name) -> Compared:
    if not one.compact or not other.compact:
        return _MISSING
    if one.is_initial or other.is_initial:
        return _initials(one, other)
    if one.compact == other.compact:
        return _AGREE
    if _sounds_alike(one.compact, other.compact, _FORENAME_LIKENESS):
        return NEAR, How.SOUNDS
    if are_variants(one.compact, other.compact):
        return NEAR, How.VARIANT
    if _is_beginning(one.compact, other.compact):
        return NEAR, How.SHORT_FORM
    return _slip_or_part(one, other)


def _initials(one: Name, other: Name) -> Compared:
    if one.compact[0] == other.compact[0]:
        return NEAR, How.INITIAL
    return _DIFFER


def _slip_or_part(one: Name, other: Name) -> Compared:
    if _is_slip(one.compact, other.compact):
        return NEAR, How.TYPING
    several = len(one.tokens) > 1 or len(other.tokens) > 1
    if several and not one.telling.isdisjoint(other.telling):
        return NEAR, How.PART
    return _DIFFER


def _is_slip(one: str, other: str) -> bool:
    """One wrong, missing, doubled or exchanged letter; two in names of eight or more."""
    longest = max(len(one), len(other))
    slips = 2 if longest >= _LONG_NAME else 1
    return longest >= _SHORTEST_FORM and OSA.distance(one, other, score_cutoff=slips) <= slips


def _sounds_alike(one: str, other: str, likeness: float) -> bool:
    """Same sound code, and enough letters the same."""
    return sound(one) == sound(other) and OSA.normalized_similarity(one, other) >= likeness


def _is_beginning(one: str, other: str) -> bool:
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= _SHORTEST_FORM and long.startswith(short)


def _other_name(one: Person, other: Person, first: Name, second: Name) -> bool:
    """Whether either forename is on the other side as a second forename or another name."""
    theirs, mine = _further_names(other, second), _further_names(one, first)
    return first.compact in theirs or second.compact in mine


def _further_names(person: Person, forename: Name) -> tuple[str, ...]:
    if not person.forename2 and not person.aliases:
        return forename.also
    second = read_forename(person.forename2).compact
    aliases = (read_forename(alias).compact for alias in person.aliases)
    return tuple(n for n in (second, *aliases, *forename.also) if len(n) > 1)


def _whole_name(one: Person, other: Person) -> How:
    """The whole name in another order, or recorded as another name of the child."""
    mine = read_name(one.surname), read_forename(one.forename)
    theirs = read_name(other.surname), read_forename(other.forename)
    if not all(name.compact for name in (*mine, *theirs)):
        return How.NONE
    if _in_other_order(mine, theirs):
        return How.SWAPPED
    if _is_alias_of(mine, other.aliases) or _is_alias_of(theirs, one.aliases):
        return How.KNOWN_AS
    return How.NONE


def _in_other_order(mine: tuple[Name, Name], theirs: tuple[Name, Name]) -> bool:
    surname, forename = mine[0].compact, mine[1].compact
    if len(surname) + len(forename) != len(theirs[0].compact) + len(theirs[1].compact):
        return False
    if surname == theirs[1].compact and forename == theirs[0].compact:
        return True
    return sorted(mine[0].tokens + mine[1].tokens) == sorted(theirs[0].tokens + theirs[1].tokens)


def _is_alias_of(name: tuple[Name, Name], aliases: tuple[str, ...]) -> bool:
    if not aliases:
        return False
    surname, forename = name[0].compact, name[1].compact
    whole = (forename + surname, surname + forename)
    return any(read_name(alias).compact in whole for alias in aliases)


def _second_forenames(one: str, other: str) -> Level:
    if not one or not other:
        return MISSING
    return _forenames(read_forename(one), read_forename(other))[0]


def _births(one: date | None, other: date | None) -> Compared:
    if one is None or other is None:
        return _MISSING
    if one == other:
        return (AGREE, How.NEW_YEAR) if _is_new_year(one) else _AGREE
    how = _near_birth(one, other)
    return (NEAR, how) if how else _DIFFER


def _near_birth(one: date, other: date) -> How:
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return How.DAY_MONTH
    if OSA.distance(one.isoformat(), other.isoformat(), score_cutoff=1) <= 1:
        return How.ONE_DIGIT
    if abs((one - other).days) == 1:
        return How.NEXT_DAY
    if (_is_new_year(one) or _is_new_year(other)) and abs(one.year - other.year) <= 1:
        return How.STAND_IN
    return How.NONE


def _is_new_year(day: date) -> bool:
    return day.month == 1 and day.day == 1


def _sexes(one: str, other: str) -> Level:
    if one == other and one in ("M", "F"):
        return AGREE
    mine, theirs = _SEXES.get(one.strip().upper()), _SEXES.get(other.strip().upper())
    if mine is None or theirs is None:
        return MISSING
    return AGREE if mine == theirs else DIFFER


def _postcodes(one: str, other: str) -> Level:
    if not one or not other:
        return MISSING
    mine, theirs = clean(_POSTCODE, one), clean(_POSTCODE, other)
    if mine is None or theirs is None:
        return MISSING
    if mine == theirs:
        return AGREE
    return NEAR if OSA.distance(mine, theirs, score_cutoff=1) <= 1 else DIFFER


def _addresses(one: str, other: str) -> Compared:
    if not one or not other:
        return _MISSING
    mine, theirs = read_address(one), read_address(other)
    if not mine.words or not theirs.words:
        return _MISSING
    if mine.contains(theirs) or theirs.contains(mine):
        return _AGREE
    return _near_address(mine, theirs)


def _near_address(mine: Address, theirs: Address) -> Compared:
    if mine.numbers == theirs.numbers and not mine.words.isdisjoint(theirs.words):
        return NEAR, How.PART
    return _DIFFER


def _numbers(kind: Kind, one: str, other: str) -> Level:
    if not one or not other:
        return MISSING
    mine, theirs = clean(kind, one), clean(kind, other)
    if mine is None or theirs is None:
        return MISSING
    return AGREE if mine == theirs else DIFFER


def _la_child_ids(one: Person, other: Person) -> Level:
    """An LA child id says nothing about another authority's child."""
    level = _numbers(_LA_CHILD_ID, one.la_child_id, other.la_child_id)
    if level is MISSING or one.responsible_la == other.responsible_la:
        return level
    mine, theirs = one.responsible_la.strip().upper(), other.responsible_la.strip().upper()
    comparable = mine and theirs and mine[0].isalpha() == theirs[0].isalpha()
    return MISSING if comparable and mine != theirs else level
