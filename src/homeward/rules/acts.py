"""Who looks, who acts, and how a rule says no.

Doors (web, cli, jobs) make a `Viewer` and an `Act`; nothing below a door asks
the request who is there or the clock what time it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Purpose(StrEnum):
    """Why somebody is looking. Stored with every reading."""

    CASEWORK = "CASEWORK"
    INTAKE = "INTAKE"
    MATCHING = "MATCHING"
    OVERSIGHT = "OVERSIGHT"
    PREVIEW = "PREVIEW"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who looks, for which teams, in which role, for what purpose.

    `person` is None for the worker, which acts for the system. `agency` is the
    agency's code; `teams` are the ids of teams held at this moment; `roles`
    are role codes of `homeward.rules.sharing.Role`.
    """

    person: UUID | None
    agency: str
    teams: tuple[int, ...] = ()
    roles: frozenset[str] = frozenset()
    purpose: Purpose = Purpose.CASEWORK

    def has_role(self, *roles: str) -> bool:
        """Whether any of these roles is held."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class Act:
    """This person, this moment, this reason: one id for all that one click changes.

    `at` is UTC, read once at the door. `known_at` is when the agency came to
    know (the extract's own time for a police download); it defaults to `at`.
    """

    id: UUID
    viewer: Viewer
    at: datetime
    verb: str
    reason: str = ""
    known_at: datetime | None = None

    @property
    def known(self) -> datetime:
        """When what this act says became known."""
        return self.known_at or self.at


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, with the sentence that says why. Truthy when allowed."""

    allowed: bool
    reason: str = ""
    code: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(True)


class Refusal(Exception):
    """A named refusal. Its sentence is the sentence on the screen.

    `code` names the rule (`needs-supervisor`), `field` the form field to mark.
    """

    def __init__(self, sentence: str, *, code: str = "refused", field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.field = field


class NotFound(Exception):
    """There is no such record for this viewer; nothing more may be said."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """A chronology line that a noun's action implies; the verb appends it.

    `happened_at` is UTC; `precision` is `minute` or `day`; `data` holds codes,
    ids and short values, never another child's name; `text` is what a person
    wrote. `supersedes` is the id of the line that this one replaces.
    """

    kind: str
    happened_at: datetime
    precision: str = "minute"
    agency: str = ""
    known_at: datetime | None = None
    text: str = ""
    data: dict[str, object] = field(default_factory=dict)
    supersedes: int | None = None
