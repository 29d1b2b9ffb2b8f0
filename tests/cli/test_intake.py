"""`homeward intake`, as it is typed: counts, reasons, and what a refused file leaves behind."""

from __future__ import annotations

from pathlib import Path

from tests.cli.commands import SAMPLE, OwnRecord, Said
from tests.intake.conftest import PoliceFiles

REFUSED = {
    "file": SAMPLE.name,
    "row": 8,
    "column": "RECORDED_MISSING_DTTM",
    "value": "31/11/2026 18:05",
    "reason": "is no date",
}


def counts(**changed: int) -> dict[str, object]:
    """The figures of the sample; what is not said is nought."""
    names = ("new", "changed", "unchanged", "duplicate", "review", "refused")
    return {"name": SAMPLE.name, "rows": 9, **dict.fromkeys(names, 0), **changed}


def test_the_sample_into_an_empty_folder(first_taken: Said) -> None:
    assert (first_taken.code, first_taken.err) == (0, "")
    assert first_taken.json == {
        "files": [counts(new=6, changed=1, duplicate=1, refused=1)],
        "refusals": [REFUSED],
        "reviews": [],
    }


def test_the_same_file_again_is_all_duplicates(own_record: OwnRecord, first_taken: Said) -> None:
    again = own_record.homeward("intake", "mspr", str(SAMPLE), "--json")
    assert again.json == {
        "files": [counts(duplicate=8, refused=1)],
        "refusals": [REFUSED],
        "reviews": [],
    }


def test_a_refused_file_ends_the_command_and_undoes_nothing_before_it(
    own_record: OwnRecord, first_taken: Said, police: PoliceFiles, tmp_path: Path
) -> None:
    good = [tmp_path / f"MSPR_12_2026112{day}_01.csv" for day in (3, 4)]
    good[0].write_text(police.text(police.row(REPORT_REF="MSPR/2026/009101")))
    good[1].write_text(police.text(police.row(REPORT_REF="MSPR/2026/009102")))
    bad = tmp_path / "MSPR_12_20261123_02.csv"
    bad.write_text(police.text(police.row(), columns=("REPORT_REF", "SURNAME", "FORENAME1")))

    ended = own_record.homeward("intake", "mspr", *map(str, [good[0], bad, good[1]]), "--json")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    assert ended.err.startswith("MSPR_12_20261123_02.csv, row 1: the key columns RECORD_VERSION")

    after = own_record.homeward("intake", "mspr", *map(str, good), "--json")
    taken = [(file["duplicate"], file["new"] + file["changed"]) for file in after.json["files"]]
    assert taken == [(1, 0), (0, 1)]


def test_a_file_that_is_not_there_is_one_sentence(own_record: OwnRecord) -> None:
    ended = own_record.homeward("intake", "mspr", "nowhere.csv")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "nowhere.csv cannot be opened: No such file or directory.\n"


def test_in_words_every_refused_row_has_its_reason(
    own_record: OwnRecord, first_taken: Said
) -> None:
    said = own_record.homeward("intake", "mspr", str(SAMPLE)).out.splitlines()
    assert said[0].split() == [
        *("file", "rows", "new", "changed", "unchanged", "duplicate", "review", "refused")
    ]
    assert said[1].split() == [SAMPLE.name, *["9", "0", "0", "0", "8", "0", "1"]]
    assert said[2].endswith("row 8: refused, RECORDED_MISSING_DTTM '31/11/2026 18:05' is no date.")


def test_a_partnership_adds_headings_of_its_own(
    own_record: OwnRecord, first_taken: Said, police: PoliceFiles, tmp_path: Path
) -> None:
    text = police.text(police.row(REPORT_REF="MSPR/2026/009103"))
    path = tmp_path / "MSPR_12_20261125_01.csv"
    path.write_text(text.replace("RECORDED_MISSING_DTTM", "Gone Since"))
    assert own_record.homeward("intake", "mspr", str(path)).code == 2

    own = own_record.cluster.var / "columns.toml"
    own.write_text('[RECORDED_MISSING_DTTM]\nalso = ["Gone since"]\n')
    try:
        known = own_record.homeward("intake", "aliases", "--json").json["columns"]
        taken = own_record.homeward("intake", "mspr", str(path), "--json")
    finally:
        own.unlink()
    assert "Gone since" in known["RECORDED_MISSING_DTTM"]
    assert (taken.code, taken.json["files"][0]["refused"]) == (0, 0)


def test_an_unknown_column_in_the_own_headings_is_refused(own_record: OwnRecord) -> None:
    own = own_record.cluster.var / "columns.toml"
    own.write_text('[COLOUR]\nalso = ["Color"]\n')
    try:
        ended = own_record.homeward("intake", "aliases")
    finally:
        own.unlink()
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "The alias table has a column COLOUR that the contract lacks.\n"
