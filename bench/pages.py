"""The main pages in a small and in a large record, asked for in turn."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any

from bench.generate import Mix
from bench.intake import TAKE, download
from bench.records import CHECKOUT, OTHERS, PEOPLE, MeasurementFailed, Record, throw_away_record

SMALL = 2_000
MISSING, BACK = 40, 200
TIMES, WARM = 25, 3
RATIO_LIMIT = 1.3
PAGES = ("desk", "board", "child", "episode", "search", "looked", "documents", "duties", "sheet")
KEEPER, ADMINISTRATOR = OTHERS
#: Who asks for what: the first two for every page, and each of the others for their own.
ASKED = [
    *product(PEOPLE, PAGES),
    *product(["social-worker@bench.example"], ["questions", "emergencies"]),
    *product([KEEPER], ["reviews", "decided", "keeping"]),
    *product([ADMINISTRATOR], ["people"]),
]
NEAR_LIMIT = 1000
Answers = dict[tuple[str, str], list[dict[str, Any]]]


def mix_of(episodes: int) -> Mix:
    """So many episodes of about a third as many children; the present is the same in all."""
    return Mix(episodes, episodes * 7 // 20, MISSING, BACK)


def measure(episodes: int) -> dict[str, Any]:
    """The pages at 2,000 and at `episodes`, and how long near children are looked for in each."""
    with throw_away_record() as small, throw_away_record() as large:
        files = [download(small, mix_of(SMALL)), download(large, mix_of(episodes))]
        taken = [r.measure("worker", TAKE, f) for r, f in zip((small, large), files, strict=True)]
        for record in (small, large):
            record.measure("owner", "bench.taking:settle_down")
        with answering(small, files[0]) as one, answering(large, files[1]) as other:
            small_answers, large_answers = _in_turn(one, other, ASKED)
        near = [
            record.measure("worker", "bench.looking:look_up", file, NEAR_LIMIT)
            for record, file in zip((small, large), files, strict=True)
        ]
    pages = [
        _compared(who, page, small_answers[who, page], large_answers[who, page])
        for who, page in ASKED
    ]
    return {
        "episodes": [SMALL, episodes],
        "children": [mix_of(SMALL).children, mix_of(episodes).children],
        "missing_now": MISSING,
        "back_of_late": BACK,
        "taken": taken,
        "times": TIMES,
        "limit": RATIO_LIMIT,
        "pages": pages,
        "worst_ratio": max(page["ratio"] for page in pages),
        "ok": all(page["ok"] for page in pages),
        "near": {"small": near[0], "large": near[1]},
    }


class Asker:
    """A process that answers for one record."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, who: str, page: str) -> dict[str, Any]:
        """One request: status, milliseconds, queries, bytes."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([who, page]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise MeasurementFailed(f"{page}: the answering process ended.")
        answer: dict[str, Any] = json.loads(line)
        if answer["status"] != 200:
            raise MeasurementFailed(f"{page} for {who} answered {answer['status']}.")
        return answer


@contextmanager
def answering(record: Record, file: Path) -> Iterator[Asker]:
    """A process that signs in as the app role and answers until it is left."""
    command = [sys.executable, "-m", "bench.inside", "bench.looking:answer", str(file)]
    with subprocess.Popen(
        command,
        env=record.environment("app"),
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Asker(process)
        process.communicate()


def _in_turn(one: Asker, other: Asker, asked: list[tuple[str, str]]) -> tuple[Answers, Answers]:
    """Each page from both records in turn, first some times unmeasured."""
    found: tuple[Answers, Answers] = ({}, {})
    for number in range(WARM + TIMES):
        for who, page in asked:
            pair = [(one, found[0]), (other, found[1])]
            for asker, answers in pair if number % 2 else reversed(pair):
                answer = asker.ask(who, page)
                if number >= WARM:
                    answers.setdefault((who, page), []).append(answer)
    return found


def _compared(
    who: str, page: str, small: list[dict[str, Any]], large: list[dict[str, Any]]
) -> dict[str, Any]:
    times = [median(each["ms"] for each in answers) for answers in (small, large)]
    queries = [max(each["queries"] for each in answers) for answers in (small, large)]
    ratio = times[1] / times[0]
    return {
        "page": page,
        "who": who.partition("@")[0],
        "ms": [round(each, 2) for each in times],
        "queries": queries,
        "bytes": [small[-1]["bytes"], large[-1]["bytes"]],
        "ratio": round(ratio, 3),
        "ok": ratio <= RATIO_LIMIT and queries[0] == queries[1],
    }
