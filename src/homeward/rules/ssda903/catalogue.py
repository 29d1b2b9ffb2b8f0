"""The 20 rules on missing episodes: what each says, what it needs, how to mend a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from homeward.rules.ssda903 import alone, together
from homeward.rules.ssda903.tables import Return

START, END, KIND, CHILD, BORN = "MIS_START", "MIS_END", "MISSING", "CHILD", "DOB"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `columns` are the cells to look at; `beside` the tables needed with Missing."""

    code: str
    says: str
    mend: str
    columns: tuple[str, ...]
    find: Callable[[Return, bool], Iterable[int]]
    beside: tuple[str, ...] = ()
    table: str = "Missing"


_ALL = (
    Rule(
        "564",
        "The type is given but the start date is blank.",
        "Enter the day the period started: the later of left and last seen by a carer.",
        (START,),
        alone.start_blank,
    ),
    Rule(
        "565",
        "The start date is given but the type is blank.",
        "Enter M if nobody knew where the child was, A if it was known.",
        (KIND,),
        alone.kind_blank_with_start,
    ),
    Rule(
        "566",
        "The end date is given but the type is blank.",
        "Enter M if nobody knew where the child was, A if it was known.",
        (KIND,),
        alone.kind_blank_with_end,
    ),
    Rule(
        "567",
        "The period ends before it starts.",
        "Check both days; day and month may have changed places.",
        (START, END),
        alone.ends_before_start,
    ),
    Rule(
        "570",
        "The period starts after the collection year.",
        "Check the start; a period of next year belongs in next year's return.",
        (START,),
        alone.starts_after_year,
    ),
    Rule(
        "571",
        "The period ends before or after the collection year.",
        "Check the end; leave it blank if the period was still open on 31 March.",
        (END,),
        alone.ends_outside_year,
    ),
    Rule(
        "574",
        "The period overlaps another of the same child, or that one is still open.",
        "End the earlier period, or join rows that are one absence.",
        (START, END),
        together.overlaps,
    ),
    Rule(
        "575",
        "The placement ended but the period that began in it has no end date.",
        "Enter the end; if the child was still missing, check when the placement ended.",
        (END,),
        together.placement_ended,
        ("Episodes",),
    ),
    Rule(
        "576",
        "A period was open in last year's return and does not go on this year.",
        "Enter the period again with last year's start, and its end if it has ended.",
        (CHILD, START),
        together.not_carried_on,
        ("Missing_last",),
    ),
    Rule(
        "577",
        "The period is still open after care ended, or lies outside care.",
        "End the period no later than the day care ended, or correct the episodes.",
        (END,),
        together.care_ended,
        ("Episodes",),
    ),
    Rule(
        "578",
        "The period starts after care ended or before it began.",
        "Check the start and the episodes of care; outside care the period is not returned.",
        (START,),
        together.starts_after_care,
        ("Episodes",),
    ),
    Rule(
        "580",
        "The child was missing until the 18th birthday, when care ended, but the reason is not E8.",
        "Set the reason the episode ceased to E8, or correct the days.",
        ("REC",),
        together.missing_at_18,
        ("Episodes",),
        "Episodes",
    ),
    Rule(
        "581",
        "The start lies in no episode of care.",
        "Check the start and the episodes; before care began the period is not returned.",
        (START,),
        together.in_no_episode,
        ("Episodes",),
    ),
    Rule(
        "586",
        "The period starts before the child was born.",
        "Check the start and the date of birth.",
        (START, BORN),
        alone.starts_before_birth,
    ),
    Rule(
        "1004",
        "The start date is blank or is no date.",
        "Write it as day/month/year, such as 31/03/2026; take out a row that is blank.",
        (START,),
        alone.start_no_day,
    ),
    Rule(
        "1005",
        "The end date is no date.",
        "Write it as day/month/year, such as 31/03/2026; leave it blank if still open.",
        (END,),
        alone.end_no_day,
    ),
    Rule(
        "1006",
        "The type is neither M nor A.",
        "Enter M if nobody knew where the child was, A if it was known.",
        (KIND,),
        alone.kind_unknown,
    ),
    Rule(
        "1012",
        "The child has no episode of care this year.",
        "Add the child's episodes, or take the row out.",
        (CHILD,),
        together.no_episode_this_year,
        ("Episodes",),
    ),
    Rule(
        "INT04",
        "The child is not in Header.",
        "Add the child to Header, or correct the number.",
        (CHILD,),
        together.no_header,
        ("Header",),
    ),
    Rule(
        "INT13",
        "The date of birth differs from the one in Header.",
        "Find out which is right and enter it in both.",
        (BORN,),
        together.other_birth,
        ("Header",),
    ),
)

RULES: Mapping[str, Rule] = {rule.code: rule for rule in _ALL}
