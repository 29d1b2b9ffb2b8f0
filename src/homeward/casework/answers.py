"""Reasons, harms and risks that a form asked for, on their way into a line.

Not a verb. Codes of the dated lists are stored, never words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from homeward.ground.options import shipped_options
from homeward.rules.acts import Act, Refusal
from homeward.rules.clocks import LONDON
from homeward.rules.options.lists import in_force, offered


def answered(act: Act, **asked: Sequence[str]) -> dict[str, object]:
    """The answers of each list as a line keeps them; lists left blank are left out.

    Refused for an answer that the list in force on the day of the act does not offer.
    """
    on = act.at.astimezone(LONDON).date()
    for name, codes in asked.items():
        if codes:
            may: Mapping[str, str] = dict(offered(in_force(shipped_options(), on), name, on))
            if not may.keys() >= set(codes):
                raise Refusal("Choose from the list.", code="not-offered", field=name)
    return {name: list(codes) for name, codes in asked.items() if codes}
