"""`homeward insight impact` at the command line: the answer, the text, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from homeward.cli.main import main

KEYS = [
    *("n", "observed", "expected", "ratio", "low", "high"),
    *("p_none_by_chance", "wording", "method"),
]


def episodes() -> str:
    """Forty children a year long: the number of each says when, every tenth is away often."""
    rows = ["child,start,end", "first,2025-01-01,2025-01-01T20:00"]
    for child in range(40):
        for month in range(1 + child % 4, 13, 1 if child % 10 == 0 else 3):
            day = f"2025-{month:02}-{1 + child % 28:02}"
            rows.append(f"c{child},{day}T20:00:00Z,{day}T23:00:00+00:00")
    return "\n".join([*rows, "last,2025-12-31T10:00:00Z,", ""])


TREATED = "child,from\nc0,2025-09-01\nc3,2025-09-10\nlate,2025-12-20\n"


def ask(folder: Path, log: str = "", who: str = TREATED, *more: str) -> Result:
    """The command on these two files."""
    (folder / "episodes.csv").write_text(log or episodes(), encoding="utf-8")
    (folder / "treated.csv").write_text(who, encoding="utf-8")
    return run(folder, *more)


def run(folder: Path, *more: str) -> Result:
    """The command on the files that are there; a later option wins over an earlier one."""
    log, who = str(folder / "episodes.csv"), str(folder / "treated.csv")
    words = ["insight", "impact", log, "--treated", who, "--window", "60", *more]
    return CliRunner().invoke(main, words)


def test_the_keys_of_the_contract_and_nothing_else(tmp_path: Path) -> None:
    result = ask(tmp_path, "", TREATED, "--json")
    found = json.loads(result.stdout)

    assert result.exit_code == 0
    assert list(found) == KEYS
    assert (found["n"], found["observed"]) == (2, 3)
    assert found["ratio"] == pytest.approx(found["observed"] / found["expected"], abs=1e-3)
    assert found["low"] <= found["ratio"]
    assert 0 <= found["p_none_by_chance"] <= 1
    assert found["wording"].startswith("The 2 children together had 3 further recorded episodes")
    assert result.stderr == "Not followed for 60 days before and after: late.\n"
    assert ask(tmp_path, "", TREATED, "--json").stdout == result.stdout
    assert list(json.loads(ask(tmp_path, "", TREATED, "--json", "--seed", "1").stdout)) == KEYS


def test_the_text_names_who_was_not_followed(tmp_path: Path) -> None:
    result = ask(tmp_path)

    assert result.exit_code == 0
    assert "Children followed         2\n" in result.stdout
    assert "Not followed for 60 days before and after: late." in result.stdout
    assert "One child was not followed for a whole window" in result.stdout.replace("\n", " ")
    assert result.stderr == ""


def test_parquet_says_the_same(tmp_path: Path) -> None:
    said = ask(tmp_path, "", TREATED, "--json").stdout
    for name in ("episodes", "treated"):
        path = tmp_path / f"{name}.csv"
        frame = pl.read_csv(path, try_parse_dates=name == "treated")
        path.unlink()
        frame.write_parquet(path)

    assert run(tmp_path, "--json").stdout == said


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("child,start,end", "child,begin,end", "episodes.csv: the column start is missing."),
        (
            "2025-12-31T10:00:00Z",
            "31/12/2025",
            'episodes.csv, row 183, column start: "31/12/2025" is no ISO 8601 day or time.',
        ),
        (
            "2025-12-31T10:00:00Z",
            "0025-12-31",
            'row 183, column start: the year of "0025-12-31" is not between 1900 and 2199.',
        ),
        ("2025-12-31T10:00:00Z", "", "episodes.csv, row 183, column start: the cell is blank."),
        (
            "2025-01-01T20:00",
            "2024-12-31",
            'row 1, column end: "2024-12-31" is before the start of the episode.',
        ),
        ("last,", ",", "episodes.csv, row 183, column child: the cell is blank."),
    ],
)
def test_episodes_that_cannot_be_used(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    log = episodes().replace(old, new, 1)
    rows = str(len(episodes().splitlines()) - 1)

    refused(ask(tmp_path, log), sentence.replace("183", rows))


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("child\nc0\n", "treated.csv: the column from is missing."),
        ("", "treated.csv: the file is empty."),
        ("child,from\n", "treated.csv: the file names no child."),
        (
            "child,from\nc0,2025-02-30\n",
            'treated.csv, row 1, column from: "2025-02-30" is no date like 2012-05-31.',
        ),
        ("child,from\nc0,\n", "treated.csv, row 1, column from: the cell is blank."),
        (
            "child,from\nc0,2025-09-01\nc0,2025-09-02\n",
            'treated.csv, row 2, column child: "c0" stands in an earlier row already.',
        ),
        (
            "child,from\nc0,2025-02-01\n",
            "episodes.csv: the data begin on 2025-01-01 and support began on 2025-02-01; two",
        ),
        ("child,from\nc0,2025-12-01\n", "treated.csv: nobody named is in the data for 60 days"),
    ],
)
def test_supported_children_that_cannot_be_used(tmp_path: Path, who: str, sentence: str) -> None:
    refused(ask(tmp_path, "", who), sentence)


def test_files_that_are_no_files(tmp_path: Path) -> None:
    refused(ask(tmp_path, "child,start,end\n"), "episodes.csv: the file holds no episode.")
    (tmp_path / "episodes.csv").write_bytes(b"PAR1\x00\x01\x02")
    refused(run(tmp_path), "episodes.csv: the file is damaged and cannot be read as Parquet.")
    (tmp_path / "episodes.csv").unlink()
    refused(run(tmp_path), "episodes.csv: the file cannot be opened (no such file or directory).")
    refused(run(tmp_path, "--window", "0"), "0 is not in the range 1<=x<=3660")


def refused(result: Result, sentence: str) -> None:
    """One sentence, exit code 2, nothing on standard output."""
    assert sentence in result.stderr
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
