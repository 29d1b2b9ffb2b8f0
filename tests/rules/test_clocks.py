"""Whose time is used for each clock of an episode, from tables in `tests/spec`."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.rules.clocks import (
    LINE_KINDS,
    PRECEDENCE,
    Choice,
    Claim,
    Clock,
    Source,
    apart,
    conflicts,
    settle,
    settle_all,
    ssda903_start,
)
from homeward.rules.lines import KINDS, Arises

SPEC = Path(__file__).parent.parent / "spec"
QUARTER = timedelta(minutes=15)
CLAIM = re.compile(
    r"(?P<source>[A-Z_]+)(?P<start> start)? (?:day (?P<day>\d+)|(?P<at>\d+ \d\d:\d\d))"
    r"(?: known (?P<known>\d+ \d\d:\d\d))?(?: report (?P<report>\w+))?"
)


def rows(name: str) -> list[dict[str, str]]:
    with (SPEC / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def case(row: dict[str, str]) -> str:
    return row["case"]


def moment(text: str) -> datetime:
    """A time of November 2026, when the local time is UTC."""
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def claim(text: str, clock: Clock) -> Claim:
    found = CLAIM.fullmatch(text.strip())
    assert found is not None, text
    return Claim(
        clock=Clock.START if found["start"] else clock,
        at=moment(found["at"] or f"{found['day']} 00:00"),
        precision="day" if found["day"] else "minute",
        known_at=moment(found["known"] or "22 06:05"),
        agency="POLICE" if found["source"] in ("MSPR", "POLICE_CALL") else "OTHER",
        source=Source(found["source"]),
        line_id=None,
        report=found["report"] or "A",
    )


def claims_of(text: str, clock: Clock) -> list[Claim]:
    return [claim(part, clock) for part in text.split(";")]


@pytest.mark.parametrize("row", rows("clocks.csv"), ids=case)
def test_whose_time_is_used(row: dict[str, str]) -> None:
    clock = Clock(row["clock"])
    claims = claims_of(row["claims"], clock)
    used = claim(row["used"], clock)
    for given_order in (claims, claims[::-1]):
        settled = settle(clock, given_order, tolerance=QUARTER)
        assert settled is not None
        assert (settled.claim.source, settled.at) == (used.source, used.at)
        assert settled.precision == used.precision
        assert settled.differs is (row["differs"] == "yes")
        assert int(settled.gap.total_seconds() / 60 + 0.5) == int(row["gap"])


def test_the_reason_and_the_other_claims_stand_beside_the_time() -> None:
    claims = claims_of("MSPR 21 23:10; SOCIAL_CARE 21 22:00; CARER 21 21:45", Clock.START)
    settled = settle(Clock.START, claims, tolerance=QUARTER)
    assert settled is not None
    assert settled.reason == "The police download comes first for the start of the episode."
    assert [each.source for each in settled.others] == [Source.CARER, Source.SOCIAL_CARE]
    assert not settled.by_person


def test_without_police_the_reason_names_the_source() -> None:
    settled = settle(Clock.RETURNED, claims_of("CARER 22 06:35", Clock.START), tolerance=QUARTER)
    assert settled is None
    claims = claims_of("CARER 22 06:35", Clock.RETURNED)
    settled = settle(Clock.RETURNED, claims, tolerance=QUARTER)
    assert settled is not None
    assert settled.reason == (
        "The carer or home is used for the return: no source that comes before it gives a time."
    )


def test_a_withdrawn_claim_is_not_used() -> None:
    police, home = claims_of("MSPR 21 23:10; CARER 21 21:45", Clock.START)
    settled = settle(Clock.START, [replace(police, withdrawn=True), home], tolerance=QUARTER)
    assert settled is not None
    assert settled.claim is home
    assert settled.others == ()
    assert settle(Clock.START, [replace(police, withdrawn=True)], tolerance=QUARTER) is None


def test_a_person_may_choose_another_claim_with_a_reason() -> None:
    police, home = claims_of("MSPR 21 23:10; CARER 21 21:45", Clock.START)
    claims = [replace(police, line_id=1), replace(home, line_id=2)]
    choice = Choice(2, "The home's door log shows it.")
    settled = settle(Clock.START, claims, choice, tolerance=QUARTER)
    assert settled is not None
    assert settled.at == home.at
    assert settled.reason == "The home's door log shows it."
    assert settled.by_person
    assert settled.differs


def test_a_choice_falls_back_to_the_rule_when_its_line_is_withdrawn() -> None:
    police, home = claims_of("MSPR 21 23:10; CARER 21 21:45", Clock.START)
    claims = [replace(police, line_id=1), replace(home, line_id=2, withdrawn=True)]
    settled = settle(Clock.START, claims, Choice(2, "Door log."), tolerance=QUARTER)
    assert settled is not None
    assert settled.at == police.at
    assert settled.reason.startswith("The time that a person chose has been withdrawn.")
    assert not settled.by_person


def test_all_clocks_are_settled_together_and_last_seen_heeds_the_chosen_start() -> None:
    claims = [
        *claims_of("MSPR 21 23:10; CARER 21 21:45", Clock.START),
        *claims_of("MSPR 21 21:40; CARER 21 22:30", Clock.LAST_SEEN),
        *claims_of("CARER 22 06:35", Clock.RETURNED),
    ]
    claims = [replace(each, line_id=n) for n, each in enumerate(claims)]
    by_rule = settle_all(claims, tolerance=QUARTER)
    assert {clock: settled.at for clock, settled in by_rule.items()} == {
        Clock.START: moment("21 23:10"),
        Clock.LAST_SEEN: moment("21 22:30"),
        Clock.RETURNED: moment("22 06:35"),
    }
    chosen = settle_all(claims, {Clock.START: Choice(1, "Door log.")}, tolerance=QUARTER)
    assert chosen[Clock.START].at == moment("21 21:45")
    assert chosen[Clock.LAST_SEEN].at == moment("21 21:40")


def test_clocks_without_a_start_are_settled_too() -> None:
    claims = [
        *claims_of("CARER 21 21:40", Clock.LAST_SEEN),
        *claims_of("CARER 22 06:35", Clock.RETURNED),
        replace(claim("MSPR 21 23:10", Clock.SEEN), withdrawn=True),
    ]
    assert set(settle_all(claims, tolerance=QUARTER)) == {Clock.LAST_SEEN, Clock.RETURNED}


def test_differences_are_listed_widest_first() -> None:
    claims = [
        *claims_of("MSPR 21 23:10; CARER 21 22:50", Clock.START),
        *claims_of("MSPR 22 06:30; CARER 22 02:00", Clock.RETURNED),
        *claims_of("MSPR 22 06:50; CARER 22 06:45", Clock.SEEN),
    ]
    assert list(conflicts(claims, tolerance=QUARTER)) == [Clock.RETURNED, Clock.START]
    assert list(conflicts(claims, tolerance=timedelta(hours=1))) == [Clock.RETURNED]


def test_a_bare_day_in_summer_is_the_local_day() -> None:
    day = replace(claim("CARER day 21", Clock.START), at=datetime(2026, 6, 30, 23, 0, tzinfo=UTC))
    late = replace(claim("MSPR 21 23:10", Clock.START), at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    assert apart(day, late) == timedelta(0)
    assert apart(late, day) == timedelta(0)


def tagged(text: str) -> list[Claim]:
    parts = [part.strip().split(" ", 1) for part in text.split(";") if part.strip()]
    return [claim(rest, Clock(clock)) for clock, rest in parts]


@pytest.mark.parametrize("row", rows("ssda903_start.csv"), ids=case)
def test_the_start_for_the_statutory_return(row: dict[str, str]) -> None:
    found = ssda903_start(tagged(row["claims"]))
    assert (found and found.at) == (moment(row["counts"]) if row["counts"] else None)


def test_every_clock_has_a_line_kind_and_a_precedence_over_every_source() -> None:
    settled_kinds = {code for code, kind in KINDS.items() if kind.arises is Arises.CLOCK}
    assert set(LINE_KINDS.values()) == settled_kinds
    assert set(LINE_KINDS) == set(PRECEDENCE) == set(Clock)
    for rule in PRECEDENCE.values():
        assert sorted(rule.sources) == sorted(Source)
        assert rule.citation
        assert rule.evidence in {"S", "B", "SEED", "P"}


some_claims = st.lists(
    st.builds(
        Claim,
        clock=st.sampled_from([Clock.START, Clock.LAST_SEEN, Clock.RETURNED]),
        at=st.integers(0, 6).map(lambda n: moment("21 20:00") + n * timedelta(minutes=10)),
        precision=st.sampled_from(["minute", "day"]),
        known_at=st.integers(0, 2).map(lambda n: moment("22 06:00") + n * timedelta(days=1)),
        agency=st.sampled_from(["A", "B"]),
        source=st.sampled_from(Source),
        line_id=st.integers(1, 9),
        report=st.sampled_from(["R1", "R2"]),
        withdrawn=st.booleans(),
    ),
    max_size=8,
)


@given(some_claims, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_the_claims_never_matters(claims: list[Claim], random: Random) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert settle_all(claims, tolerance=QUARTER) == settle_all(shuffled, tolerance=QUARTER)
    assert ssda903_start(claims) == ssda903_start(shuffled)


@given(some_claims)
@settings(deadline=None)
def test_what_is_used_is_a_live_claim_and_no_other_is_lost(claims: list[Claim]) -> None:
    for clock, settled in settle_all(claims, tolerance=QUARTER).items():
        live = [each for each in claims if each.clock is clock and not each.withdrawn]
        assert sorted([settled.claim, *settled.others], key=repr) == sorted(live, key=repr)
        assert settled.differs is (settled.gap > QUARTER)


@given(some_claims)
@settings(deadline=None)
def test_no_start_is_used_while_a_source_that_comes_before_it_speaks(claims: list[Claim]) -> None:
    settled = settle(Clock.START, claims, tolerance=QUARTER)
    if settled is not None:
        order = PRECEDENCE[Clock.START].sources.index
        assert all(order(settled.claim.source) <= order(each.source) for each in settled.others)
