"""`homeward protocol` at the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from homeward.cli.main import main

EDITION = """[edition]
id = "own"
title = "Our own"
in_force = 2020-02-21
timezone = "Europe/London"

[[duty]]
id = "RHI-HELD"
title = "Hold the return interview"
owner = "responsible-authority"
starts = "child.returned"
within = "72 h"
met_by = ["interview.held"]
excused_by = ["interview.refused"]
evidence = "B"
limit_evidence = "P"
jurisdiction = "NAT"
source = "DfE 2014"

[[duty]]
id = "SCHOOL"
title = "Tell the school"
owner = "police"
starts = "episode.started"
within = "before 08:30 next school day"
met_by = ["school.notified"]
applies = { has_school = true }
evidence = "P"
jurisdiction = "DEF"
source = "Proposal"
"""
EVENTS = """episode,kind,at
1,episode.started,2026-03-05T20:00:00Z
1,child.returned,2026-03-06T10:00:00Z
1,interview.held,2026-03-07T10:00:00Z
2,child.returned,2026-03-06T11:00:00Z
2,interview.held,2026-03-09T12:00:00Z
3,child.returned,2026-03-06T10:00:00Z
4,child.returned,2026-03-09T10:00:00Z
5,child.returned,2026-03-06T10:00:00Z
5,interview.refused,2026-03-06T12:00:00Z
5,interview.held,2030-01-01T00:00:00Z
"""
FACTS = """episode,child,school_urn,setting
1,A,121735,care
2,A,,home
3,B,,
4,B,,
6,C,,
"""
OUTCOMES = ["running", "met", "late", "overdue", "excused"]
AS_AT = "2026-03-10T09:00:00Z"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with an edition, an event log and facts."""
    for name, text in (("own.toml", EDITION), ("events.csv", EVENTS), ("facts.csv", FACTS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def homeward(*words: str) -> Result:
    """What this command line answers."""
    return CliRunner().invoke(main, words, prog_name="homeward")


def check(*more: str, events: str = "events.csv", facts: str = "facts.csv") -> Result:
    """The check of the files in the folder against their edition."""
    asked = ("--episodes", facts, "--edition", "own.toml", "--as-at", AS_AT)
    return homeward("protocol", "check", events, *asked, *more)


def test_check_counts_every_duty_under_all_five_outcomes(folder: Path) -> None:
    result = check("--json")

    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(answer) == ["episodes", "events", "duties", "seconds"]
    assert (answer["episodes"], answer["events"]) == (6, 9)
    assert list(answer["duties"]["RHI-HELD"]) == OUTCOMES
    assert list(answer["duties"]["RHI-HELD"].values()) == [1, 1, 1, 1, 1]
    assert list(answer["duties"]["SCHOOL"].values()) == [0, 0, 0, 1, 0]
    assert result.stderr == ""


def test_check_for_a_reader(folder: Path) -> None:
    lines = check().stdout.splitlines()

    assert lines[0] == "Our own (own)"
    assert lines[1].split() == ["Duty", "Running", "Met", "Late", "Overdue", "Excused"]
    assert lines[2].split() == ["RHI-HELD", "1", "1", "1", "1", "1"]
    assert lines[-1].startswith("6 episodes, 9 lines, ")


def test_rows_hold_every_verdict(folder: Path) -> None:
    assert check("--rows", "rows.csv").exit_code == 0

    rows = (folder / "rows.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "duty,episode,start,due,verdict,at"
    assert "RHI-HELD,2,2026-03-06T11:00:00Z,2026-03-09T11:00:00Z,late,2026-03-09T12:00:00Z" in rows
    assert "SCHOOL,1,2026-03-05T20:00:00Z,2026-03-06T08:30:00Z,overdue," in rows
    assert len(rows) == 7


def test_csv_and_parquet_give_the_same(folder: Path) -> None:
    events = pl.read_csv(folder / "events.csv", try_parse_dates=True)
    events.write_parquet(folder / "events.parquet")
    pl.read_csv(folder / "facts.csv").write_parquet(folder / "facts.parquet")

    from_csv = json.loads(check("--json").stdout)
    from_parquet = json.loads(
        check(
            "--json", "--rows", "r.parquet", events="events.parquet", facts="facts.parquet"
        ).stdout
    )

    assert from_csv | {"seconds": 0} == from_parquet | {"seconds": 0}
    assert pl.read_parquet(folder / "r.parquet")["episode"].dtype == pl.Int64


@pytest.mark.parametrize("facts", [FACTS, "episode,child\n"])
def test_an_event_log_without_lines_is_judged(folder: Path, facts: str) -> None:
    (folder / "events.csv").write_text("episode,kind,at\n", encoding="utf-8")
    (folder / "facts.csv").write_text(facts, encoding="utf-8")

    result = check("--json")

    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (answer["episodes"], answer["events"]) == (facts.count("\n") - 1, 0)
    assert sum(answer["duties"]["RHI-HELD"].values()) == 0


def test_rows_into_a_folder_that_is_not_there(folder: Path) -> None:
    result = check("--json", "--rows", "none/rows.csv")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "none/rows.csv: the file cannot be written (there is no such folder)" in result.stderr


def test_a_schools_own_days(folder: Path) -> None:
    (folder / "days.csv").write_text("school_urn,date\n121735,2026-03-16\n", encoding="utf-8")

    answer = json.loads(check("--json", "--calendar", "days.csv").stdout)

    assert answer["duties"]["SCHOOL"]["running"] == 1


def test_due_beyond_the_known_bank_holidays_is_said_beside_the_answer(folder: Path) -> None:
    late = "episode,kind,at\n1,episode.started,2150-03-05T20:00:00Z\n"
    (folder / "events.csv").write_text(late, encoding="utf-8")

    result = homeward(
        *("protocol", "check", "events.csv", "--episodes", "facts.csv", "--edition", "own.toml"),
        *("--as-at", "2150-04-01T00:00:00Z", "--json"),
    )

    assert json.loads(result.stdout)["duties"]["SCHOOL"]["overdue"] == 1
    assert result.stderr.startswith("Bank holidays are known only up to")


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("events.csv", "11:00:00Z", "11:00:00", "events.csv, row 4, column at: "),
        ("facts.csv", "home", "hostel", 'facts.csv, row 2, column setting: "hostel" is none of'),
        ("own.toml", "72 h", "soon", 'own.toml, line 12: duty RHI-HELD: "soon" is no limit'),
        ("events.csv", "episode,kind,at", "episode,kind", "events.csv"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    folder: Path, file: str, old: str, new: str, sentence: str
) -> None:
    (folder / file).write_text((folder / file).read_text().replace(old, new, 1))

    result = check("--json", "--rows", "rows.csv")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1
    assert not (folder / "rows.csv").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["protocol", "check"], "Missing argument 'EVENTS' (see homeward protocol check --help)."),
        (["frob"], "No such command 'frob' (see homeward --help)."),
        ([], "Missing command (see homeward --help)."),
        (["protocol", "show", "none.toml"], "none.toml is neither a file nor a shipped edition"),
        (["protocol", "show", "."], ": the file cannot be opened (is a directory)."),
    ],
)
def test_bad_usage(folder: Path, words: list[str], sentence: str) -> None:
    result = homeward(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(sentence)


@pytest.mark.parametrize("moment", ["2026-03-10T09:00:00", "yesterday", "2900-01-01T00:00:00Z"])
def test_as_at_needs_an_offset(folder: Path, moment: str) -> None:
    result = homeward(
        *("protocol", "check", "events.csv", "--episodes", "facts.csv", "--edition", "own.toml"),
        *("--as-at", moment),
    )

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Invalid value for '--as-at': \"{moment}\"" in result.stderr


def test_an_edition_that_is_not_utf_8(folder: Path) -> None:
    (folder / "own.toml").write_bytes(b"[edition]\ntitle = 'caf\xe9'\n")

    result = homeward("protocol", "show", "own.toml")

    assert result.stderr == "own.toml, line 2: the text is not UTF-8.\n"


def test_show_tells_every_key(folder: Path) -> None:
    duties = json.loads(homeward("protocol", "show", "own.toml", "--json").stdout)["duties"]

    assert [duty["id"] for duty in duties] == ["RHI-HELD", "SCHOOL"]
    assert duties[0]["limit_evidence"] == "P"
    assert duties[1]["applies"] == {"has_school": True}
    assert duties[1]["excused_by"] == []
    assert duties[0]["repeats"] is None


def test_show_for_a_reader_puts_the_figures_evidence_beside_it(folder: Path) -> None:
    result = homeward("protocol", "show", "own.toml")

    assert result.stdout.splitlines()[0] == "Our own (own), in force from 2020-02-21"
    assert "72 h (P)" in result.stdout


def test_show_takes_the_id_of_a_shipped_edition() -> None:
    result = homeward("protocol", "show", "england-baseline", "--json")

    assert "RHI-02" in {duty["id"] for duty in json.loads(result.stdout)["duties"]}


def test_diff(folder: Path) -> None:
    changed = EDITION.replace("72 h", "48 h").replace('"SCHOOL"', '"SCHOOL-2"')
    (folder / "new.toml").write_text(changed, encoding="utf-8")

    answer = json.loads(homeward("protocol", "diff", "own.toml", "new.toml", "--json").stdout)
    told = homeward("protocol", "diff", "own.toml", "new.toml").stdout

    assert answer == {
        "added": ["SCHOOL-2"],
        "removed": ["SCHOOL"],
        "changed": [{"id": "RHI-HELD", "fields": {"within": {"old": "72 h", "new": "48 h"}}}],
    }
    assert "changed  RHI-HELD  within  72 h    48 h" in told


def test_diff_of_an_edition_with_itself(folder: Path) -> None:
    assert homeward("protocol", "diff", "own.toml", "own.toml").stdout == (
        "The duties are the same.\n"
    )


@pytest.mark.parametrize("verb", [[], ["check"], ["show"], ["diff"]])
def test_help_has_an_example(verb: list[str]) -> None:
    result = homeward("protocol", *verb, "--help")

    assert result.exit_code == 0
    assert "Example: homeward protocol" in result.stdout


def test_as_a_program_it_needs_neither_django_nor_a_database(folder: Path) -> None:
    program = (
        "import sys; sys.modules['django'] = sys.modules['psycopg'] = None; "
        "from homeward.cli.main import main; main()"
    )
    words = ["protocol", "check", "events.csv", "--episodes", "facts.csv"]
    words += ["--edition", "own.toml", "--as-at", AS_AT, "--json"]
    run = subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout)["events"] == 9
