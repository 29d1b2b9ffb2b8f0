"""The answer as sentences for a report: plain, to be edited, about work and never about a child."""

from __future__ import annotations

from homeward.insight.impact.estimate import Impact
from homeward.insight.impact.matching import FEWEST_CHILDREN

#: Chance alone at or below this share: the word that a report may use, strongest first.
BANDS = ((0.01, "strongly"), (0.05, "fairly"), (0.20, "weakly"))
_OPEN = (
    "Other evidence: ... Possible other explanations: ... (These are observations, not a trial:"
    " say what else changed.)"
)


def support(chance: float) -> str:
    """`can strongly support` down to `cannot support`, by how often chance alone does as much."""
    for limit, word in BANDS:
        if chance < limit or (chance == limit and word == "weakly"):
            return f"can {word} support"
    return "cannot support"


def wording(found: Impact) -> str:
    """The paragraph for a report; its last sentence is left for its author to fill in."""
    said = _none_again(found) if found.observed == 0 else _some_again(found)
    parts = [said, _left_out(found), _OPEN]
    return " ".join(part for part in parts if part)


def _none_again(found: Impact) -> str:
    if found.n == 1:
        said = (
            f"The one child had no further recorded episode in {found.window} days. Children with"
            f" a similar recent history went {found.window} days without one"
            f" {_percent(found.p_none)} of the time before this work."
        )
    else:
        each = found.p_none ** (1 / found.n)
        said = (
            f"None of the {found.n} children had a further recorded episode in {found.window}"
            f" days. Children with a similar recent history went {found.window} days without one"
            f" {_percent(each)} of the time before this work, so {found.n} of {found.n}"
            f" would happen by chance {_percent(found.p_none)} of the time."
        )
    return f"{said} This alone {support(found.chance)} that the response made the difference."


def _some_again(found: Impact) -> str:
    children = "The one child" if found.n == 1 else f"The {found.n} children together"
    word = "episode" if found.observed == 1 else "episodes"
    said = f"{children} had {found.observed} further recorded {word} in {found.window} days."
    if found.ratio is None:
        return (
            f"{said} Children with a similar recent history had none in the same time before this"
            " work, so no ratio can be given. This alone cannot support that the response made"
            " the difference."
        )
    said = (
        f"{said} For children with a similar recent history {found.expected:.1f} would have been"
        f" expected from the time before this work: {found.ratio:.2f} times as many as expected"
        f" ({_limits(found)}). A difference at least as large comes by chance"
        f" {_percent(found.chance)} of the time."
    )
    if found.ratio >= 1:
        return (
            f"{said} This alone cannot support that the response made episodes fewer, and does"
            " not show that it made them more."
        )
    return f"{said} This alone {support(found.chance)} that the response made the difference."


def _limits(found: Impact) -> str:
    if found.high is None:
        return f"95 % interval from {found.low:.2f}, no upper limit can be given"
    return f"95 % interval {found.low:.2f} to {found.high:.2f}"


def _left_out(found: Impact) -> str:
    count = len(found.left_out)
    if not count:
        return ""
    who = "One child was" if count == 1 else f"{count} children were"
    return f"{who} not followed for a whole window before and after, and not counted."


def method(found: Impact) -> str:
    """How the figures were made, in one paragraph."""
    return (
        f"Matched history: for each child, the mean number of episodes in the next {found.window}"
        f" days among {found.compared} children who had the same number in the {found.window}"
        " days before, on every day before anyone had this support that has a whole window on"
        f" both sides; {found.tail} or more are one group (a number stands alone while at least"
        f" {FEWEST_CHILDREN} children had it and as many had more). Interval and chance: each"
        " supported child replaced again and again by a child of the same group, drawn from the"
        " time before."
    )


def _percent(share: float) -> str:
    if share < 0.001:
        return "less than 0.1 %"
    if share < 0.1:
        return f"about {100 * share:.1f} %"
    return f"about {100 * share:.0f} %"
