"""Every noun's table of personal data, in the order in which an erasure goes through them.

Not a verb. `erase_record` erases by it; `homeward docs write` makes `docs/data-map.md` of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from homeward.access import personal as access
from homeward.agencies import personal as agencies
from homeward.children import personal as children
from homeward.chronology import personal as chronology
from homeward.copies import personal as copies
from homeward.documents import personal as documents
from homeward.episodes import personal as episodes
from homeward.intake import personal as intake
from homeward.ledger import personal as ledger
from homeward.linkage import personal as linkage
from homeward.lists import personal as lists
from homeward.protocol import personal as protocol
from homeward.retention import personal as retention
from homeward.rules.personal import Table

NOUNS: Mapping[str, tuple[Table, ...]] = MappingProxyType(
    {
        "retention": retention.TABLES,
        "copies": copies.TABLES,
        "protocol": protocol.TABLES,
        "episodes": episodes.TABLES,
        "chronology": chronology.TABLES,
        "documents": documents.TABLES,
        "linkage": linkage.TABLES,
        "intake": intake.TABLES,
        "children": children.TABLES,
        "lists": lists.TABLES,
        "access": access.TABLES,
        "agencies": agencies.TABLES,
        "ledger": ledger.TABLES,
    }
)
