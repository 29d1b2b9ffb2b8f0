"""What the directory of agencies holds of anybody: nothing but names of organisations."""

from __future__ import annotations

from homeward.rules.personal import Table

TABLES = (
    Table("Agency", "code name kind place reference"),
    Table("Team", "id agency_id code name kind place reference"),
)
