"""Fictional police downloads of any size. Nobody in them exists.

The same seed and moment give the same file. Children who are missing now or came back of
late stand apart from the older history: files of any length can have exactly the same ones.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from homeward.rules.identifiers import nhs_check_digit


def _words(text: str) -> list[str]:
    return text.split()


def _names(first: str, last: str) -> list[str]:
    return [one + other for one, other in product(_words(first), _words(last))]


COLUMNS = _words(
    "EXTRACT_ID EXTRACT_DTTM FORCE_CODE REPORT_REF OCCURRENCE_NO RECORD_VERSION RECORD_STATUS"
    " LAST_UPDATED_DTTM NOMINAL_ID SURNAME FORENAME1 DOB SEX ETHNICITY NHS_NO HOME_ADDRESS"
    " HOME_POSTCODE RESIDENCE_TYPE RESPONSIBLE_LA SCHOOL_URN LAST_SEEN_DTTM REPORTED_DTTM"
    " RECORDED_MISSING_DTTM RETURNED_DTTM CLOSED_DTTM LAST_SEEN_PLACE RISK_INITIAL RISK_CURRENT"
    " REPORTER_ROLE HARM_REPORTED PREVENTION_CHECK_DTTM NARRATIVE HANDLING"
)
_SURNAMES = _names(
    "Ash Bar Cor Dun Elm Fair Glen Hart Ing Jar Kirk Lang Mar Nor Oak Pem Quar Rad Stan Thorn"
    " Under Wal Yard",
    "by croft den ford gate ham ing king ley mere ness over pool ridge stead ton vale wick worth"
    " yard",
)
_FORENAMES = _names(
    "Al Be Ca Da Ed Fi Gi Ha Il Jo Ka Le Mi No Ol Pa Ra Sa Te Vi Wi Ya Zo",
    "an bel cia dor een fin gel hamish ira jo kas lia mona nia ora pia ric sia ton una vin wen",
)
_HOMES = ("HOME", "HOME", "HOME", "FOSTER", "CHILDRENS_HOME")
LONDON = ZoneInfo("Europe/London")
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
#: The older history ends here: nobody is involved any longer on the ground of such a report.
OLD_AFTER, OLD_UNTIL = 130, 800


@dataclass(frozen=True)
class Mix:
    """How many rows there are, of how many children, and how many stand in the present.

    `missing` children have an open episode, `back` ones returned in the last four weeks;
    each of them has two older episodes as well. All other rows lie in the past.
    """

    rows: int
    children: int
    missing: int = 0
    back: int = 0

    @property
    def present(self) -> int:
        """How many children stand in the present."""
        return self.missing + self.back


@dataclass(frozen=True)
class _Spell:
    """One report: whose, when it began, how long it lasted (None: still missing)."""

    child: int
    start: datetime
    minutes: int | None


def write_download(path: Path, mix: Mix, now: datetime, seed: int = 5) -> Path:
    """Write one download as of `now`, oldest report first; the path."""
    extract = now.replace(second=0, microsecond=0)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_rows(mix, extract, seed))
    return path


def _rows(mix: Mix, extract: datetime, seed: int) -> Iterator[list[str]]:
    spells = [*_present(mix, extract, Random(seed)), *_past(mix, extract, Random(seed + 1))]
    spells = sorted(spells[: mix.rows], key=lambda spell: (spell.start, spell.child))
    children: dict[int, dict[str, str]] = {}
    fixed = {"EXTRACT_ID": "BENCH-1", "EXTRACT_DTTM": _text(extract), "FORCE_CODE": "12"}
    for number, spell in enumerate(spells):
        child = children.get(spell.child) or _child(spell.child, extract.date(), seed)
        children[spell.child] = child
        cells = {**fixed, **child, **_report(spell, number, extract, seed)}
        yield [cells.get(column, "") for column in COLUMNS]


def _present(mix: Mix, extract: datetime, random: Random) -> Iterator[_Spell]:
    """The children of the present first, each with one recent report, then their older ones."""
    for child in range(mix.present):
        missing = child < mix.missing
        hours = random.randrange(2, 60) if missing else random.randrange(72, 27 * 24)
        minutes = None if missing else random.randrange(30, 900)
        yield _Spell(child, extract - timedelta(hours=hours), minutes)
    for child in range(2 * mix.present):
        yield _old(child % max(mix.present, 1), extract, random)


def _past(mix: Mix, extract: datetime, random: Random) -> Iterator[_Spell]:
    """The other children in turn, so that each has about as many reports as the next."""
    others = max(mix.children - mix.present, 1)
    for number in range(mix.rows):
        yield _old(mix.present + number % others, extract, random)


def _old(child: int, extract: datetime, random: Random) -> _Spell:
    ago = random.randrange(OLD_AFTER * 1440, OLD_UNTIL * 1440)
    return _Spell(child, extract - ago * _MINUTE, random.randrange(30, 900))


def _child(number: int, today: date, seed: int) -> dict[str, str]:
    random = Random(seed * 1_000_003 + number)
    birth = today - timedelta(days=random.randrange(9 * 365, 15 * 365))
    street, town = _pick(random, _SURNAMES), _pick(random, _SURNAMES)
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    outward, inward = random.randrange(1, 60), random.randrange(1, 10)
    return {
        "NOMINAL_ID": str(100_000 + number),
        "SURNAME": _pick(random, _SURNAMES),
        "FORENAME1": _pick(random, _FORENAMES),
        "DOB": birth.strftime("%d/%m/%Y"),
        "SEX": _pick(random, "MF"),
        "ETHNICITY": "W1",
        "NHS_NO": _nhs_number(number),
        "HOME_ADDRESS": f"{random.randrange(1, 300)} {street} Road, {town}",
        "HOME_POSTCODE": f"YO{outward} {inward}{_pick(random, letters)}{_pick(random, letters)}",
        "RESIDENCE_TYPE": _pick(random, _HOMES),
        "RESPONSIBLE_LA": "E06000065",
        "SCHOOL_URN": str(121_000 + random.randrange(900)),
    }


def _nhs_number(number: int) -> str:
    """The number of a child; nine digits that can have no check digit are passed over."""
    nine = 400_000_000 + number * 7
    while (check := nhs_check_digit(str(nine))) is None:
        nine += 1
    return f"{nine}{check}"


def _report(spell: _Spell, number: int, extract: datetime, seed: int) -> dict[str, str]:
    random = Random(seed * 7_000_003 + int(spell.start.timestamp()) + spell.child)
    reported = spell.start - random.randrange(5, 90) * _MINUTE
    seen = reported - random.randrange(5, 600) * _MINUTE
    cells = {
        "REPORT_REF": f"BENCH/{number:07d}",
        "OCCURRENCE_NO": f"1226{number:08d}",
        "RECORD_VERSION": "1",
        "RECORD_STATUS": "OPEN" if spell.minutes is None else "FOUND",
        "LAST_UPDATED_DTTM": _text(spell.start),
        "LAST_SEEN_DTTM": _text(seen),
        "REPORTED_DTTM": _text(reported),
        "RECORDED_MISSING_DTTM": _text(spell.start),
        "LAST_SEEN_PLACE": "railway station",
        "RISK_INITIAL": _pick(random, ("MEDIUM", "HIGH", "LOW")),
        "RISK_CURRENT": "MEDIUM",
        "REPORTER_ROLE": "PARENT",
        "HARM_REPORTED": "U",
        "NARRATIVE": "Left after an argument",
        "HANDLING": "OFFICIAL-SENSITIVE",
    }
    if spell.minutes is None:
        return cells
    back = min(spell.start + spell.minutes * _MINUTE, extract - _DAY)
    return cells | {
        "LAST_UPDATED_DTTM": _text(back),
        "RETURNED_DTTM": _text(back),
        "CLOSED_DTTM": _text(back + timedelta(hours=3)),
        "PREVENTION_CHECK_DTTM": _text(back + timedelta(hours=1)),
    }


def _pick(random: Random, words: Sequence[str]) -> str:
    return words[random.randrange(len(words))]


def _text(at: datetime) -> str:
    """As the police write it, on the local clock: no time falls into the hour that is skipped."""
    return at.astimezone(LONDON).strftime("%d/%m/%Y %H:%M")
