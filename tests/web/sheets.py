"""Reading back the files of a list."""

from __future__ import annotations

import csv
import io
from typing import Any

from openpyxl import load_workbook


def content(response: Any) -> bytes:
    """The whole file of an answer; reading it to the end closes it."""
    assert response.status_code == 200, response.status_code
    return b"".join(response.streaming_content)


def csv_rows(response: Any) -> list[list[str]]:
    """The rows of a CSV file, the head first."""
    return list(csv.reader(io.StringIO(content(response).decode("utf-8-sig"))))


def book(response: Any) -> Any:
    """The workbook of an answer."""
    return load_workbook(io.BytesIO(content(response)))


def book_rows(response: Any) -> tuple[dict[str, str], list[list[Any]]]:
    """What the first sheet of a workbook says, and the rows of the second, the head first."""
    made = book(response)
    about = {row[0].value: row[1].value for row in made["About"].iter_rows()}
    return about, [[cell.value for cell in row] for row in made["Rows"].iter_rows()]
