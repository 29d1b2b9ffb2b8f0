"""The current week: what the duty social worker finds on this morning."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta

from tests.rehearsal.conftest import NOW, REFS, Rehearsed

from homeward.access.queries import (
    SYSTEM_VIEWER,
    get_viewer,
    involvements_of,
    person_by_email,
)
from homeward.access.scope import scoped
from homeward.children.queries import find_children
from homeward.episodes.queries import differing_episodes, missing_now, tasks_of
from homeward.intake.queries import open_alarms
from homeward.linkage.queries import count_waiting, list_waiting
from homeward.rehearsal.cast import CAST


def test_five_children_are_missing_now(rehearsed: Rehearsed) -> None:
    with scoped(SYSTEM_VIEWER):
        missing = missing_now(SYSTEM_VIEWER, 50)
        children = find_children(SYSTEM_VIEWER, [each.child_id for each in missing])
    names = {children[each.child_id].forename: each for each in missing}
    assert set(names) == {"Leila", "Jayden", "Anaïs", "Kian", "Freya"}
    assert {names["Leila"].grade, names["Kian"].grade} == {"HIGH", "MEDIUM"}
    assert names["Leila"].started_at == NOW - timedelta(hours=6, minutes=40)
    assert names["Freya"].state == "LOCATED"


def test_the_report_by_form_stands_beside_the_download(rehearsed: Rehearsed) -> None:
    with scoped(SYSTEM_VIEWER):
        missing = missing_now(SYSTEM_VIEWER, 50)
        children = find_children(SYSTEM_VIEWER, [each.child_id for each in missing])
    (anais,) = [each for each in missing if children[each.child_id].forename == "Anaïs"]
    assert anais.started_at == NOW - timedelta(hours=2, minutes=30)
    assert anais.place == "north-yorkshire"


def test_the_home_holds_an_earlier_start_than_police(rehearsed: Rehearsed) -> None:
    with scoped(SYSTEM_VIEWER):
        coordinator = person_by_email(SYSTEM_VIEWER, CAST["coordinator"].email)
        assert coordinator is not None
        police = replace(SYSTEM_VIEWER, teams=get_viewer(coordinator, NOW.date()).teams)
        differing = differing_episodes(police, None, 50)
    gaps = sorted(each.differs_minutes for each in differing)
    assert 55 in gaps
    assert len(gaps) == 3


def test_interviews_are_due_soon_late_and_held(rehearsed: Rehearsed) -> None:
    due = rehearsed.case("MSPR/2026/004172")
    (owed,) = [each for each in due.duties if each.duty == "RHI-02"]
    assert owed.outcome == ""
    assert owed.due_at - NOW == timedelta(hours=22)
    late = rehearsed.case("MSPR/2026/004160")
    (owed,) = [each for each in late.duties if each.duty == "RHI-02"]
    assert owed.outcome == ""
    assert owed.due_at < NOW
    assert rehearsed.case("MSPR/2026/004164").outcome("RHI-02") == {"MET"}
    assert rehearsed.case("MSPR/2026/004155").outcome("RHI-02") == {"EXCUSED"}


def test_a_low_police_grade_is_kept_beside_the_floor(rehearsed: Rehearsed) -> None:
    episode = rehearsed.case("MSPR/2026/004188").episode
    assert (episode.grade, episode.police_grade) == ("MEDIUM", "LOW")


def test_twins_stay_two_children(rehearsed: Rehearsed) -> None:
    rohan, ravi = (rehearsed.case(f"MSPR/2026/00417{n}") for n in (6, 7))
    assert rohan.child != ravi.child


def test_one_child_waits_for_a_person_and_one_row_is_refused_each_day(
    rehearsed: Rehearsed,
) -> None:
    with scoped(SYSTEM_VIEWER):
        assert count_waiting(SYSTEM_VIEWER) == 1
        (review,) = list_waiting(SYSTEM_VIEWER, None, 10)
    assert len(review.candidates) == 1
    assert rehearsed.loaded.rows["REFUSED"] == rehearsed.loaded.rows["REVIEW"] == 2


def test_no_open_episode_is_absent_from_the_newest_download(rehearsed: Rehearsed) -> None:
    with scoped(SYSTEM_VIEWER):
        assert open_alarms(SYSTEM_VIEWER, 10) == []


def test_the_second_episode_of_one_boy_is_his(rehearsed: Rehearsed) -> None:
    first, second = (rehearsed.case(f"MSPR/2026/00{n}") for n in ("4151", "4201"))
    assert first.child == second.child
    assert first.episode.id != second.episode.id


def test_a_high_grade_opened_tasks_and_some_are_done(rehearsed: Rehearsed) -> None:
    episode = rehearsed.case("MSPR/2026/004203").episode
    with scoped(SYSTEM_VIEWER):
        tasks = tasks_of(SYSTEM_VIEWER, episode.id)
    done = [task for task in tasks if task.done_at]
    assert 0 < len(done) < len(tasks)


def test_files_come_once_a_day_at_five_past_six(rehearsed: Rehearsed) -> None:
    folder = rehearsed.folder / "rehearsal" / "downloads"
    extracts = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            extracts[path.name] = {row["EXTRACT_DTTM"] for row in csv.DictReader(file)}
    assert len(extracts) == rehearsed.loaded.files
    assert all(len(times) == 1 for times in extracts.values())
    assert all(time.endswith(" 06:05") for times in extracts.values() for time in times)


def test_each_persona_who_works_with_children_is_involved_with_some(
    rehearsed: Rehearsed,
) -> None:
    letters = [*REFS, "MSPR/2026/004201", "MSPR/2026/004203", "MSPR/2026/004199"]
    children = {rehearsed.case(each).child for each in letters}
    with scoped(SYSTEM_VIEWER):
        involved = involvements_of(SYSTEM_VIEWER, children)
        now_involved = {team for _, team, _, until in involved if until is None or until > NOW}
        seeing = set()
        for player in CAST.values():
            person = person_by_email(SYSTEM_VIEWER, player.email)
            assert person is not None
            if now_involved & set(get_viewer(person, NOW.date()).teams):
                seeing.add(player.key)
    blind = {
        "audit",
        "scrutineer",
        "keeper",
        "second-keeper",
        "administrator",
        "council",
        "protection",
    }
    assert set(CAST) - seeing == blind
