"""Inside a record: 70,000 invented children with common and rare names, and searches timed.

The names are spread as in life: a few are borne by very many children, most by few.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from bench.generate import _FORENAMES, _SURNAMES, _nhs_number
from bench.records import PEOPLE
from homeward.access.queries import get_viewer
from homeward.access.scope import scoped
from homeward.agencies.queries import get_directory
from homeward.ground.clock import now, today
from homeward.linkage.search import find
from homeward.rules.acts import Viewer
from homeward.rules.searching import read_typed

COMMON_SURNAMES = [
    "Smith",
    "Jones",
    "Khan",
    "Taylor",
    "Brown",
    "Williams",
    "Wilson",
    "Patel",
    "Johnson",
    "Davies",
    "Robinson",
    "Wright",
    "Thompson",
    "Evans",
    "Walker",
    "White",
    "Roberts",
    "Green",
    "Hall",
    "Wood",
    "Jackson",
    "Clarke",
    "Hussain",
    "Ahmed",
    "Ali",
    "O'Neill",
    "Nowak",
    "Kowalski",
    "Begum",
    "Singh",
    "Kaur",
    "Mac-Donald",
    "Hughes",
    "Edwards",
    "Lewis",
    "Harris",
    "Martin",
    "Cooper",
    "Ward",
    "Turner",
]
COMMON_FORENAMES = [
    "Muhammad",
    "Olivia",
    "Amelia",
    "Oliver",
    "George",
    "Noah",
    "Isla",
    "Ava",
    "Mia",
    "Jack",
    "Harry",
    "Leo",
    "Ivy",
    "Freya",
    "Charlie",
    "Grace",
    "Lily",
    "Jacob",
    "Alfie",
    "Oscar",
    "Zofia",
    "Jakub",
    "Aisha",
    "Fatima",
    "Siobhán",
    "Caitlín",
    "Kiran",
    "Ellis",
    "Jude",
    "William",
    "Thomas",
    "Katie",
    "Jessica",
    "Sophie",
    "Chloe",
    "Ryan",
    "Callum",
    "Zoë",
    "Łukasz",
]
TOWNS = [
    "Scarborough",
    "Whitby",
    "Harrogate",
    "York",
    "Ripon",
    "Selby",
    "Skipton",
    "Malton",
    "Thirsk",
    "Northallerton",
]
#: The tables that a search looks into: none of them may ever be read from end to end.
LOOKED_INTO = (
    "children_child",
    "children_alias",
    "children_identifier",
    "children_address",
    "children_placement",
    "episodes_report",
    "episodes_episode",
    "access_involvement",
)
#: What is typed, by the kind of question.
TYPED = {
    "one common name": ["smith", "muhammad", "olivia", "Khan", "jones"],
    "two names": ["olivia smith", "Khan, Muhammad", "kiran wilson", "jack taylor", "zofia nowak"],
    "a rare name": ["pemberpool", "hartwick", "quarmere kabel", "stanworth", "underpool"],
    "the beginning of a name": ["wil", "mu", "tho smi", "olivi", "robin"],
    "mistyped": ["smiht", "olivai", "wislon katie", "thompsn", "muhamad kahn"],
    "a form of the name": ["bill", "shivaun", "kate", "moe", "liz taylor"],
    "without accents": ["siobhan", "caitlin", "zoe", "lukasz", "oneill"],
    "a date of birth": ["14/05/2012", "3 mar 2013", "2014-11-02", "7.8.11", "01/02/2012"],
    "a name and a year": ["kiran 2011", "smith 2013", "olivia 2012", "khan 2014", "ellis 2010"],
    "a name and a town": ["wilson scarborough", "khan york", "smith whitby", "mia selby"],
    "a number": ["400 000 0004", "PLACE", "SEARCH/0000123", "LA 100"],
    "nobody": ["zzyzx", "qqq www", "xylophon", "9434765919", "31/12/1999"],
}
WARM, TIMES = 1, 3


def stage(count: str) -> dict[str, int]:
    """Fill the record with so many children; one team is involved with all, one with a few."""
    total = int(count)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE homeward_keeper")
        cursor.execute("SELECT code, id FROM agencies_team")
        teams = dict(cursor.fetchall())
        everyone, few = teams["police-missing"], teams["ny-screening"]
        children = list(_children(total))
        for table, columns, rows in _tables(children, everyone, few):
            _copy(cursor, table, columns, rows)
    return {"children": total}


def _children(total: int) -> Iterator[tuple[Any, ...]]:
    random = Random(11)
    first, last = _weights(len(COMMON_FORENAMES)), _weights(len(COMMON_SURNAMES))
    for number in range(total):
        forename = _pick(random, COMMON_FORENAMES, first, _FORENAMES, 0.4)
        surname = _pick(random, COMMON_SURNAMES, last, _SURNAMES, 0.2)
        if random.random() < 0.05:
            surname += "-" + random.choice(_SURNAMES)
        born = date(2009, 1, 1) + timedelta(days=random.randrange(3000))
        yield UUID(int=(7 << 76) + number), surname, forename, born, random


def _weights(count: int) -> list[float]:
    return list(accumulate(1 / (place + 6) for place in range(count)))


def _pick(
    random: Random, common: list[str], weights: list[float], rare: list[str], share: float
) -> str:
    if random.random() < share:
        return random.choices(common, cum_weights=weights)[0]
    return random.choice(rare)


def _tables(
    children: list[tuple[Any, ...]], everyone: int, few: int
) -> Iterator[tuple[str, str, list[tuple[Any, ...]]]]:
    at, act = now().isoformat(), UUID(int=9)
    numbered = list(enumerate(children))
    yield (
        "children_child",
        "id, surname, forename, forename2, dob, sex, ethnicity, setting, place, school_urn",
        [
            (c[0], c[1], c[2], "", c[3], "F", "", "HOME", "york", 121_000 + n % 900)
            for n, c in numbered
        ],
    )
    yield (
        "children_alias",
        "child_id, name, source_id",
        [(c[0], f"{COMMON_FORENAMES[n % 39]} {c[1]}", act) for n, c in numbered if n % 10 == 0],
    )
    yield (
        "children_identifier",
        "child_id, kind, issuer, value, is_valid, source_id",
        [(c[0], "NHS_NO", "", _nhs_number(n), "t", act) for n, c in numbered]
        + [(c[0], "LA_CHILD_ID", "E06000065", f"LA{n}", "t", act) for n, c in numbered],
    )
    yield (
        "children_address",
        "child_id, text, postcode, uprn, known_at, source_id",
        [
            (c[0], f"{n % 300} Mill Lane, {TOWNS[n * n % 10]}", "YO1 7HH", "", at, act)
            for n, c in numbered
        ],
    )
    yield (
        "episodes_report",
        "id, child_id, via, ref, version, status, report_class, merged_into, reported_at,"
        " started_at, reporter, detail",
        [
            (
                UUID(int=c[0].int + (1 << 100)),
                c[0],
                "MSPR",
                f"SEARCH/{n:07d}",
                1,
                "FOUND",
                "MISSING",
                "",
                at,
                at,
                "PARENT",
                "{}",
            )
            for n, c in numbered
        ],
    )
    yield (
        "access_involvement",
        "child_id, team_id, ground, since_at, until_at, act_id",
        [(c[0], everyone, "REPORT", at, None, act) for c in children]
        + [(c[0], few, "REPORT", at, None, act) for n, c in numbered if n % 50 == 0],
    )


def _copy(cursor: Any, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(["\\N" if v is None else v for v in row] for row in rows)
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv, NULL '\\N')") as stream:
        stream.write(text.getvalue())


def search() -> dict[str, Any]:
    """Every text typed several times by who is involved with all and by who is with a few."""
    people = [get_viewer(get_user_model().objects.get(email=email).pk, today()) for email in PEOPLE]
    return {
        "answers": {
            email.partition("@")[0]: _typed_by(viewer)
            for email, viewer in zip(PEOPLE, people, strict=True)
        },
    }


def _typed_by(viewer: Viewer) -> list[dict[str, Any]]:
    with scoped(viewer):
        directory = get_directory()
    return [
        {
            "kind": kind,
            "typed": text,
            **_timed(viewer, lambda text=text: find(viewer, read_typed(text), directory)),
        }
        for kind, texts in TYPED.items()
        for text in texts
    ]


def _timed(viewer: Viewer, ask: Callable[[], list[Any]]) -> dict[str, Any]:
    times, scans, found = [], 0, 0
    for number in range(WARM + TIMES):
        with scoped(viewer):
            began = perf_counter()
            found = len(ask())
            if number >= WARM:
                times.append(perf_counter() - began)
            scans += _scans()
    return {
        "ms": round(median(times) * 1000, 2),
        "worst_ms": round(max(times) * 1000, 2),
        "found": found,
        "scans": scans,
    }


def _scans() -> int:
    """How often this transaction has read a table from end to end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(seq_scan) FROM pg_stat_xact_user_tables WHERE relname = ANY (%s)",
            [list(LOOKED_INTO)],
        )
        return int(cursor.fetchone()[0])
