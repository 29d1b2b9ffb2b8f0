"""Two numbers that turn out to be one child, and back again: no line moves, nothing is lost."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from tests.casework.cast import HOUR
from tests.casework.reports import download, episodes_of, lines_of
from tests.casework.three import A1, A2, B1, C1, Three, all_lines, is_right, join, part, placed
from tests.casework.worlds import NOW, act_of, as_worker, partnership, person

from homeward.access.queries import SYSTEM_VIEWER, involvements_of
from homeward.access.scope import scoped
from homeward.casework.add_line import add_line
from homeward.casework.allocate import allocate
from homeward.casework.record_sighting import record_sighting
from homeward.casework.tick_task import tick_task
from homeward.children.queries import get_details
from homeward.episodes.queries import tasks_of
from homeward.linkage.joining import kept_of, standing_joins
from homeward.rules.acts import NotFound, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(tmp_path: Path) -> Three:
    teams = partnership()
    download(tmp_path, A1, A2, B1, C1)
    return Three(
        person(teams["police"], "POLICE_COORDINATOR"),
        person(teams["larkfield"], "HOME_MANAGER"),
        person(teams["north-yorkshire"], "SOCIAL_WORKER"),
        placed(),
    )


def knows(child: UUID) -> set[tuple[int, str]]:
    """Who is involved with a child now, on which ground."""
    with as_worker(), scoped(SYSTEM_VIEWER):
        rows = involvements_of(SYSTEM_VIEWER, [child])
    return {(team, ground) for _, team, ground, until in rows if until is None or until > NOW}


def test_joined_the_reports_count_under_one_number_and_parted_under_their_own(three: Three) -> None:
    ash, birch, _ = three.all
    lines = all_lines()
    before = {
        child: (knows(child), [e.state for e in episodes_of(child)]) for child in (ash, birch)
    }
    joined = join(ash, birch)
    assert placed()["MSPR/B1"] == ash
    assert lines.items() <= all_lines().items()
    assert {each.id for each in lines_of(birch)} == set()
    assert [e.state for e in episodes_of(birch)] == ["CANCELLED"]
    assert is_right(three.all)
    part(joined)
    assert placed() == three.children
    assert lines.items() <= all_lines().items()
    for child, (who, states) in before.items():
        assert knows(child) == who
        assert sorted(e.state for e in episodes_of(child) if e.state != "CANCELLED") == sorted(
            states
        )
    assert is_right(three.all)


def test_both_numbers_are_kept_and_whoever_knows_one_knows_the_other(three: Three) -> None:
    ash, birch, _ = three.all
    only_ash = knows(ash) - knows(birch)
    assert only_ash
    joined = join(birch, ash)
    assert knows(birch) == knows(ash) >= only_ash
    with as_worker(), scoped(SYSTEM_VIEWER):
        assert kept_of(SYSTEM_VIEWER, ash) == birch
        numbers = get_details(SYSTEM_VIEWER, birch).identifiers
    assert ("NHS_NO", "9434765919", True) in numbers
    part(joined)
    assert not only_ash & knows(birch)
    with as_worker(), scoped(SYSTEM_VIEWER):
        assert get_details(SYSTEM_VIEWER, birch).identifiers == []
        assert ("NHS_NO", "9434765919", True) in get_details(SYSTEM_VIEWER, ash).identifiers


def test_nothing_is_recorded_under_the_number_that_no_longer_counts(three: Three) -> None:
    ash, birch, _ = three.all
    join(ash, birch)
    act = act_of(three.coordinator, "add_line")
    with pytest.raises(Refusal, match="joined to another record"):
        add_line(act, birch, kind="note.added", happened_at=NOW, text="Seen")
    add_line(act, ash, kind="note.added", happened_at=NOW, text="Seen")


def test_a_chain_of_joins_comes_apart_in_any_order(three: Three) -> None:
    ash, birch, cole = three.all
    first, second = join(birch, cole), join(ash, birch)
    assert set(placed().values()) == {ash}
    with as_worker(), scoped(SYSTEM_VIEWER):
        assert set(standing_joins(SYSTEM_VIEWER, [ash])) == {(birch, ash), (cole, ash)}
        assert kept_of(SYSTEM_VIEWER, cole) == ash
    assert is_right(three.all)
    part(first)
    assert placed() == three.children | {"MSPR/B1": ash}
    assert is_right(three.all)
    part(second)
    assert placed() == three.children
    assert is_right(three.all)


def test_a_report_given_back_once_is_not_taken_by_a_later_parting(three: Three) -> None:
    ash, birch, cole = three.all
    first, second = join(birch, cole), join(ash, birch)
    part(first)
    third = join(ash, cole)
    part(second)
    assert placed() == three.children | {"MSPR/C1": ash}
    part(third)
    assert placed() == three.children
    assert is_right(three.all)


def test_what_cannot_be_joined_or_parted(three: Three) -> None:
    ash, birch, cole = three.all
    joined = join(ash, birch)
    for kept, other in ((cole, birch), (birch, cole)):
        with pytest.raises(Refusal, match="counts under another record"):
            join(kept, other)
    with pytest.raises(NotFound):
        join(ash, ash)
    with pytest.raises(NotFound):
        join(ash, UUID(int=3))
    part(joined)
    with pytest.raises(Refusal, match="parted already"):
        part(joined)


def test_what_was_ticked_for_a_missing_child_stays_ticked(three: Three) -> None:
    ash, birch, _ = three.all
    [episode] = episodes_of(birch)
    with as_worker(), scoped(SYSTEM_VIEWER):
        task = tasks_of(SYSTEM_VIEWER, episode.id)[0]
    tick_task(act_of(three.coordinator, "tick_task"), episode.id, task.id)
    joined = join(ash, birch)
    open_now = next(each for each in episodes_of(ash) if each.state == "OPEN")
    with as_worker(), scoped(SYSTEM_VIEWER):
        ticked = {each.task for each in tasks_of(SYSTEM_VIEWER, open_now.id) if each.done_at}
    assert task.task in ticked
    part(joined)


def test_a_case_given_while_joined_stays_where_it_was_given(three: Three) -> None:
    ash, birch, _ = three.all
    leeds = partnership()["leeds"]
    joined = join(ash, birch)
    manager = person(partnership()["north-yorkshire"], "SOCIAL_CARE_MANAGER")
    allocate(act_of(manager, "allocate", "Their social worker"), ash, team=leeds.pk)
    assert (leeds.pk, "ALLOCATED") in knows(ash) & knows(birch)
    part(joined)
    assert (leeds.pk, "ALLOCATED") in knows(ash) - knows(birch)
    assert is_right(three.all)


def test_an_episode_that_ended_with_a_join_takes_no_line_for_the_other_child(three: Three) -> None:
    """The row under the number that counted stays behind, closed, when the report goes back."""
    ash, _, cole = three.all
    part(join(ash, cole))
    here = {each.anchor_id for each in episodes_of(cole)}
    stale = next(each for each in episodes_of(ash) if each.anchor_id in here)
    before = all_lines()
    act = act_of(three.home, "record_sighting")
    with pytest.raises(Refusal, match="No report of this episode"):
        record_sighting(act, stale.id, seen_at=NOW - HOUR, place="Station", seen_by="driver")
    assert all_lines() == before
