"""`tests/spec/linkage.csv`: who the record knows, who the row says, and what comes of it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from homeward.linkage.compare import compare
from homeward.linkage.keys import match_keys
from homeward.rules.linkage import Person, judge, place

TABLE = Path(__file__).parent.parent / "spec" / "linkage.csv"
WORDS = {
    "at": "postcode",
    "address": "address",
    "school": "school_urn",
    "NHS": "nhs_no",
    "UPN": "upn",
    "second name": "forename2",
    "sex": "sex",
}
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def read_person(text: str) -> Person:
    """`SURNAME, Forename; born 2011-04-09; girl; at YO1 7HH` and so on, in any order."""
    name, *facts = (part.strip() for part in text.split(";"))
    surname, forename = name.split(",")
    said: dict[str, Any] = {"surname": surname.strip(), "forename": forename.strip()}
    for fact in facts:
        said |= read_fact(fact)
    return Person(**said)


def read_fact(fact: str) -> dict[str, Any]:
    if fact in ("boy", "girl"):
        return {"sex": fact}
    if fact == "no date of birth":
        return {}
    if fact.startswith("born "):
        return {"dob": date.fromisoformat(fact[5:])}
    if fact.startswith("known as "):
        return {"aliases": tuple(fact[9:].split(", "))}
    if fact.startswith("LA id "):
        number, _, authority = fact[6:].partition(" of ")
        return {"la_child_id": number, "responsible_la": authority}
    word = next(word for word in WORDS if fact.startswith(word + " "))
    return {WORDS[word]: fact[len(word) + 1 :]}


def test_the_table_has_at_least_fifty_cases_each_with_a_reason() -> None:
    assert len(ROWS) >= 50
    assert all(row["why"] for row in ROWS)
    assert {row["decision"] for row in ROWS} == {"JOIN", "NEW", "REVIEW"}


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['case']}-{row['why'][:40]}" for row in ROWS])
def test_what_comes_of_a_row(row: dict[str, str]) -> None:
    known = [read_person(text) for text in row["the record knows"].split(" / ") if text]
    incoming = read_person(row["the row says"])
    keys = set(match_keys(incoming))
    found = [(n, k) for n, k in enumerate(known) if keys & set(match_keys(k))]
    placement = place([(n, judge(compare(incoming, k))) for n, k in found])
    assert placement.outcome == row["decision"], placement.reason
