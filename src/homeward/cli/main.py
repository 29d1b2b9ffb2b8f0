"""`homeward <noun> <verb>`: the nouns, each loaded only when it is asked for."""

from __future__ import annotations

from homeward.cli.lazy import Late, LateGroup

NOUNS = {
    "protocol": Late(
        "homeward.cli.protocol:protocol",
        "The protocol: show an edition, compare two, judge an event log.",
    ),
    "server": Late(
        "homeward.cli.server:server",
        "Run the service; print what an administrator of a database of your own has to run.",
    ),
}

main = LateGroup(
    name="homeward",
    table=NOUNS,
    help="The shared record for children reported missing from home or care.\n\n"
    "Example: homeward protocol show england-baseline",
)

if __name__ == "__main__":
    main()
