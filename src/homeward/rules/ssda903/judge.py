"""Judges a return, of one child or of all, by the rules on missing episodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from homeward.rules.ssda903.catalogue import RULES, Rule
from homeward.rules.ssda903.tables import Return
from homeward.rules.ssda903.together import never_heard_of_again


@dataclass(frozen=True, slots=True)
class Findings:
    """Rows by rule, counted from 0. Every rule is named, also one without findings.

    `last_year` are rows of last year's Missing that rule 576 names in strict mode alone.
    """

    rows: Mapping[str, tuple[int, ...]]
    last_year: tuple[int, ...]
    not_run: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many findings there are."""
        return sum(map(len, self.rows.values())) + len(self.last_year)


def judge(given: Return, *, strict: bool = False, rules: Mapping[str, Rule] = RULES) -> Findings:
    """Every finding. The order of the rules and the rows of other children do not matter."""
    there = {
        "Missing": given.missing is not None,
        "Episodes": given.episodes is not None,
        "Header": given.headers is not None,
        "Missing_last": given.missing_last is not None,
    }
    runs = {
        code: all(there[table] for table in ("Missing", *rule.beside))
        for code, rule in rules.items()
    }
    rows = {
        code: tuple(sorted(rule.find(given, strict))) if runs[code] else ()
        for code, rule in rules.items()
    }
    last_year = tuple(sorted(never_heard_of_again(given))) if strict else ()
    return Findings(rows, last_year, tuple(code for code, ran in runs.items() if not ran))
