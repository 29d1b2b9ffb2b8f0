"""Two numbers that turn out to be one child, and back again: no line moves, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from django.db import connection, transaction
from tests.casework.cast import HOUR
from tests.casework.reports import Counted, download, episodes_of, lines_of
from tests.casework.worlds import NOW, act_of, as_worker, partnership, person, system_act

from homeward.access.queries import SYSTEM_VIEWER, involvements_of
from homeward.access.scope import scoped
from homeward.casework.add_line import add_line
from homeward.casework.allocate import allocate
from homeward.casework.casebook import Casebook
from homeward.casework.claim_time import claim_time
from homeward.casework.confirm_return import confirm_return
from homeward.casework.enter_in_error import enter_in_error
from homeward.casework.join_children import join_children
from homeward.casework.part_children import part_children
from homeward.casework.record_sighting import record_sighting
from homeward.casework.settle_dates import settle_by_rule
from homeward.casework.tick_task import tick_task
from homeward.children.queries import get_details
from homeward.episodes.queries import reports_by_ref, tasks_of
from homeward.linkage.joining import kept_of, standing_joins
from homeward.rules.acts import NewLine, NotFound, Refusal, Viewer
from homeward.rules.clocks import Clock, Source

pytestmark = pytest.mark.django_db

INTERLEAVINGS, STEPS = 100, 2
REFS = ("MSPR/A1", "MSPR/A2", "MSPR/B1", "MSPR/C1")
FILES = count(1)


def row(ref: str, surname: str, day: int, **cells: str) -> dict[str, str]:
    """A report of a child of that surname, begun on a day of November."""
    return {
        "REPORT_REF": ref,
        "SURNAME": surname,
        "FORENAME1": {"Ash": "Jo", "Birch": "Mia", "Cole": "Sam"}[surname],
        "DOB": {"Ash": "01/02/2011", "Birch": "17/08/2012", "Cole": "23/05/2013"}[surname],
        "LAST_SEEN_DTTM": f"{day}/11/2026 17:00",
        "REPORTED_DTTM": f"{day}/11/2026 18:00",
        "RECORDED_MISSING_DTTM": f"{day}/11/2026 18:30",
        **cells,
    }


def back(day: int) -> dict[str, str]:
    return {"RECORD_STATUS": "FOUND", "RETURNED_DTTM": f"{day}/11/2026 23:00"}


A1 = row("MSPR/A1", "Ash", 10, **back(10), NHS_NO="943 476 5919")
A2 = row("MSPR/A2", "Ash", 21)
B1 = row("MSPR/B1", "Birch", 21, PLACEMENT_URN="", RESIDENCE_TYPE="HOME", SCHOOL_URN="")
C1 = row("MSPR/C1", "Cole", 12, **back(13))


@dataclass
class Three:
    """Three children, Ash with two reports, all of North Yorkshire; and who works with them."""

    coordinator: Viewer
    home: Viewer
    social_worker: Viewer
    children: dict[str, UUID] = field(default_factory=dict)

    @property
    def all(self) -> list[UUID]:
        return [self.children[ref] for ref in ("MSPR/A1", "MSPR/B1", "MSPR/C1")]


def placed() -> dict[str, UUID]:
    """Whose each report is now."""
    with as_worker(), scoped(SYSTEM_VIEWER):
        return {ref: child for ref, (child, _) in reports_by_ref(SYSTEM_VIEWER, REFS).items()}


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


def join(kept: UUID, other: UUID, at: datetime = NOW) -> UUID:
    with worker():
        return join_children(system_act("join_children", at), kept, other)


def part(joined: UUID, at: datetime = NOW) -> None:
    with worker():
        part_children(system_act("part_children", at), joined)


@contextmanager
def worker() -> Iterator[None]:
    """The worker's role; temporary tables belong to a role, and two share this session."""
    forget_staging()
    with as_worker():
        yield
    forget_staging()


def forget_staging() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")


def is_right(children: list[UUID], at: datetime = NOW) -> bool:
    """Whether a recount of each from scratch would change nothing."""
    with as_worker(), scoped(SYSTEM_VIEWER):
        book = Casebook(system_act("recount", at))
        book.load(children)
        for child in children:
            changes = Counted(book, book.recount(child)).changes
        assert changes == []
    return True


def all_lines() -> dict[int, tuple[object, ...]]:
    """Every line there is, with its source, its words and its seal."""
    with as_worker(), scoped(SYSTEM_VIEWER), connection.cursor() as cursor:
        cursor.execute("SELECT id, source_id, kind, happened_at, text, digest FROM chronology_line")
        return {each[0]: (*each[1:5], bytes(each[5])) for each in cursor.fetchall()}


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


