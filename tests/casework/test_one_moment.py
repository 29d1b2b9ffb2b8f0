"""Two reports of one night, of one minute, in two files of one extract: the order is no matter."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.casework.reports import child_of, download, episodes_of

from homeward.episodes.queries import EpisodeFacts

CALLS = (
    {"RISK_INITIAL": "HIGH", "RISK_CURRENT": "HIGH", "LAST_SEEN_PLACE": "Bridge"},
    {"RISK_INITIAL": "MEDIUM", "RISK_CURRENT": "MEDIUM", "LAST_SEEN_PLACE": "Station"},
)
BRYONY = {"SURNAME": "Harrow", "FORENAME1": "Bryony", "DOB": "19/04/2011"}
INGRID = {"SURNAME": "Okonjo", "FORENAME1": "Ingrid", "DOB": "28/07/2012", "PLACEMENT_URN": ""}

pytestmark = pytest.mark.django_db


def taken(
    folder: Path, who: dict[str, str], number: int, order: tuple[int, int], **first: str
) -> list[EpisodeFacts]:
    """The episodes of a child whose two reports came in this order."""
    refs = [f"MSPR/2026/{number}1", f"MSPR/2026/{number}2"]
    calls = [CALLS[0] | first, CALLS[1]]
    for call in order:
        row = who | calls[call] | {"REPORT_REF": refs[call]}
        download(folder, row, name=f"MSPR_12_20261123_{number}{call}.csv")
    return episodes_of(child_of(refs[0]))


def spans(episodes: list[EpisodeFacts]) -> list[str]:
    """Start and return of each episode, sorted."""
    return sorted(f"{each.started_at} to {each.returned_at}" for each in episodes)


def test_the_grade_and_the_place_do_not_depend_on_which_file_came_first(tmp_path: Path) -> None:
    [one] = taken(tmp_path, BRYONY, 5, (0, 1))
    [other] = taken(tmp_path, INGRID, 6, (1, 0))

    assert (one.grade, one.police_grade) == (other.grade, other.police_grade)
    assert one.last_place == other.last_place == "Station"


def test_a_return_of_that_day_gives_as_many_episodes_either_way(tmp_path: Path) -> None:
    back = {"RECORD_STATUS": "FOUND", "RETURNED_DTTM": "22/11/2026"}

    one = taken(tmp_path, BRYONY, 7, (0, 1), **back)
    other = taken(tmp_path, INGRID, 8, (1, 0), **back)

    assert spans(one) == spans(other)
