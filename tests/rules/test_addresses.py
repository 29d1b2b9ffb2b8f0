"""Addresses agree with the town left off; never with another number."""

from __future__ import annotations

import pytest

from homeward.rules.addresses import read_address


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("4 Mill Lane, Norbeck", "4 MILL LN"),
        ("Flat 2, 10 St. John's Rd, York", "Apt 2 10 Saint Johns Road"),
        ("4 Mill Lane, Norbeck, YO1 7HH", "4 Mill Lane"),
        ("The Old Rectory, Norbeck", "the old rectory"),
        ("4a Mill Lane", "4A Mill Lane"),
    ],
)
def test_one_address_written_in_two_ways(long: str, short: str) -> None:
    assert read_address(long).contains(read_address(short))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4 Mill Lane", "6 Mill Lane"),
        ("4 Mill Lane", "4a Mill Lane"),
        ("4 Mill Lane, Norbeck", "4 Mill Lane, Selby"),
        ("Norbeck", "Norbeck"),
    ],
)
def test_two_addresses(one: str, other: str) -> None:
    assert not read_address(one).contains(read_address(other))


@pytest.mark.parametrize("text", ["", "NFA", "No fixed abode", "Not known"])
def test_no_fixed_address_is_none(text: str) -> None:
    assert read_address(text).words == frozenset()
