"""`homeward returns check`: an SSDA903 return judged by the rules on missing episodes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import click

from homeward.cli.answers import BadInput, say, say_json, warn
from homeward.insight.faults import InputFault
from homeward.returns.check import Checked, check_folder
from homeward.returns.sheet import write_sheet

_SHOWN = 20


@click.command(epilog="Example: homeward returns check return-2026 --year 2026 --sheet mend.xlsx")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--year",
    required=True,
    type=click.IntRange(2000, 2200),
    help="Collection year: 2026 is 1 April 2025 to 31 March 2026.",
)
@click.option("--strict", is_flag=True, help="Also where the sector's validator is known to err.")
@click.option(
    "--sheet",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A workbook with the cells to mend marked.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object; rows count from 0.")
@click.pass_context
def check(
    ctx: click.Context, folder: Path, year: int, strict: bool, sheet: Path | None, as_json: bool
) -> None:
    """Check the SSDA903 files in DIR: Header, Episodes, Missing, and last year's *_last.

    CSV or XML, known by their columns. Exit code 0: nothing found; 1: something to mend;
    2: a file cannot be used. Rows are counted from 1, the heading not counted.
    """
    started = perf_counter()
    try:
        checked = check_folder(folder, year, strict=strict)
        seconds = round(perf_counter() - started, 3)
        if sheet is not None:
            write_sheet(sheet, checked)
    except InputFault as fault:
        raise BadInput(str(fault)) from None
    _warn(checked)
    if as_json:
        say_json(_answer(checked, seconds, strict=strict))
    else:
        for line in _lines(checked, seconds):
            say(line)
    ctx.exit(1 if checked.findings.count else 0)


def _answer(checked: Checked, seconds: float, *, strict: bool) -> dict[str, object]:
    answer: dict[str, object] = {"rules": checked.findings.rows, "seconds": seconds}
    if strict:
        answer["last_year"] = {"576": checked.findings.last_year}
    return answer


def _lines(checked: Checked, seconds: float) -> Iterator[str]:
    for rule, name, rows in checked.places():
        table = checked.folder.tables[name]
        yield f"{rule.code}  {rule.says}"
        yield f"  To mend: {rule.mend}"
        looked_at = [c for c in rule.columns if c in table.headings]
        for row in rows[:_SHOWN]:
            cells = dict(zip(table.headings, table.rows[row], strict=True))
            shown = ", ".join(f"{c} {cells[c] or '(blank)'}" for c in looked_at if c != "CHILD")
            child = cells["CHILD"] or "(blank)"
            yield f"  {table.file}, row {row + 1}, child {child}" + (shown and f": {shown}")
        if len(rows) > _SHOWN:
            yield f"  and {len(rows) - _SHOWN} rows more; --sheet and --json have them all"
    ran = len(checked.findings.rows) - len(checked.findings.not_run)
    yield f"{checked.findings.count} findings by {ran} rules, {seconds} s"


def _warn(checked: Checked) -> None:
    """Says on standard error what was not looked at."""
    if checked.folder.aside:
        warn(f"Left aside, no table about missing episodes: {', '.join(checked.folder.aside)}.")
    if checked.findings.not_run:
        warn(f"Not run, a table is not there: {', '.join(checked.findings.not_run)}.")
