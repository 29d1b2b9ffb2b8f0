"""Use up a code from a phone: the same one never signs in twice."""

from __future__ import annotations

from django.db import transaction

from homeward.access.sign_in import actions
from homeward.rules.acts import Act


def use_code(act: Act, code: str) -> bool:
    """Whether the person's code was fresh. Kept for minutes, as a digest; no entry of its own."""
    with transaction.atomic():
        return actions.use_code(act, code)
