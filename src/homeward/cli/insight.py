"""`homeward insight`: the verbs, each loaded only when it is asked for."""

from __future__ import annotations

from homeward.cli.lazy import Late, LateGroup

VERBS = {
    "impact": Late(
        "homeward.cli.insight_impact:impact",
        "Did it help, or would it have happened anyway? No database needed.",
    ),
}

insight = LateGroup(
    name="insight",
    table=VERBS,
    help="What the data can say, and what they cannot.\n\n"
    "Example: homeward insight impact episodes.csv --treated treated.csv --window 90",
)
