"""Enter many lines of one episode's past at once, each under the act of whoever wrote it.

Years of past records do not go in one transaction a line: the lines obey the rules of
`add_line`, the child is counted anew once, at their end. For the system's own loading.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from homeward.casework.transaction import acting_on_episode, demand
from homeward.chronology.actions import Prepared, append_rows, line_row
from homeward.ground.bulk import IdBlocks
from homeward.ledger.actions import enter_many, entry_row
from homeward.rules.acts import Act, NewLine, Purpose, Refusal
from homeward.rules.statements import has_happened, may_add


def load_history(act: Act, episode: UUID, past: Sequence[tuple[Act, NewLine]]) -> int:
    """Append each line with a ledger entry of its own act; how many.

    Refused for anybody but the system, for a kind that nobody adds by hand, and for a line
    that lies after its own act. NotFound for an episode that is not there.
    """
    if act.viewer.purpose is not Purpose.SYSTEM:
        raise Refusal("Past records are loaded by the system alone.", code="needs-system")
    for own, line in past:
        demand(may_add(line.kind), "kind")
        demand(has_happened(line.happened_at, own.at), "happened_at")
    with acting_on_episode(act, episode) as work:
        line_ids = IdBlocks("chronology_line", block=max(len(past), 1))
        entry_ids = IdBlocks("ledger_entry", block=max(len(past), 1))
        source, child = work.episode.anchor_id, work.case.child.id
        each = [
            (own, Prepared([line_row(own, line_ids.next(), source, line)])) for own, line in past
        ]
        append_rows(act, [row for _, prepared in each for row in prepared.rows])
        enter_many(
            act,
            [
                entry_row(own, entry_ids.next(), [child], episode, prepared.written)
                for own, prepared in each
            ],
        )
        for _, prepared in each:
            work.case.lines += prepared.facts
    return len(past)
