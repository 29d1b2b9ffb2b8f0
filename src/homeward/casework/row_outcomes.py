"""What became of one download row, and the sentences that say why it waits. Not a verb."""

from __future__ import annotations

from dataclasses import dataclass

WAITS_STILL = "This row waits for a person since it was first taken."
OTHER_CONTENT = "The same reference and version came with other content; the earlier extract holds."
EARLIER_WAITS = "An earlier version of this report waits for a person."
UNKNOWN_SURVIVOR = "Police merged this report into one that is not held."
ERASED = "This report belongs to a record that was erased. Nothing of the row was kept."
OTHER_CHILD = "Police merged this report into a report of another child."


@dataclass(slots=True)
class RowOutcome:
    """The class of one row and, where refused or waiting, why."""

    row: int
    outcome: str
    reason: str = ""
    column: str = ""
    value: str = ""
