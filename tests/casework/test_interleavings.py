"""Joins, partings, corrections and retention in any order: every line stays, all duties are right.

Real commits, so that the ledger can be sealed and proved at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from tests.casework.cast import HOUR
from tests.casework.reports import download, episodes_of, lines_of
from tests.casework.three import A1, A2, B1, C1, back, is_right, join, part, placed
from tests.casework.worlds import NOW, act_of, as_worker, partnership, person, system_act
from tests.conftest import Database, pointed_at

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.claim_time import claim_time
from homeward.casework.confirm_erasure import confirm_erasure
from homeward.casework.confirm_return import confirm_return
from homeward.casework.enter_in_error import enter_in_error
from homeward.casework.erase_record import WAIT, erase_record
from homeward.casework.find_due_records import find_due_records
from homeward.casework.hold_record import hold_record
from homeward.casework.lift_hold import lift_hold
from homeward.casework.propose_erasure import propose_erasure
from homeward.casework.record_sighting import record_sighting
from homeward.casework.seal_ledger import seal_ledger, verify_ledger
from homeward.casework.settle_dates import settle_by_rule
from homeward.casework.withdraw_erasure import withdraw_erasure
from homeward.ground import roles
from homeward.retention.queries import get_decision, holds_of
from homeward.rules.acts import NewLine, NotFound, Refusal, Viewer
from homeward.rules.clocks import Clock, Source

INTERLEAVINGS, STEPS, A_FAMILY = 100, 2, 10
FILES = count(1)
FAMILIES = (
    ("Ashgill", "Birkrigg", "Coldbeck"),
    ("Dunmore", "Eskdale", "Fenwick"),
    ("Garsdale", "Hobthrush", "Ingleby"),
    ("Jervaulx", "Kexwith", "Lothersdale"),
    ("Marrick", "Nidderton", "Oughtershaw"),
    ("Pockley", "Quernmore", "Raydale"),
    ("Sleightholme", "Thoralby", "Ulshaw"),
    ("Vennergarth", "Wharfeton", "Yockenthwaite"),
    ("Appersett", "Borrowby", "Crakehall"),
    ("Dalehead", "Egglestone", "Fylingthorpe"),
)
#: What a hundred interleavings must have had among them.
MUST_HAPPEN = ("joined", "parted", "corrected by police", "erased", "stopped by a hold")
#: A partnership whose records are due at once; two keepers and a week are needed all the same.
SOON = """
[[period]]
id = "soon"
title = "Soon"
applies_to = "everybody"
source = "this test"
evidence = "P"
after = [{ from = "last_contact", years = 0 }]
"""


@dataclass
class Family:
    """Three generated children, and their reports: the first has two."""

    rows: list[dict[str, str]]
    children: dict[str, UUID]
    erased: set[UUID] = field(default_factory=set)

    @property
    def all(self) -> list[UUID]:
        return list(dict.fromkeys(self.children.values()))

    @property
    def left(self) -> list[UUID]:
        return [child for child in self.all if child not in self.erased]

    def under(self) -> dict[str, UUID]:
        """Under which number each report that was not erased counts now."""
        return placed(tuple(self.children))


@dataclass
class Told:
    """One run: who acts, whose turn it is, what happened how often."""

    folder: Path
    home: Viewer
    social_worker: Viewer
    keepers: tuple[Viewer, Viewer]
    family: Family
    random: Random
    at: datetime = NOW
    did: dict[str, int] = field(default_factory=dict)

    def happened(self, what: str) -> None:
        self.did[what] = self.did.get(what, 0) + 1

    def any_child(self) -> UUID:
        """One of those under whose number something counts; NotFound when all are erased."""
        held = set(self.family.under().values())
        found = [child for child in self.family.all if child in held]
        if not found:
            raise NotFound
        return self.random.choice(found)

    def any_episode(self) -> UUID:
        return self.random.choice(episodes_of(self.any_child())).id


def family(folder: Path, number: int) -> Family:
    """Three children whom nobody has heard of before."""
    rows = []
    for each, surname in zip((A1, A2 | back(22), B1 | back(22), C1), (0, 0, 1, 2), strict=True):
        born = date(2009 + number % 5, 1 + number, 3 + 9 * surname)
        rows.append(
            each
            | {
                "REPORT_REF": f"{each['REPORT_REF']}-{number}",
                "SURNAME": FAMILIES[number][surname],
                "DOB": born.strftime("%d/%m/%Y"),
                "NHS_NO": "",
            }
        )
    download(folder, *rows, name=f"MSPR_12_20261122_{number:05}.csv")
    return Family(rows, placed(tuple(each["REPORT_REF"] for each in rows)))


def do_join(told: Told) -> None:
    join(*told.random.sample(told.family.all, 2), told.at)
    told.happened("joined")


def do_part(told: Told) -> None:
    standing = standing_now(told.family.all)
    if standing:
        part(told.random.choice(standing)[0], told.at)
        told.happened("parted")


def do_mark(told: Told) -> None:
    """Entered in error, or corrected: mostly a line that somebody here wrote."""
    lines = lines_of(told.any_child())
    own = [each for each in lines if each.agency == "larkfield"] or lines
    wrong = told.random.choice(own)
    instead = NewLine(wrong.kind, wrong.happened_at - HOUR) if told.random.random() < 0.5 else None
    enter_in_error(act_of(told.home, "enter_in_error", "wrong", told.at), wrong.id, instead=instead)
    told.happened("marked")


def do_claim(told: Told) -> None:
    """The home says another time, sees the child, or has them back."""
    episode, act = told.any_episode(), act_of(told.home, "verb", "", told.at)
    seen = NOW - told.random.randrange(1, 60) * HOUR
    what = told.random.randrange(3)
    if what == 0:
        claim_time(act, episode, clock=Clock.START, at=seen, source=Source.CARER)
    elif what == 1:
        record_sighting(act, episode, seen_at=seen, place="Station", seen_by="driver")
    else:
        confirm_return(act, episode, returned_at=seen, source=Source.CARER)
    told.happened("claimed")


def do_settle(told: Told) -> None:
    clock = told.random.choice([Clock.START, Clock.RETURNED])
    act = act_of(told.social_worker, "settle_by_rule", "", told.at)
    settle_by_rule(act, told.any_episode(), clock)
    told.happened("settled")


def do_version(told: Told) -> None:
    """Police correct a report: another grade, another time, found or withdrawn."""
    number, known = next(FILES), told.family.under()
    plain = [each for each in told.family.rows if each["REPORT_REF"] in known]
    if not plain:
        raise NotFound
    cells = told.random.choice(plain)
    day = int(cells["RECORDED_MISSING_DTTM"][:2])
    found = back(day), back(day + 1)
    status = told.random.choice([*found, *found, {"RECORD_STATUS": "CANCELLED"}, {}])
    cells = cells | {
        "RECORD_VERSION": str(1 + number),
        "EXTRACT_ID": f"NYP-{number}",
        "RISK_CURRENT": told.random.choice(["LOW", "MEDIUM", "HIGH"]),
        **status,
    }
    download(told.folder, cells, name=f"MSPR_12_20261123_{number:05}.csv")
    told.happened("corrected by police")


def do_keep(told: Told) -> None:
    """What comes next with one number: held, freed, proposed, confirmed, a week later erased."""
    left = told.family.left
    if not left:
        raise NotFound
    child = told.any_child() if told.random.random() < 0.8 else told.random.choice(left)
    first, under = told.keepers[0], joined_under(child)
    with scoped(first):
        decision = get_decision(first, child)
        holds = holds_of(first, {child, *under})
        held = [each.id for each in holds if each.lifted_at is None]
    if held and told.random.random() < 0.7:
        lift_hold(act_of(first, "lift_hold", "Settled", told.at), held[0])
    elif told.random.random() < 0.15:
        hold_record(act_of(first, "hold_record", "Claim", told.at), child, kind="CLAIM")
        told.happened("held")
    elif decision is None:
        decide(told, child)
        told.happened("decided by two")
    else:
        erase(told, child)


def erase(told: Told, child: UUID) -> None:
    """A week on, the worker carries it out, with every number that counts under this one."""
    numbers, duties = {child, *joined_under(child)}, duties_now()
    first = told.keepers[0]
    if told.random.random() < 0.3:
        one = told.random.choice(sorted(numbers))
        hold_record(act_of(first, "hold_record", "Inquiry", told.at), one, kind="INQUIRY")
    with scoped(first):
        held = any(each.lifted_at is None for each in holds_of(first, numbers))
    with as_worker():
        erase_record(system_act("erase_record", told.at + WAIT), child)
    with scoped(first):
        decision = get_decision(first, child)
    assert decision is not None
    if decision.carried_at is None:
        assert decision.stopped
        withdraw_erasure(act_of(told.keepers[1], "withdraw_erasure", "", told.at), child)
        told.happened("stopped by a hold" if held else decision.stopped)
        return
    assert not held  # Not on any of its numbers.
    assert duties_now() == duties
    told.family.erased |= numbers
    told.happened("erased")
    told.happened(f"erased with {len(numbers) - 1} joined")


STEPS_OF: tuple[Callable[[Told], None], ...] = (
    *(do_join, do_join, do_join, do_join, do_join, do_part, do_part),
    *(do_mark, do_claim, do_settle, do_version, do_version),
    *(do_keep, do_keep, do_keep, do_keep),
)


def rows_of(statement: str, *asked: Any) -> list[tuple[Any, ...]]:
    with as_worker(), scoped(SYSTEM_VIEWER), connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall()


def duties_now() -> list[tuple[Any, ...]]:
    """Every duty of every episode, and how it stands."""
    return rows_of("SELECT d::text FROM protocol_duty d ORDER BY id")


def all_lines() -> dict[int, tuple[tuple[Any, ...], str, bool]]:
    """Every line there is: its source, kind, times and seal; its words; erased or not."""
    found = rows_of(
        "SELECT id, source_id, kind, happened_at, recorded_at, digest, text,"
        " erasure_id IS NOT NULL FROM chronology_line"
    )
    return {row[0]: ((*row[1:5], bytes(row[5])), row[6], row[7]) for row in found}


def nothing_lost(before: dict[int, Any], after: dict[int, Any]) -> bool:
    """Every line is as it was; its words too, but where the record was erased meanwhile."""
    for line, (seal, text, _) in before.items():
        now_seal, now_text, erased = after[line]
        assert now_seal == seal
        assert now_text == ("" if erased else text)
    return True


def standing_now(children: list[UUID]) -> list[tuple[Any, ...]]:
    """The joins that stand between these, with the number that was joined, the oldest first."""
    return rows_of(
        "SELECT id, other_id FROM linkage_join"
        " WHERE parted_at IS NULL AND kept_id = ANY (%s) ORDER BY id",
        children,
    )


def joined_under(child: UUID) -> set[UUID]:
    """The numbers that count under this one, however many joins lie between."""
    found = rows_of("SELECT kept_id, other_id FROM linkage_join WHERE parted_at IS NULL")
    under = {other for kept, other in found if kept == child}
    return under.union(*(joined_under(each) for each in under)) if under else under


@pytest.fixture
def told(committed_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    (tmp_path / "retention.toml").write_text(SOON, encoding="utf-8")
    monkeypatch.setattr(settings, "VAR", tmp_path)
    later = f"-c homeward.at={(NOW + WAIT).date()}"
    address = committed_db.address().stepping_into(roles.APP).with_options(later)
    with pointed_at(address):
        teams = partnership()
        keeper = person(teams["partnership"], "DATA_STEWARD")
        other = apps.get_model("access.Person").objects.create_user("other@keeper.example", "Other")
        with as_worker():
            apps.get_model("access.Membership").objects.create(
                person=other,
                team=teams["partnership"],
                role="DATA_STEWARD",
                since_on=date(2026, 1, 1),
            )
        yield Told(
            tmp_path,
            person(teams["larkfield"], "HOME_MANAGER"),
            person(teams["north-yorkshire"], "SOCIAL_WORKER"),
            (keeper, replace(keeper, person=other.pk)),
            Family([], {}),
            Random(0),
        )


def test_a_hundred_interleavings_lose_no_line_and_leave_every_duty_as_counted_anew(
    told: Told, committed_db: Database
) -> None:
    """Counted anew while joined, parted again, or erased. Ten go on from one another's lines,
    then three other children have their turn; what was left of the earlier ones stays."""
    families: list[Family] = []
    lines: dict[int, Any] = {}
    for seed in range(INTERLEAVINGS):
        if seed % A_FAMILY == 0:
            told.family = family(told.folder, seed // A_FAMILY)
            families.append(told.family)
            lines |= all_lines()
        told.random, told.at = Random(seed), NOW + timedelta(minutes=30 * (seed % A_FAMILY))
        for _ in range(STEPS):
            erased = set(told.family.erased)
            try:
                with transaction.atomic():
                    told.random.choice(STEPS_OF)(told)
            except (Refusal, NotFound):
                assert all_lines() == lines, seed
                assert told.family.erased == erased
            told.at += timedelta(minutes=7)
            known, lines = lines, all_lines()
            assert nothing_lost(known, lines), seed
        if seed % 5 == 4:
            part_all(told)
            known, lines = lines, all_lines()
            assert nothing_lost(known, lines), seed
        assert is_right(told.family.left, told.at), seed
    assert is_right([child for each in families for child in each.left], told.at)
    assert min(told.did[each] for each in MUST_HAPPEN) > 0
    nothing_is_left_of({child for each in families for child in each.erased})
    proved(told, committed_db)


def test_a_hold_on_one_number_stops_both_and_an_erasure_takes_both(told: Told) -> None:
    told.family = family(told.folder, 0)
    ash, birch, cole = told.family.all
    joined, first = join(ash, cole, told.at), told.keepers[0]
    decide(told, ash)
    hold_record(act_of(first, "hold_record", "Inquiry"), cole, kind="INQUIRY")
    carried = system_act("erase_record", NOW + WAIT)
    with as_worker():
        assert not erase_record(carried, ash)
    with scoped(first):
        [hold] = holds_of(first, [cole])
        decision = get_decision(first, ash)
    assert decision is not None
    assert "hold is on this record" in decision.stopped
    withdraw_erasure(act_of(told.keepers[1], "withdraw_erasure"), ash)
    lift_hold(act_of(first, "lift_hold", "Over"), hold.id)
    decide(told, cole)
    with as_worker():
        assert not erase_record(carried, cole)
    with scoped(first):
        decision = get_decision(first, cole)
    assert decision is not None
    assert "Decide about that record" in decision.stopped
    withdraw_erasure(act_of(told.keepers[1], "withdraw_erasure"), cole)
    decide(told, ash)
    with as_worker():
        assert erase_record(carried, ash)
    nothing_is_left_of({ash, cole})
    with pytest.raises(Refusal, match="was erased"):
        refused_inside(joined, told.at)
    assert set(told.family.under().values()) == {birch}
    assert is_right([birch])


def decide(told: Told, child: UUID) -> None:
    """Two keepers: one proposes, the other confirms."""
    first, second = told.keepers
    with as_worker():
        find_due_records(system_act("find_due_records", told.at))
    propose_erasure(act_of(first, "propose_erasure", "Period over", told.at), child)
    confirm_erasure(act_of(second, "confirm_erasure", "", told.at), child)


def part_all(told: Told) -> None:
    """Every join of a record that stands is undone; nothing of an erased one comes apart."""
    for each, other in standing_now(told.family.all):
        if other in told.family.erased:
            with pytest.raises(Refusal, match="was erased"):
                refused_inside(each, told.at)
        else:
            part(each, told.at)
    left = {ref: child for ref, child in told.family.children.items() if child in told.family.left}
    assert told.family.under() == left


def refused_inside(joined: UUID, at: datetime) -> None:
    """In a transaction of its own: what is refused takes the worker's role back with it."""
    with transaction.atomic():
        part(joined, at)


def nothing_is_left_of(erased: set[UUID]) -> None:
    """Lines and rows are there, without words; no name of an erased number is kept."""
    lines = rows_of(
        "SELECT l.erasure_id IS NOT NULL, l.text FROM chronology_line l"
        " JOIN chronology_source s ON s.id = l.source_id WHERE s.child_id = ANY (%s)",
        list(erased),
    )
    assert len(lines) > len(erased)
    assert set(lines) == {(True, "")}
    names = rows_of(
        "SELECT surname, forename, erased_at IS NOT NULL FROM children_child WHERE id = ANY (%s)",
        list(erased),
    )
    assert len(names) == len(erased)
    assert all(gone for _, _, gone in names)
    assert not {surname for surname, _, _ in names} & {each for names in FAMILIES for each in names}


def proved(told: Told, record: Database) -> None:
    """The ledger is sealed and proved: erased lines by their digests."""
    with as_worker():
        seal_ledger(system_act("seal_ledger", told.at + WAIT), told.folder)
    with pointed_at(record.address().stepping_into(roles.KEEPER)):
        proof = verify_ledger(told.folder)
    assert proof.ok
    assert proof.erased > 0
