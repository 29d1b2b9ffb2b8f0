"""Withdraw a document: it stays on record and is not handed out any more."""

from __future__ import annotations

from uuid import UUID

from homeward.casework.transaction import acting_on_child, demand
from homeward.documents.actions import withdraw
from homeward.documents.queries import get_document, reader_of
from homeward.rules.acts import Act, NewLine, NotFound
from homeward.rules.documents import Withdrawn, may_withdraw


def withdraw_document(act: Act, child: UUID, document: UUID, why: Withdrawn) -> None:
    """Wrong child, or in error, for the act's reason. NotFound for a document of another child.

    Refused for people who may not (`rules.documents.may_withdraw`) and without a reason.
    """
    with acting_on_child(act, child) as work:
        facts = get_document(act.viewer, child, document)
        if facts is None:
            raise NotFound
        gone = facts.withdrawn_at is not None
        reader = reader_of(act.viewer)
        demand(may_withdraw(reader, facts.agency, withdrawn=gone, reason=act.reason), "reason")
        withdraw(act, document, why)
        said: dict[str, object] = {"document": str(document), "withdrawn": why.value}
        line = NewLine("document.withdrawn", act.at, text=act.reason.strip(), data=said)
        work.say_of_child(line)
