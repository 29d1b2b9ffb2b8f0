"""What editions and duties hold of anybody: ids and times."""

from __future__ import annotations

from homeward.rules.personal import Table

TABLES = (
    Table(
        "Adoption",
        "id place edition sha256 text adopted_on adopted_at act_id answers reason review_on"
        " person_id",
    ),
    Table("Spread", "adoption_id spread_at"),
    Table(
        "Duty",
        "id child_id episode_id adoption_id duty team_id start_at due_at outcome decided_at"
        " judged_at superseded_at",
    ),
    Table("Refresh", "child_id asked_at why"),
)