Step = Callable[["Three", Random, Path, datetime], None]


def any_child(three: Three, random: Random) -> UUID:
    held = set(placed().values())
    return random.choice([child for child in three.all if child in held])


def do_join(three: Three, random: Random, folder: Path, at: datetime) -> None:
    join(*random.sample(three.all, 2), at)


def do_part(three: Three, random: Random, folder: Path, at: datetime) -> None:
    standing = standing_now()
    if standing:
        part(random.choice(standing), at)


def do_mark(three: Three, random: Random, folder: Path, at: datetime) -> None:
    """Entered in error, or corrected: mostly a line that somebody here wrote."""
    lines = lines_of(any_child(three, random))
    own = [each for each in lines if each.agency == "larkfield"] or lines
    wrong = random.choice(own)
    instead = NewLine(wrong.kind, wrong.happened_at - HOUR) if random.random() < 0.5 else None
    enter_in_error(act_of(three.home, "enter_in_error", "wrong", at), wrong.id, instead=instead)


def do_claim(three: Three, random: Random, folder: Path, at: datetime) -> None:
    """The home says another time, sees the child, or has them back."""
    episode = random.choice(episodes_of(any_child(three, random))).id
    seen = NOW - random.randrange(1, 60) * HOUR
    act = act_of(three.home, "verb", "", at)
    what = random.randrange(3)
    if what == 0:
        claim_time(act, episode, clock=Clock.START, at=seen, source=Source.CARER)
    elif what == 1:
        record_sighting(act, episode, seen_at=seen, place="Station", seen_by="driver")
    else:
        confirm_return(act, episode, returned_at=seen, source=Source.CARER)


def do_settle(three: Three, random: Random, folder: Path, at: datetime) -> None:
    episode = random.choice(episodes_of(any_child(three, random))).id
    clock = random.choice([Clock.START, Clock.RETURNED])
    settle_by_rule(act_of(three.social_worker, "settle_by_rule", "", at), episode, clock)


def do_version(three: Three, random: Random, folder: Path, at: datetime) -> None:
    """Police correct a report: another grade, another time, found or withdrawn."""
    number = next(FILES)
    plain = random.choice([A1, A2, B1, C1])
    day = int(plain["RECORDED_MISSING_DTTM"][:2])
    status = random.choice([back(day), back(day + 1), {"RECORD_STATUS": "CANCELLED"}, {}])
    cells = {
        "RECORD_VERSION": str(1 + number),
        "EXTRACT_ID": f"NYP-{number}",
        "RISK_CURRENT": random.choice(["LOW", "MEDIUM", "HIGH"]),
        **status,
    }
    download(folder, plain | cells, name=f"MSPR_12_20261123_{number:05}.csv")


STEPS_OF: tuple[Step, ...] = (
    *(do_join, do_join, do_join, do_part, do_part),
    *(do_mark, do_claim, do_settle, do_version),
)


def test_a_hundred_interleavings_lose_no_line_and_leave_every_duty_as_counted_anew(
    three: Three, tmp_path: Path
) -> None:
    """Joins, partings and corrections in any order; counted anew while joined, or parted again.

    Each goes on from the last one's lines. Retention takes part once its verb is added here.
    """
    lines, done = all_lines(), 0
    for seed in range(INTERLEAVINGS):
        random, at = Random(seed), NOW + timedelta(minutes=30 * seed)
        for number in range(STEPS):
            try:
                with transaction.atomic():
                    step = random.choice(STEPS_OF)
                    step(three, random, tmp_path, at + number * timedelta(minutes=7))
                    done += step is do_join
            except (Refusal, NotFound):
                assert all_lines() == lines, seed
            known, lines = lines, all_lines()
            assert known.items() <= lines.items(), seed
        at += timedelta(minutes=25)
        if seed % 4 == 3:
            part_all(at)
            assert placed() == three.children, seed
            known, lines = lines, all_lines()
            assert known.items() <= lines.items(), seed
        assert is_right(three.all, at), seed
    assert done > INTERLEAVINGS / 3


def part_all(at: datetime) -> None:
    for each in standing_now():
        part(each, at)


def standing_now() -> list[UUID]:
    """The joins that stand, the oldest first."""
    with as_worker(), scoped(SYSTEM_VIEWER), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM linkage_join WHERE parted_at IS NULL ORDER BY id")
        return [each[0] for each in cursor.fetchall()]
