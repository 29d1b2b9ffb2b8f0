"""Is it the same child? A person decides, the worker carries it out, and it can be undone."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from tests.casework.worlds import (
    act_of,
    as_worker,
    mspr_file,
    partnership,
    person,
    system_act,
    take,
)

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.carry_out_reviews import carry_out_reviews
from homeward.casework.decide_review import decide_review, undo_review
from homeward.children.queries import get_details
from homeward.chronology.queries import lines_of_children
from homeward.episodes.queries import episodes_of_children, reports_by_ref
from homeward.linkage.queries import ReviewFacts, list_waiting
from homeward.rules.acts import NotFound, Refusal, Viewer

pytestmark = pytest.mark.django_db

JO = {"REPORT_REF": "MSPR/1", "SURNAME": "Pell", "FORENAME1": "Jo", "DOB": "14/05/2011"}
JOE = {
    "REPORT_REF": "MSPR/2",
    "SURNAME": "Pell",
    "FORENAME1": "Joe",
    "DOB": "14/05/2011",
    "REPORTED_DTTM": "20/11/2026 19:30",
    "RECORDED_MISSING_DTTM": "20/11/2026 19:40",
    "LAST_SEEN_DTTM": "20/11/2026 18:00",
}


@pytest.fixture
def steward() -> Viewer:
    return person(partnership()["partnership"], "DATA_STEWARD")


def waiting(viewer: Viewer) -> list[ReviewFacts]:
    with scoped(viewer):
        return list_waiting(viewer, None, 10)


def children_by_ref(*refs: str) -> dict[str, UUID]:
    with as_worker(), scoped(SYSTEM_VIEWER):
        return {ref: child for ref, (child, _) in reports_by_ref(SYSTEM_VIEWER, refs).items()}


def carried_out() -> None:
    with as_worker():
        carry_out_reviews(system_act("carry_out_reviews"))


def texts_of(child: UUID) -> set[tuple[str, str]]:
    with as_worker(), scoped(SYSTEM_VIEWER):
        return {
            (line.kind, str(line.data.get("column")))
            for _, line in lines_of_children(SYSTEM_VIEWER, [child])
        }


def test_a_near_name_waits_and_nobody_is_told_of_the_other_child(
    tmp_path: Path, steward: Viewer
) -> None:
    taken = take(mspr_file(tmp_path, [JO, JOE]))
    assert dict(taken.counts) == {"NEW": 1, "REVIEW": 1}
    assert "Jo" not in taken.reviews[0][1]
    assert len(waiting(steward)) == 1


def test_same_child_joins_and_the_episode_follows(tmp_path: Path, steward: Viewer) -> None:
    take(mspr_file(tmp_path, [JO, JOE]))
    [review] = waiting(steward)
    decide_review(act_of(steward, "decide_review"), review.id, same_as=review.candidates[0])
    carried_out()
    both = children_by_ref("MSPR/1", "MSPR/2")
    assert both["MSPR/1"] == both["MSPR/2"]
    assert waiting(steward) == []


def test_different_children_makes_a_second_child(tmp_path: Path, steward: Viewer) -> None:
    take(mspr_file(tmp_path, [JO, JOE]))
    [review] = waiting(steward)
    decide_review(act_of(steward, "decide_review"), review.id)
    carried_out()
    both = children_by_ref("MSPR/1", "MSPR/2")
    assert both["MSPR/1"] != both["MSPR/2"]


def test_a_join_undone_loses_no_line_and_can_be_made_again(tmp_path: Path, steward: Viewer) -> None:
    take(mspr_file(tmp_path, [JO, JOE]))
    [review] = waiting(steward)
    decide_review(act_of(steward, "decide_review"), review.id, same_as=review.candidates[0])
    carried_out()
    joined = children_by_ref("MSPR/1", "MSPR/2")["MSPR/1"]
    before = texts_of(joined)

    undo_review(act_of(steward, "undo_review", "Another Pell"), review.id)
    carried_out()
    assert children_by_ref("MSPR/2") == {}
    [again] = waiting(steward)
    with as_worker(), scoped(SYSTEM_VIEWER):
        left = episodes_of_children(SYSTEM_VIEWER, [joined])
    assert [episode.state for episode in left] == ["OPEN"]

    decide_review(act_of(steward, "decide_review"), again.id)
    carried_out()
    both = children_by_ref("MSPR/1", "MSPR/2")
    assert both["MSPR/1"] == joined != both["MSPR/2"]
    assert texts_of(joined) | texts_of(both["MSPR/2"]) >= before


def test_a_decided_review_cannot_be_decided_twice(tmp_path: Path, steward: Viewer) -> None:
    take(mspr_file(tmp_path, [JO, JOE]))
    [review] = waiting(steward)
    decide_review(act_of(steward, "decide_review"), review.id)
    with pytest.raises(Refusal, match="decided by somebody else"):
        decide_review(act_of(steward, "decide_review"), review.id)


def test_nobody_else_finds_the_queue(tmp_path: Path, steward: Viewer) -> None:
    take(mspr_file(tmp_path, [JO, JOE]))
    [review] = waiting(steward)
    officer = person(partnership()["police"], "POLICE_COORDINATOR")
    assert waiting(officer) == []
    with pytest.raises(NotFound):
        decide_review(act_of(officer, "decide_review"), review.id)


def test_a_merged_report_waits_for_its_survivor_and_then_for_nobody(
    tmp_path: Path, steward: Viewer
) -> None:
    """Police merged a report into one that only a later file brings."""
    merged = {
        **JO,
        "RECORD_STATUS": "MERGED",
        "MERGED_INTO_REF": "MSPR/9",
        "LAST_SEEN_DTTM": "21/11/2026 18:00",
    }
    taken = take(mspr_file(tmp_path, [merged]))
    assert taken.counts["REVIEW"] == 1
    take(mspr_file(tmp_path, [{**JO, "REPORT_REF": "MSPR/9"}], "MSPR_12_20261122_02.csv"))
    carried_out()
    assert waiting(steward) == []
    both = children_by_ref("MSPR/1", "MSPR/9")
    assert both["MSPR/1"] == both["MSPR/9"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_newest_address_is_the_one_said_last_whatever_the_order(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    homes = ["1 Old Street", "9 New Street", "1 Old Street"]
    for place in order:
        day = 22 + place
        row = {
            **JO,
            "RECORD_VERSION": str(place + 1),
            "EXTRACT_DTTM": f"{day}/11/2026 06:05",
            "HOME_ADDRESS": homes[place],
        }
        take(mspr_file(tmp_path, [row], f"MSPR_12_202611{day}_01.csv"))
    child = children_by_ref("MSPR/1")["MSPR/1"]
    with as_worker(), scoped(SYSTEM_VIEWER):
        addresses = get_details(SYSTEM_VIEWER, child).addresses
    assert addresses[0][0] == "1 Old Street"
    assert {text for text, _ in addresses} == set(homes)
