"""What is wrong with a file, said so that a person can find the place."""

from __future__ import annotations


class InputFault(Exception):
    """A file that cannot be used. Its text is one sentence: file, row, column, reason.

    `row` counts data rows from 1, the heading not counted; None when the fault is not in
    one row. `column` is the contract's name of the column.
    """

    def __init__(
        self, file: str, reason: str, *, row: int | None = None, column: str | None = None
    ) -> None:
        place = [file]
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column {column}")
        super().__init__(f"{', '.join(place)}: {reason}.")
        self.file = file
        self.reason = reason
        self.row = row
        self.column = column
