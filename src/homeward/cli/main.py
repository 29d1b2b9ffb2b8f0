"""`homeward <noun> <verb>`: the nouns, each loaded only when it is asked for."""

from __future__ import annotations

from homeward.cli.lazy import Late, LateGroup

NOUNS = {
    "server": Late(
        "homeward.cli.server:server",
        "Run the service; print what an administrator of a database of your own has to run.",
    ),
    "intake": Late("homeward.cli.intake:intake", "Take police downloads into the record."),
    "protocol": Late(
        "homeward.cli.protocol:protocol",
        "The protocol: show an edition, compare two, judge an event log, adopt one.",
    ),
    "returns": Late("homeward.cli.returns:returns", "Check a statutory return before it is sent."),
    "insight": Late(
        "homeward.cli.insight:insight", "What the data can say: did support make a difference?"
    ),
    "ledger": Late(
        "homeward.cli.ledger:ledger", "Prove that nothing was changed or removed; seal."
    ),
    "backup": Late("homeward.cli.backup:backup", "Copy the whole record, encrypted."),
    "backup-key": Late("homeward.cli.backup:backup_key", "Make a key that opens backups."),
    "restore": Late("homeward.cli.backup:restore", "Give a backup back into an empty install."),
    "partnership": Late(
        "homeward.cli.partnership:partnership", "The agencies and teams that share the record."
    ),
    "person": Late("homeward.cli.person:person", "Who may sign in: the first administrator."),
    "documents": Late(
        "homeward.cli.documents:documents",
        "A new key for the bytes of documents; prove that none was changed.",
    ),
    "docs": Late("homeward.cli.docs:docs", "Write or check the pages made from the protocol."),
    "rehearsal": Late(
        "homeward.cli.rehearsal:rehearsal", "The fictional partnership for practice and the tour."
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
