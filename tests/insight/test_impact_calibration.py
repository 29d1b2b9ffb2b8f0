"""The full proof of the false-alarm rate and the power; the figures stand in docs/impact.md."""

from __future__ import annotations

import numpy as np
import pytest
from tests.insight.impact_worlds import Choice, alarmed, answer, counties, helped, supported

NONE = {
    "15 children": Choice(n=15),
    "40 children": Choice(),
    "40, two or more before": Choice(at_least=2),
    "100 children": Choice(n=100),
    "20 of a file of 400": Choice(n=20),
}
SIZES = {"20 of a file of 400": 400}
TRUE = {
    "40 children, 30 % fewer": Choice(keeps=0.7),
    "100 children, 30 % fewer": Choice(n=100, keeps=0.7),
    "40 children, 50 % fewer": Choice(keeps=0.5),
    "40 children, from the day after an episode": Choice(after_episode=True),
}


@pytest.mark.bench
@pytest.mark.parametrize("name", [*NONE, *TRUE])
def test_rates(name: str) -> None:
    """Four hundred runs of each; with no effect 2 to 8 % may leave out 1."""
    choice = {**NONE, **TRUE}[name]
    found = [
        answer(supported(county, choice, draw * 100 + block), block, resamples=400)
        for draw in range(20)
        for block, county in enumerate(counties(900 + draw, 20, SIZES.get(name, 2000)))
    ]
    observed, expected = (sum(getattr(a, key) for a in found) for key in ("observed", "expected"))
    raw = observed / sum(a.before for a in found) - 1
    alarms = np.mean([alarmed(a) for a in found])
    below = np.mean([helped(a) for a in found])
    print(
        f"| {name} | {np.mean([a.n for a in found]):.0f} | {100 * raw:.0f} % |"
        f" {observed / expected:.2f} | {100 * below:.1f} % | {100 * alarms:.1f} % |"
    )
    if name in NONE:
        assert 0.02 <= alarms <= 0.08
