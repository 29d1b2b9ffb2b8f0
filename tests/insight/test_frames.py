"""Reading event logs, facts and school days: what is taken, and where a fault stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from homeward.insight.faults import InputFault
from homeward.insight.frames import (
    children,
    count_episodes,
    read_events,
    read_facts,
    read_school_days,
    write_rows,
)
from homeward.rules.protocol.evaluate import Facts, Verdict

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
AS_AT = datetime(2026, 3, 10, tzinfo=UTC)


def csv(folder: Path, name: str, text: str | bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def events_fault(folder: Path, text: str | bytes) -> str:
    """The sentence with which this event log is refused."""
    with pytest.raises(InputFault) as caught:
        read_events(csv(folder, "events.csv", text))
    return str(caught.value)


def facts_fault(folder: Path, text: str) -> str:
    """The sentence with which these facts are refused."""
    with pytest.raises(InputFault) as caught:
        read_facts(csv(folder, "facts.csv", text))
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T10:00:00Z",
        "2026-03-02T10:00:00+00:00",
        "2026-03-02T11:00:00+01:00",
        "2026-03-02 10:00:00+00:00",
        "2026-03-02T10:00:00.000Z",
        "2026-03-02T10:00:00.000000000Z",
        "2026-03-02T10:00Z",
        "2026-03-02T05:30-0430",
        "20260302T100000Z",
        " 2026-03-02T10:00:00Z ",
    ],
)
def test_a_time_with_an_offset_however_spelt(tmp_path: Path, text: str) -> None:
    events = read_events(csv(tmp_path, "e.csv", f"episode,kind,at\n1,child.returned,{text}\n"))

    assert events.frame["at"].to_list() == [TEN]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (
            "2026-03-02T10:00:00",
            '"2026-03-02T10:00:00" has no offset; write it like 2026-01-31T09:15:00Z',
        ),
        ("2026-03-02", '"2026-03-02" is no ISO 8601 time'),
        ("02/03/2026 10:00", '"02/03/2026 10:00" is no ISO 8601 time'),
        ("2026-02-30T10:00:00Z", '"2026-02-30T10:00:00Z" is no ISO 8601 time'),
        ("2026-03-02T10:00:60Z", '"2026-03-02T10:00:60Z" is no ISO 8601 time'),
        ("2026-03-02T25:00:00Z", '"2026-03-02T25:00:00Z" is no ISO 8601 time'),
        ("0001-01-01T00:00+23:00", "date value out of range"),
        ("1726-03-02T10:00:00Z", "the year is not between 1900 and 2199"),
        ("", "the cell is blank"),
    ],
)
def test_a_wrong_time_names_file_row_and_column(tmp_path: Path, cell: str, reason: str) -> None:
    text = f"episode,kind,at\n1,child.returned,2026-03-02T10:00:00Z\n\n2,child.returned,{cell}\n"

    assert events_fault(tmp_path, text) == f"events.csv, row 2, column at: {reason}."


def test_blank_lines_are_no_rows_and_other_columns_are_left_out(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "e.csv",
        b"\xef\xbb\xbfsource,kind,at,episode\r\n\r\nx,child.returned,2026-03-02T10:00:00Z,7\r\n\r\n",
    )

    assert read_events(path).frame.select("episode", "kind").rows() == [("7", "child.returned")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "events.csv: the file is empty."),
        ("episode,kind\n1,child.returned\n", "events.csv: the column at is missing."),
        ("episode,kind,at,at\n1,a.b,,\n", "events.csv: the column at is there twice."),
        (
            "episode,kind,at\n1,a.b,2026-03-02T10:00:00Z\n2,a.b,2026-03-02T10:00:00Z,x\n",
            "events.csv, row 2: there are 4 cells but 3 headings.",
        ),
        (b"episode,kind,at\n1,caf\xe9.b,2026\n", "events.csv, row 1: the text is not UTF-8."),
        (
            'episode,kind,at\n"1,a.b,2026-03-02T10:00:00Z\n',
            "events.csv: the file cannot be read as CSV; is a quotation mark left open?",
        ),
        ("episode,kind,at\n,a.b,2026-03-02T10:00:00Z\n", "row 1, column episode: the cell is"),
        ("episode,kind,at\n1,,2026-03-02T10:00:00Z\n", "row 1, column kind: the cell is blank"),
        (b"PAR1 and nothing else", "events.csv: the file is damaged and cannot be read as Parqu"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    assert sentence in events_fault(tmp_path, text)


def test_a_cell_too_long_for_any_reader(tmp_path: Path) -> None:
    text = "episode,kind,at\n1,a.b,x,y\n".replace("x", "x" * 140_000)

    assert events_fault(tmp_path, text) == "events.csv: the file cannot be read as CSV."


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match=r"none\.csv: the file cannot be opened \(no such file"):
        read_events(tmp_path / "none.csv")


def test_parquet_times_and_whole_number_episodes(tmp_path: Path) -> None:
    path = tmp_path / "e.parquet"
    naive = TEN.replace(tzinfo=None)
    pl.DataFrame(
        {"episode": [7, 8], "kind": ["a.b", "c.d"], "at": [naive, naive], "known_at": [None, TEN]}
    ).write_parquet(path)

    events = read_events(path)

    assert events.frame.rows() == [("7", "a.b", TEN, None), ("8", "c.d", TEN, TEN)]
    assert events.whole_episodes


def test_parquet_times_of_another_zone_and_as_text(tmp_path: Path) -> None:
    zoned = tmp_path / "zoned.parquet"
    text = tmp_path / "text.parquet"
    local = pl.Series([TEN]).dt.convert_time_zone("Asia/Tokyo")
    pl.DataFrame({"episode": ["1"], "kind": ["a.b"], "at": local}).write_parquet(zoned)
    pl.DataFrame({"episode": ["1"], "kind": ["a.b"], "at": ["2026-03-02 10:00"]}).write_parquet(
        text
    )

    assert read_events(zoned).frame["at"].to_list() == [TEN]
    assert read_events(text).frame["at"].to_list() == [TEN]


def test_parquet_columns_of_a_wrong_type(tmp_path: Path) -> None:
    path = tmp_path / "e.parquet"
    pl.DataFrame({"episode": [1], "kind": ["a.b"], "at": [20260302]}).write_parquet(path)
    with pytest.raises(InputFault, match=r"e\.parquet, column at: the column holds no times\."):
        read_events(path)

    pl.DataFrame({"episode": [[1]], "kind": ["a.b"], "at": [TEN]}).write_parquet(path)
    with pytest.raises(InputFault, match=r"column episode: the column holds neither text nor"):
        read_events(path)


def test_distinct_known_lines(tmp_path: Path) -> None:
    events = read_events(
        csv(
            tmp_path,
            "e.csv",
            "episode,kind,at,known_at\n"
            "1,a.b,2026-03-02T10:00:00Z,\n"
            "1,a.b,2026-03-02T10:00:00.9Z,\n"
            "1,a.b,2026-03-02T11:00:00+01:00,2026-03-02T12:00:00Z\n"
            "1,c.d,2026-03-02T10:00:00Z,2026-03-10T00:00:00Z\n"
            "1,e.f,2026-03-02T10:00:00Z,2026-03-10T00:00:01Z\n"
            "1,g.h,2026-03-10T00:00:00Z,\n"
            "1,i.j,2026-03-10T00:00:00.1Z,\n",
        )
    )

    assert sorted(events.known(AS_AT)["kind"]) == ["a.b", "c.d", "g.h"]


def test_facts_blank_absent_and_given(tmp_path: Path) -> None:
    facts = read_facts(
        csv(
            tmp_path,
            "f.csv",
            "child,episode,risk,dob,placed_by_other_la,school_urn,place,setting\n"
            "A,1,HIGH,2012-05-31,TRUE,121735,york,care\n"
            ",2,,,,,,\n"
            "B,3,LOW,,0,,,home\n",
        )
    )

    assert facts.facts["1"] == Facts("care", "HIGH", date(2012, 5, 31), True, "121735", "york")
    assert facts.facts["2"] == Facts()
    assert facts.facts["3"].placed_by_other_la is False
    assert facts.children == {"1": "A", "2": "", "3": "B"}


def test_facts_from_parquet(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    pl.DataFrame(
        {
            "episode": [1, 2],
            "child": [10, 11],
            "dob": [date(2012, 5, 31), None],
            "placed_by_other_la": [True, None],
            "school_urn": [121735.0, float("nan")],
            "place": pl.Series([None, None], dtype=pl.Null),
        }
    ).write_parquet(path)

    facts = read_facts(path)

    assert facts.facts["1"] == Facts(None, None, date(2012, 5, 31), True, "121735", None)
    assert facts.facts["2"] == Facts()
    assert facts.children["2"] == "11"


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("setting", "CARE", '"CARE" is none of home, care'),
        ("risk", "high", '"high" is none of VERY_LOW, LOW, MEDIUM, HIGH'),
        ("dob", "31/05/2012", '"31/05/2012" is no date like 2012-05-31'),
        ("placed_by_other_la", "maybe", '"maybe" is neither true nor false'),
    ],
)
def test_a_wrong_fact(tmp_path: Path, heading: str, cell: str, reason: str) -> None:
    sentence = facts_fault(tmp_path, f"episode,child,{heading}\n1,A,\n2,A,{cell}\n")

    assert sentence == f"facts.csv, row 2, column {heading}: {reason}."


def test_half_a_school_number(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    pl.DataFrame({"episode": [1], "child": [1], "school_urn": [1.5]}).write_parquet(path)

    with pytest.raises(InputFault, match="row 1, column school_urn: this is no whole number"):
        read_facts(path)


def test_an_episode_told_twice(tmp_path: Path) -> None:
    same = "episode,child,risk\n1,A,HIGH\n1,A,HIGH\n"
    differing = "episode,child,risk\n1,A,HIGH\n1,A,LOW\n"

    assert read_facts(csv(tmp_path, "same.csv", same)).facts["1"].risk == "HIGH"
    assert facts_fault(tmp_path, differing) == (
        "facts.csv, row 2, column episode: episode 1 has another row that differs."
    )


def test_school_days(tmp_path: Path) -> None:
    days = read_school_days(
        csv(tmp_path, "s.csv", "school_urn,date\n1,2026-03-02\n1,2026-03-03\n2,2026-03-02\n")
    )

    assert days == {
        "1": frozenset({date(2026, 3, 2), date(2026, 3, 3)}),
        "2": frozenset({date(2026, 3, 2)}),
    }
    with pytest.raises(InputFault, match=r"bad\.csv, row 1, column date: the cell is blank"):
        read_school_days(csv(tmp_path, "bad.csv", "school_urn,date\n1,\n"))


def test_episodes_come_child_by_child(tmp_path: Path) -> None:
    at = "2026-03-02T10:00:00Z"
    events = read_events(
        csv(
            tmp_path,
            "e.csv",
            f"episode,kind,at\n1,a.b,{at}\n2,a.b,{at}\n3,a.b,{at}\n4,a.b,{at}\n5,x.y,{at}\n",
        )
    )
    facts = read_facts(csv(tmp_path, "f.csv", "episode,child\n3,A\n1,A\n2,\n6,A\n"))

    groups = [
        {log.episode for log in child} for child in children(events.known(AS_AT), facts, {"a.b"})
    ]

    assert sorted(groups, key=min) == [{"1", "3"}, {"2"}, {"4"}]
    assert count_episodes(events, facts) == 6


VERDICTS = [
    Verdict("D", "7", TEN, AS_AT, "met", AS_AT),
    Verdict("D", "8", TEN, AS_AT, "running", None),
]


def test_rows_as_csv_and_as_parquet(tmp_path: Path) -> None:
    write_rows(tmp_path / "rows.csv", VERDICTS, whole_episodes=True)
    write_rows(tmp_path / "rows.parquet", VERDICTS, whole_episodes=True)
    write_rows(tmp_path / "text.parquet", VERDICTS, whole_episodes=False)

    assert (tmp_path / "rows.csv").read_text().splitlines() == [
        "duty,episode,start,due,verdict,at",
        "D,7,2026-03-02T10:00:00Z,2026-03-10T00:00:00Z,met,2026-03-10T00:00:00Z",
        "D,8,2026-03-02T10:00:00Z,2026-03-10T00:00:00Z,running,",
    ]
    assert pl.read_parquet(tmp_path / "rows.parquet").rows()[0] == (
        ("D", 7, TEN, AS_AT, "met", AS_AT)
    )
    assert pl.read_parquet(tmp_path / "text.parquet")["episode"].to_list() == ["7", "8"]
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("name", ["none/rows.csv", "none/rows.parquet", "", "."])
def test_rows_that_cannot_be_written_leave_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputFault, match="the file cannot be written"):
        write_rows(tmp_path / name, VERDICTS, whole_episodes=False)

    assert list(tmp_path.iterdir()) == []
