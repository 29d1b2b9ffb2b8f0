"""`homeward returns`: the verbs, each loaded only when it is asked for."""

from __future__ import annotations

from homeward.cli.lazy import Late, LateGroup

VERBS = {
    "check": Late(
        "homeward.cli.returns_check:check",
        "Check the missing episodes of an SSDA903 return; no database needed.",
    ),
}

returns = LateGroup(
    name="returns",
    table=VERBS,
    help="Statutory returns.\n\nExample: homeward returns check return-2026 --year 2026",
)
