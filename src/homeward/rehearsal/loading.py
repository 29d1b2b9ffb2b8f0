"""Loading the rehearsal partnership once: all of it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction

from homeward.access.queries import SYSTEM_VIEWER
from homeward.agencies.queries import agency_codes
from homeward.ground.ids import new_id
from homeward.ground.key_ring import KeyRing
from homeward.rehearsal.cases import case_a, case_b, case_c, case_d, case_e, case_f
from homeward.rehearsal.openings import openings
from homeward.rehearsal.papers import with_papers
from homeward.rehearsal.partnership import MARKER, found
from homeward.rehearsal.stage import play
from homeward.rehearsal.story import Story
from homeward.rehearsal.week import forms_of_today, this_week
from homeward.rules.acts import Act
from homeward.rules.clocks import LONDON

#: Where the downloads of the rehearsal are kept below the data folder, to be looked at.
DOWNLOADS = Path("rehearsal") / "downloads"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded: nothing where the partnership was there before."""

    loaded: bool
    files: int = 0
    forms: int = 0
    steps: int = 0
    lines: int = 0
    rows: dict[str, int] = field(default_factory=dict)


def load(now: datetime, var: Path) -> Loaded:
    """Found the partnership, play the six cases and the current week up to `now` (UTC).

    Runs as the worker. The downloads are written below `var` and taken from there. The
    same `now` tells the same stories; a record that has the partnership is left alone.
    """
    with transaction.atomic():
        if MARKER in agency_codes():
            return Loaded(False)
        days = openings(now.astimezone(LONDON).date())
        act = Act(new_id(), SYSTEM_VIEWER, now, "found_partnership")
        found(act, days.practice_changed)
        stories = [*with_papers(six_cases(now), KeyRing(var)), *this_week(now)]
        played = play(stories, forms_of_today(now), var / DOWNLOADS, now)
    return Loaded(True, played.files, played.forms, played.steps, played.lines, played.rows)


def six_cases(now: datetime) -> list[Story]:
    """The stories of the cases A to F, for a present of `now`."""
    days = openings(now.astimezone(LONDON).date())
    return [
        case_a.tell(days.a),
        case_b.tell(days.b),
        case_c.tell(days.c),
        case_d.tell(days.d),
        case_e.tell(days.e),
        case_f.tell(days.f),
    ]
