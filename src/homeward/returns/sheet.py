"""The findings as a workbook: the tables as they came, with the cells to mend marked."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format

from homeward.insight.faults import InputFault
from homeward.returns.check import Checked
from homeward.returns.folder import Table
from homeward.rules.ssda903.catalogue import RULES, Rule

_MOST_ROWS = 1_048_575
_MOST_CHARACTERS = 32_000
_WIDTHS = {"MIS_START": 12, "MIS_END": 12, "DOB": 12, "CHILD": 14}


def write_sheet(path: Path, checked: Checked) -> None:
    """Writes the workbook whole or not at all. Raises InputFault."""
    part = path.with_name(f".{path.name}.part")
    for table in checked.folder.tables.values():
        if len(table.rows) > _MOST_ROWS:
            raise InputFault(table.file, "the table has more rows than a workbook can hold")
    try:
        _write(part, checked)
        part.replace(path)
    except (OSError, xlsxwriter.exceptions.XlsxFileError):
        part.unlink(missing_ok=True)
        raise InputFault(path.name, "the workbook cannot be written there") from None


def _write(path: Path, checked: Checked) -> None:
    with path.open("wb") as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        marked = book.add_format({"bg_color": "#FFDD00", "border": 1})
        _write_rules(book, checked, bold)
        rules_of: dict[str, dict[int, list[Rule]]] = defaultdict(lambda: defaultdict(list))
        for rule, name, rows in checked.places():
            for row in rows:
                rules_of[name][row].append(rule)
        for name, by_row in rules_of.items():
            _write_table(book, checked.folder.tables[name], by_row, bold, marked)


def _write_rules(book: xlsxwriter.Workbook, checked: Checked, bold: Format) -> None:
    page = book.add_worksheet("Rules")
    page.set_column(1, 1, 70)
    page.set_column(2, 2, 70)
    for column, heading in enumerate(("Rule", "What it says", "How to mend it", "Rows")):
        page.write_string(0, column, heading, bold)
    counts: dict[str, int] = defaultdict(int)
    for found, _, rows in checked.places():
        counts[found.code] += len(rows)
    for line, (code, rule) in enumerate(RULES.items(), start=1):
        for column, words in enumerate((code, rule.says, rule.mend)):
            page.write_string(line, column, words)
        if code in checked.findings.not_run:
            page.write_string(line, 3, "not run")
        else:
            page.write_number(line, 3, counts[code])


def _write_table(
    book: xlsxwriter.Workbook,
    table: Table,
    rules_of: dict[int, list[Rule]],
    bold: Format,
    marked: Format,
) -> None:
    page = book.add_worksheet(table.name)
    page.freeze_panes(1, 0)
    headings = [*table.headings, "RULES", "HOW TO MEND"]
    for column, heading in enumerate(headings):
        page.set_column(column, column, _WIDTHS.get(heading, 10))
        page.write_string(0, column, heading, bold)
    page.set_column(len(headings) - 1, len(headings) - 1, 90)
    for row, cells in enumerate(table.rows):
        rules = rules_of.get(row, [])
        to_mark = {column for rule in rules for column in rule.columns}
        for column, cell in enumerate(cells):
            form = marked if headings[column] in to_mark else None
            if form and not cell:
                page.write_blank(row + 1, column, None, form)
            elif cell:
                page.write_string(row + 1, column, cell[:_MOST_CHARACTERS], form)
        if rules:
            page.write_string(row + 1, len(cells), " ".join(rule.code for rule in rules))
            words = " ".join(f"{rule.code}: {rule.says} {rule.mend}" for rule in rules)
            page.write_string(row + 1, len(cells) + 1, words)
