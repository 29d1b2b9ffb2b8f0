"""`homeward protocol`: the verbs, each loaded only when it is asked for."""

from __future__ import annotations

from homeward.cli.lazy import Late, LateGroup

VERBS = {
    "check": Late(
        "homeward.cli.protocol_check:check",
        "Judge an event log against an edition; no database needed.",
    ),
    "show": Late("homeward.cli.protocol_show:show", "The duties of an edition as a table."),
    "adopt": Late(
        "homeward.cli.protocol_adopt:adopt", "Adopt an edition for a place, from a day on."
    ),
    "diff": Late("homeward.cli.protocol_show:diff", "What differs between two editions."),
}

protocol = LateGroup(
    name="protocol",
    table=VERBS,
    help="The protocol: its editions and what they ask.\n\n"
    "Example: homeward protocol show england-baseline",
)
