"""The numbers that the county is drawn from, each with its source.

Published (D): practice notes 4.1 and 4.3. Assumed (A): no figure is published; ours.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """What the drawing is made of. Rates are a year, times are minutes, distances metres."""

    #: Log rate of a child at risk: centre and spread; lift after a return, and its days. The
    #: recipe is that of 4.3 (V); the values fit what `measures` compares, now that children age.
    mu: float = -1.48
    spread: float = 1.3
    lift: float = 4.5
    lift_days: float = 21.0
    #: Children in care: share of those at risk, and how much likelier they are reported, so
    #: that they are 19 % of the children and 36 % of the episodes (D, IICSA).
    care_share: float = 0.12
    care_times: float = 3.0
    #: Of the children in care: in foster care, and in homes; the rest in supported lodgings (D).
    care_settings: tuple[tuple[str, float], ...] = (
        ("CHILDRENS_HOME", 0.56),
        ("FOSTER", 0.25),
        ("SUPPORTED", 0.19),
    )
    #: Of the children in care: placed by another authority (D, 2015: half of reports).
    placed_by_other: float = 0.45
    #: How likely each age is reported, against a child of 15 (D: 93 % are 12-17, 58 % 15-17).
    ages: tuple[tuple[int, float], ...] = (
        (5, 0.01),
        (6, 0.01),
        (7, 0.02),
        (8, 0.03),
        (9, 0.04),
        (10, 0.10),
        (11, 0.20),
        (12, 0.50),
        (13, 0.80),
        (14, 1.0),
        (15, 1.2),
        (16, 1.25),
        (17, 1.1),
    )
    #: Hours of the day by weight, and days of the week, Monday first (A: late afternoon to
    #: midnight, Friday to Sunday).
    hours: tuple[int, ...] = (
        *(5, 4, 2, 1, 1, 1, 1, 2, 4, 4, 3, 3),
        *(4, 4, 5, 8, 10, 11, 12, 13, 14, 14, 12, 8),
    )
    weekdays: tuple[float, ...] = (0.92, 0.92, 0.95, 0.98, 1.15, 1.1, 0.98)
    #: Median minutes away, and the spread of its logarithm (D: half under 7.5 h, 90 % under 48 h).
    minutes: float = 450.0
    minutes_spread: float = 1.45
    #: Grades given by police (D for all ages, Thames Valley).
    grades: tuple[tuple[str, float], ...] = (
        ("HIGH", 0.15),
        ("MEDIUM", 0.65),
        ("LOW", 0.15),
        ("NAR", 0.05),
    )
    #: Who ended it (D: 43 % came back alone, police found 29 %).
    endings: tuple[tuple[str, float], ...] = (
        ("SELF", 0.43),
        ("POLICE", 0.29),
        ("CARER", 0.18),
        ("OTHER_AGENCY", 0.06),
        ("PUBLIC", 0.04),
    )
    together: float = 0.10  # joined to somebody who went the same night (A)
    harm: float = 0.017  # harm recorded (D)
    has_school: float = 0.86  # on the roll of a school (A)
    #: The dirt of real files (practice notes 4.3, last lines).
    no_ethnicity: float = 0.31  # (D)
    reported_twice: float = 0.04  # a second reference for the same episode (A)
    reported_anew: float = 0.03  # closed too early and reported again within hours (A)
    late_version: float = 0.03  # the version with the return comes days later (A)
    other_name: float = 0.05  # a name written otherwise (A)
    twins: float = 0.012  # (A)
    other_start: float = 0.25  # social care has another start, up to two days off (A)
    #: What agencies did: in time, late, never (A; interviews D: 75 % offered, 65 % of them held,
    #: 63 % of those in 72 hours).
    in_time: float = 0.95
    late: float = 0.045
    reason_given: float = 0.85  # of what was not done, where the protocol knows a reason (A)
    interview_offered: float = 0.75
    interview_held: float = 0.65
    interview_in_time: float = 0.63
    lateness_explained: float = 0.5
    panel: float = 0.1  # listed for the panel, or looked at in tasking


#: Episodes that one child at risk has in a year, measured from the drawing itself; the test
#: `test_county` draws again and compares.
EPISODES_A_CHILD = 0.43
