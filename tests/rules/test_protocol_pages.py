"""The protocol's pages: up to date, and plain about what is no policy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from homeward.cli.docs import EDITIONS, docs, made_pages, stale
from homeward.rules.lines import KINDS
from homeward.rules.protocol.catalogue import read_edition
from homeward.rules.protocol.pages import edition_page

DOCS = Path(__file__).parents[2] / "docs"
ODD = """
[edition]
id = "odd"
title = "Odd"
in_force = 2020-02-21
timezone = "Europe/London"
kinds = ["door.opened"]

[[duty]]
id = "A"
title = "Close the door | quietly"
owner = "carer-or-home"
starts = "door.opened"
within = "2 h"
met_by = ["note.added"]
applies = { placed_by_other_la = false, has_school = false, risk = ["LOW", "HIGH"] }
count_in = "2 in 3 d"
repeats = "1 d until child.returned"
from = 2021-01-01
until = 2021-12-31
evidence = "S"
jurisdiction = "LOC:Elsewhere"
source = "Nobody"
"""


def test_pages_are_up_to_date() -> None:
    """What stands in docs/protocol is what the editions make."""
    assert stale(DOCS, made_pages()) == []


def test_there_is_a_page_for_each_edition_and_two_more() -> None:
    """Editions, kinds, and what no edition computes."""
    names = {path.stem for path in EDITIONS.glob("*.toml")} - {"not_computed"}
    made = {each.removeprefix("protocol/") for each in made_pages() if "/" in each}
    assert made == {f"{n}.md" for n in names} | {"kinds.md", "not-computed.md"}


def test_every_kind_has_a_row() -> None:
    """All kinds, with their code and words."""
    page = made_pages()["protocol/kinds.md"]
    assert [
        kind.code for kind in KINDS.values() if f"| `{kind.code}` | {kind.title} |" not in page
    ] == []


def test_a_figure_without_a_source_is_called_a_local_default() -> None:
    """The offer within 24 hours is ours; the interview within 72 hours is not."""
    page = made_pages()["protocol/north-yorkshire-current.md"]
    rows = {line.split(" | ")[0]: line for line in page.splitlines() if line.startswith("| ")}
    assert "24 h (local default, not policy)" in rows["| RHI-01"]
    assert "| 72 h |" in rows["| RHI-02"]
    assert "Torbay; here a local default, not policy" in rows["| ESC-05"]


def test_every_key_of_a_duty_is_said() -> None:
    """Counting, repeating, dates, and to whom it applies; a bar in a title breaks no table."""
    page = edition_page(read_edition(ODD, "odd.toml"))
    row = next(line for line in page.splitlines() if line.startswith("| A |"))
    assert "Close the door \\| quietly" in row
    assert "door.opened (2 in 3 d, counted by child)" in row
    assert "(from 1 January 2021) (until 31 December 2021)" in row
    assert "2 h, then every 1 d until: Child returned" in row
    assert "risk low or high, placed by its own, without a school" in row
    assert "What a grade opens" not in page


def test_check_finds_a_changed_page_and_write_puts_it_right(tmp_path: Path) -> None:
    """Changed, absent and surplus pages are named; after writing nothing is stale."""
    run = CliRunner().invoke
    assert run(docs, ["write", "--dir", str(tmp_path)]).exit_code == 0
    (tmp_path / "protocol" / "kinds.md").write_text("changed by hand")
    (tmp_path / "protocol" / "extra.md").write_text("nobody makes this")
    (tmp_path / "protocol" / "not-computed.md").unlink()
    (tmp_path / "data-map.md").write_text("changed by hand")
    found = run(docs, ["check", "--dir", str(tmp_path), "--json"])
    assert found.exit_code == 1
    assert json.loads(found.output)["stale"] == [
        "data-map.md",
        "protocol/extra.md",
        "protocol/kinds.md",
        "protocol/not-computed.md",
    ]
    assert run(docs, ["write", "--dir", str(tmp_path)]).exit_code == 0
    assert run(docs, ["check", "--dir", str(tmp_path)]).output == "All 7 pages are up to date.\n"


@pytest.mark.parametrize("command", ["write", "check"])
def test_each_command_has_an_example(command: str) -> None:
    """Help ends with a line to copy."""
    assert (
        f"Example: homeward docs {command}" in CliRunner().invoke(docs, [command, "--help"]).output
    )
