"""What all batches of one download share. Not a verb."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from homeward.agencies.queries import Directory, get_directory
from homeward.ground.bulk import IdBlocks
from homeward.protocol.queries import Governance, get_governance


@dataclass(slots=True)
class Shared:
    """What all batches of one file share: where it came from, the directory, the id blocks."""

    agency: str
    file: str
    record: UUID
    directory: Directory = field(init=False)
    governance: Governance = field(init=False)
    row_ids: IdBlocks = field(init=False)
    line_ids: IdBlocks = field(init=False)
    entry_ids: IdBlocks = field(init=False)

    def __post_init__(self) -> None:
        self.row_ids = IdBlocks("intake_row")
        self.line_ids = IdBlocks("chronology_line", 20_000)
        self.entry_ids = IdBlocks("ledger_entry")
        self.directory = get_directory()
        self.governance = get_governance()
