"""A child of the verbs' tests, missing since last evening, and the people around her."""

from __future__ import annotations

import pytest
from tests.casework.cast import World
from tests.standing import Stand


@pytest.fixture
def world(stand: Stand) -> World:
    """One child reported missing by her home, with everyone involved, and one who is not."""
    return stand()
