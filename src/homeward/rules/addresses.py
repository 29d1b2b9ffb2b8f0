"""Home addresses as compared. The address as it came is kept elsewhere and shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from homeward.rules.names import fold

_SHORT = {
    "LN": "LANE", "RD": "ROAD", "AVE": "AVENUE", "AV": "AVENUE", "CL": "CLOSE", "CRES": "CRESCENT",
    "CT": "COURT", "DR": "DRIVE", "GDNS": "GARDENS", "GRN": "GREEN", "GR": "GROVE", "HSE": "HOUSE",
    "PK": "PARK", "PL": "PLACE", "SQ": "SQUARE", "TER": "TERRACE", "TERR": "TERRACE",
    "APT": "FLAT", "APARTMENT": "FLAT", "ST": "STREET", "SAINT": "STREET",
}  # fmt: skip
_NUMBER = re.compile(r"\d+[A-Z]?(?![A-Z0-9])")
_POSTCODE_AT_END = re.compile(r"[A-Z]{1,2}\d[0-9A-Z]? ?\d[A-Z]{2}\s*$")
_NO_HOME = "NFA UNKNOWN NOTKNOWN NOFIXEDABODE NOFIXEDADDRESS NONE NA NK TBC REFUSED NOTGIVEN"
_NOWHERE = frozenset(_NO_HOME.split())


@dataclass(frozen=True, slots=True)
class Address:
    """House and flat `numbers`, and `words` with common short forms written out."""

    numbers: frozenset[str]
    words: frozenset[str]

    def contains(self, other: Address) -> bool:
        """Whether `other` is this address with a town or county left off.

        The numbers must be the same; without any number two words must be shared.
        """
        enough = len(other.words) >= (1 if other.numbers else 2)
        return enough and self.numbers == other.numbers and self.words >= other.words


_NO_ADDRESS = Address(frozenset(), frozenset())


@lru_cache(maxsize=16_384)
def read_address(text: str) -> Address:
    """An address ready for comparing; no fixed address reads as none."""
    if not text:
        return _NO_ADDRESS
    upper = _POSTCODE_AT_END.sub("", text.upper())
    numbers = frozenset(_NUMBER.findall(upper))
    words = fold(_NUMBER.sub(" ", upper)).split()
    if "".join(words) in _NOWHERE:
        return _NO_ADDRESS
    return Address(numbers, frozenset(_SHORT.get(word, word) for word in words))
