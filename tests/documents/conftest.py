"""A child of the documents' tests, missing since last evening, and the people around her."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.casework.cast import World, missing_child


@pytest.fixture
def world(db: None, tmp_path: Path) -> World:
    """One child reported missing by her home, with everyone involved, and one who is not."""
    return missing_child(tmp_path)
