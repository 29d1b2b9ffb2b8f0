"""`homeward intake`: the verbs, each loaded only when it is asked for."""

from __future__ import annotations

from homeward.cli.lazy import Late, LateGroup

VERBS = {
    "mspr": Late("homeward.cli.intake_mspr:mspr", "Take police downloads into the record."),
    "aliases": Late(
        "homeward.cli.intake_aliases:aliases",
        "The headings under which a download's columns are found.",
    ),
}

intake = LateGroup(
    name="intake",
    table=VERBS,
    help="What arrives from outside.\n\nExample: homeward intake mspr MSPR_12_20261122_01.csv",
)
