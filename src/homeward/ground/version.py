"""Which version of homeward this is; a test holds it to pyproject.toml."""

from __future__ import annotations

VERSION = "0.2.0"
