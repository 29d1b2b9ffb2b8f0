"""Trying again, later and later: what failed waits its turn while everything else goes on."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Hashable
from pathlib import Path
from types import TracebackType
from typing import Self

LOG = logging.getLogger("homeward.jobs")
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 600.0
PACKAGE = Path(__file__).resolve().parents[1]


class Backoff:
    """Remembers what failed how often, and when it may be tried again. In memory alone."""

    def __init__(self) -> None:
        self._failed: dict[Hashable, tuple[int, float]] = {}

    def ready(self, key: Hashable) -> bool:
        """Whether this may be tried now."""
        return self.pause(key) <= 0

    def waiting(self) -> list[Hashable]:
        """What failed and may not be tried yet."""
        return [key for key in self._failed if not self.ready(key)]

    def pause(self, key: Hashable) -> float:
        """Seconds until this may be tried again; 0 when now."""
        return max(self._failed.get(key, (0, 0.0))[1] - time.monotonic(), 0.0)

    def attempt(self, key: Hashable, words: str) -> Attempt:
        """`with backoff.attempt(key, words):` an error inside is noted and goes no further.

        `words` say what was tried, with ids and never with what stands in the record.
        """
        return Attempt(self, key, words)

    def note(self, key: Hashable, error: BaseException | None, words: str) -> None:
        """Note how an attempt ended; a failure is logged by its kind and place alone."""
        if error is None:
            self._failed.pop(key, None)
            return
        times = self._failed.get(key, (0, 0.0))[0] + 1
        pause = min(FIRST_PAUSE * 2 ** min(times - 1, 20), LONGEST_PAUSE)
        self._failed[key] = times, time.monotonic() + pause
        LOG.error("%s failed (%s); trying again in %d s.", words, kind_and_place(error), pause)


class Attempt:
    """One attempt; `failed` says afterwards how it went."""

    def __init__(self, backoff: Backoff, key: Hashable, words: str) -> None:
        self.failed = False
        self._backoff = backoff
        self._key = key
        self._words = words

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Swallow an ordinary error; let the end of the process pass."""
        if error is not None and not isinstance(error, Exception):
            return False
        self.failed = error is not None
        self._backoff.note(self._key, error, self._words)
        return self.failed


def kind_and_place(error: BaseException) -> str:
    """The kind of an error and the line of ours where it arose; its text may name a child."""
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(PACKAGE)
    ]
    place = f" at {Path(ours[-1].filename).relative_to(PACKAGE)}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{place}"
