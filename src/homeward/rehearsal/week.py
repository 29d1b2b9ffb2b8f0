"""The current week: who is missing now, who is back, and what the download did not settle.

All times are counted back from the present, so that the week is always this one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from homeward.rehearsal import week_back, week_missing
from homeward.rehearsal.story import Form, Story

HOUR = timedelta(hours=1)


def this_week(now: datetime) -> list[Story]:
    """The reports of the last seven days, for a present of `now` (UTC)."""
    return [*week_missing.stories(now), *week_back.stories(now)]


def forms_of_today(now: datetime) -> list[Form]:
    """One report by form, of a girl who left school and is missing now."""
    answers = {
        "reporter": "SCHOOL",
        "surname": "Delacroix",
        "forename": "Anaïs",
        "dob": (now - timedelta(days=15 * 365 + 20)).date().isoformat(),
        "sex": "F",
        "setting": "HOME",
        "place": "north-yorkshire",
        "address": "8 Ropewalk, Norbeck",
        "postcode": "YO99 9PE",
        "school_urn": "121678",
        "noticed_at": (now - 2.5 * HOUR).isoformat(),
        "last_seen_at": (now - 3 * HOUR).isoformat(),
        "last_seen_place": "Norbeck School, art room",
        "why_worried": "Left her bag and coat; upset about a message.",
        "checks": [
            {
                "check": "BUILDING",
                "at": (now - 2.3 * HOUR).isoformat(),
                "who": "Pastoral lead",
                "result": "Not in the building.",
            },
            {
                "check": "FAMILY",
                "at": (now - 2.1 * HOUR).isoformat(),
                "who": "Pastoral lead",
                "result": "Her mother has not heard from her.",
            },
        ],
    }
    return [Form("school", now - 2 * HOUR, answers)]
