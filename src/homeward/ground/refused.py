"""A setting in the environment that cannot be used."""

from __future__ import annotations


class EnvironmentRefused(RuntimeError):
    """A setting in the environment cannot be used; the sentence names it and says what may be."""
