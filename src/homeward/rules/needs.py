"""What a child needs others to know: language, communication, health, who they say they are.

Kinds and their sections are local defaults (P). What the child says of themself is kept in
the child's own words, and each entry says whose word it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from homeward.rules.acts import YES, Decision
from homeward.rules.sharing import Section


@dataclass(frozen=True, slots=True)
class NeedKind:
    """One kind of need: its words, its question, whether only one can stand, who may read it."""

    code: str
    words: str
    question: str
    single: bool
    section: Section


_KINDS = (
    ("PREFERRED_NAME", "Preferred name", "What does the child want to be called?", True),
    ("PRONOUNS", "Pronouns", "Which pronouns does the child use?", True),
    ("ETHNICITY", "Ethnicity in the child's words", "How does the child describe it?", True),
    ("LANGUAGE", "First language", "Which language does the child speak best?", True),
    ("INTERPRETER", "Interpreter", "Is one needed, for which language, by whom?", True),
    ("COMMUNICATION", "Communication", "How does the child take things in and answer best?", False),
    ("IDENTITY", "Identity", "What else of who they are does the child want known?", False),
)
_HEALTH = (
    ("DISABILITY", "Disability", "What is it, and what helps?", False),
    ("HEALTH", "Health", "What must somebody who finds the child know?", False),
)
#: Every kind, in the order of the screen.
NEEDS: Mapping[str, NeedKind] = MappingProxyType(
    {
        code: NeedKind(code, words, question, single, section)
        for section, rows in ((Section.NEEDS, _KINDS), (Section.HEALTH, _HEALTH))
        for code, words, question, single in rows
    }
)
SINGLE = frozenset(code for code, kind in NEEDS.items() if kind.single)


def readable(sections: frozenset[Section]) -> frozenset[str]:
    """The kinds that somebody with these sections may read."""
    return frozenset(code for code, kind in NEEDS.items() if kind.section in sections)


def can_need(kind: str, words: str) -> Decision:
    """Whether an entry says something of a known kind."""
    if kind not in NEEDS:
        return Decision(False, "Choose what this is about.", "kind")
    if not words.strip():
        return Decision(False, "Write down what is needed or said.", "words")
    return YES
