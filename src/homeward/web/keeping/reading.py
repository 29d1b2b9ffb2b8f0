"""What the pages of keeping show: a record that is due, its holds, the decision about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from homeward.access.queries import names_of
from homeward.children.queries import get_child
from homeward.retention.facts import DecisionFacts, DueFacts, HoldFacts
from homeward.retention.queries import decisions_of, get_decision, get_due, holds_of
from homeward.rules.acts import Viewer
from homeward.rules.retention import HOLDERS, may_keep
from homeward.web.keys import write_key


def keeps(viewer: Viewer) -> bool:
    """Whether the viewer keeps the record."""
    return bool(may_keep(viewer))


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record for the pages of keeping. `due` is there for its keepers alone, once it is due."""

    child_id: UUID
    name: str
    due: DueFacts | None
    holds: list[HoldFacts]
    decision: DecisionFacts | None
    names: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def standing_holds(self) -> list[HoldFacts]:
        """The holds that stand."""
        return [each for each in self.holds if each.lifted_at is None]

    def steps(self, viewer: Viewer) -> list[str]:
        """What this viewer can do about the record as it stands, the next thing first."""
        steps = []
        if self.due is not None:
            steps = self._deciding(viewer)
        if viewer.has_role(*HOLDERS):
            steps += ["hold"] + (["lift"] if self.standing_holds else [])
        return steps + (["class"] if self.due is not None else [])

    def _deciding(self, viewer: Viewer) -> list[str]:
        decision = self.decision
        if decision is None:
            return [] if self.standing_holds else ["propose"]
        other = decision.proposed_by != viewer.person
        confirm = other and decision.confirmed_at is None and not self.standing_holds
        return (["confirm"] if confirm else []) + ["withdraw"]


def read_kept(viewer: Viewer, child: UUID) -> KeptRecord | None:
    """A record that is due for this keeper, or that the viewer sees; None for anybody else."""
    due = get_due(viewer, child) if keeps(viewer) else None
    seen = get_child(viewer, child) if due is None else None
    if due is None and (seen is None or seen.erased_at is not None):
        return None
    name = due.name if due else seen.name if seen else ""
    holds, decision = holds_of(viewer, [child]), get_decision(viewer, child)
    people = {person for hold in holds for person in (hold.placed_by, hold.lifted_by)}
    if decision is not None:
        people |= {decision.proposed_by, decision.confirmed_by}
    return KeptRecord(child, name, due, holds, decision, names_of(people))


def standing(viewer: Viewer, rows: Sequence[DueFacts]) -> list[tuple[DueFacts, tuple[str, str]]]:
    """Each record that is due with how it stands, in words and look: two queries."""
    children = [each.child_id for each in rows]
    held = {each.child_id for each in holds_of(viewer, children) if each.lifted_at is None}
    decided = decisions_of(viewer, children)
    return [(each, _stands(each.child_id in held, decided.get(each.child_id))) for each in rows]


def _stands(held: bool, decision: DecisionFacts | None) -> tuple[str, str]:
    if held:
        return "On hold", "quiet"
    if decision is None:
        return "Nobody has decided", "strong"
    if decision.stopped:
        return "Stopped", "strong"
    return ("Erased in a week", "plain") if decision.confirmed_at else ("Waits for a second", "new")


def next_key(rows: Sequence[DueFacts]) -> str:
    """The key of the page after these."""
    return write_key(rows[-1].due_on.toordinal(), rows[-1].child_id)
