"""The code of conduct: what everybody agrees to before the record opens.

Our own words. Whoever changes them gives them a new version, so that everybody is asked
again; a test holds each version to its text.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that one agrees to, and why."""

    words: str
    why: str


VERSION = "2026-11"
PROMISES = (
    Promise(
        "I look only at children I work with.",
        "Every page I open about a child is noted. The child's own worker, and the child or a"
        " parent later, may ask who looked.",
    ),
    Promise(
        "I never look up my family, friends, neighbours or colleagues.",
        "If I should know about them through my work, somebody else will do that work.",
    ),
    Promise(
        "I write what was seen and said, with its time and source, and in words that I would"
        " read out to the child.",
        "One day the child may read it.",
    ),
    Promise(
        "I share a page, a list or a print only with somebody who needs it to keep a child"
        " safe, and I destroy it afterwards.",
        "What leaves this service is no longer protected by it.",
    ),
    Promise(
        "I sign in as myself, lend my password, phone or key to nobody, and lock my screen"
        " when I leave it.",
        "What is done in my name is taken as done by me.",
    ),
    Promise(
        "I say so at once when something went wrong: a wrong entry, a lost device, a look"
        " that I should not have taken.",
        "Mistakes that are told can be put right. A child may be in danger from those that"
        " are not.",
    ),
)


def fingerprint() -> str:
    """The text's digest, kept beside the version when somebody agrees."""
    said = "\n".join(f"{each.words}\n{each.why}" for each in PROMISES)
    return hashlib.sha256(said.encode()).hexdigest()
