"""Names as written and names as compared.

The name as it came is always kept and always shown. For comparing, a name is
folded: capitals, no diacritics, no apostrophes, hyphens and dots as spaces.
`O'NEILL`, `ONeill`, `O Neill` and `Ó Néill` fold to one compact form.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters that carry no separable mark, so that decomposing leaves them whole.
_WHOLE_LETTERS = str.maketrans(
    {
        "ß": "SS", "ẞ": "SS", "Æ": "AE", "æ": "AE", "Œ": "OE", "œ": "OE", "Ø": "O", "ø": "O",
        "Đ": "D", "đ": "D", "Ð": "D", "ð": "D", "Ł": "L", "ł": "L", "Þ": "TH", "þ": "TH",
        "ı": "I", "Ħ": "H", "ħ": "H", "Ŋ": "N", "ŋ": "N",
    }
)  # fmt: skip
_IN_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_APOSTROPHES = re.compile(r"['`´‘’ʼʻ′]")
_SIGNS = re.compile(r"[^A-Z]+")

# Words that stand in a name field and name nobody; the second set in the field
# for forenames alone (Child and Boy are surnames too).
_NOBODY = (
    "NA NK UK UNKNOWN NOTKNOWN NAMEUNKNOWN NONAME NONE NULL TBC TBA TEST BLANK MISSING "
    "REFUSED NOTGIVEN NOTSTATED UNNAMED ANON ANONYMOUS XX XXX XXXX"
)
_NO_CHILD = "BABY INFANT CHILD MALE FEMALE BOY GIRL TWIN NIL X"
NO_NAME = frozenset(_NOBODY.split())
NO_FORENAME = frozenset(_NO_CHILD.split())

# Words that many names share and that therefore tell nobody apart.
_SHARED = (
    "AL EL UL BIN BINT IBN ABU DE DA DO DOS DAS DEL DELLA DI DU LA LE VAN VON DER DEN TEN TER "
    "MC MAC O ST SAINT AP AB FITZ NI NIC UI"
)
PARTICLES = frozenset(_SHARED.split())


@dataclass(frozen=True, slots=True)
class Name:
    """One name: `original` as it came, `folded` for comparing, and its parts.

    `compact` is `folded` without spaces; `tokens` its words in their order;
    `also` are names given in brackets. A blank or stand-in name has no tokens.
    """

    original: str
    folded: str
    compact: str
    tokens: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def telling(self) -> frozenset[str]:
        """The words that tell people apart: no particles, no single letters."""
        return frozenset(t for t in self.tokens if len(t) > 1 and t not in PARTICLES)

    @property
    def is_initial(self) -> bool:
        """Whether only a single letter is known."""
        return len(self.compact) == 1


def fold(text: str) -> str:
    """Capitals, marks and signs removed, words apart by one space.

    Letters of other scripts stay as they are. Brackets and what stands in them
    are left out; `read_name` keeps it.
    """
    bare = _APOSTROPHES.sub("", _IN_BRACKETS.sub(" ", text))
    if bare.isascii():
        return _SIGNS.sub(" ", bare.upper()).strip()
    split = unicodedata.normalize("NFKD", bare.translate(_WHOLE_LETTERS)).upper()
    whole = (c for c in split if not unicodedata.combining(c))
    return " ".join(
        "".join(c if unicodedata.category(c)[0] in "LM" else " " for c in whole).split()
    )


@lru_cache(maxsize=131_072)
def read_name(text: str) -> Name:
    """A name ready for comparing. Stand-ins such as `Unknown` or `N/K` are blank."""
    folded = fold(text)
    compact = folded.replace(" ", "")
    if compact in NO_NAME:
        return Name(original=text, folded="", compact="", tokens=())
    inside = (a or b for a, b in _IN_BRACKETS.findall(text)) if "(" in text or "[" in text else ()
    also = tuple(filter(None, (fold(part).replace(" ", "") for part in inside)))
    return Name(text, folded, compact, tuple(folded.split()), also)


@lru_cache(maxsize=131_072)
def read_forename(text: str) -> Name:
    """A forename ready for comparing: `Baby`, `Male` and the like are blank too."""
    name = read_name(text)
    if name.compact in NO_FORENAME:
        return Name(original=text, folded="", compact="", tokens=(), also=name.also)
    return name


def initials(*parts: str) -> str:
    """First letters of all words, in order: `Caitlín`, `O'Neill` give `CO`."""
    return "".join(token[0] for part in parts for token in read_name(part).tokens)


def token_set(*parts: str) -> frozenset[str]:
    """All folded words of these names, whatever field or order they stood in."""
    return frozenset(token for part in parts for token in read_name(part).tokens)


def letters(*parts: str) -> str:
    """All letters of these names in alphabetical order.

    Two ways of writing one whole name (names swapped, words moved from one
    field to another, joined or parted) have the same letters.
    """
    return "".join(sorted("".join(read_name(part).compact for part in parts)))
