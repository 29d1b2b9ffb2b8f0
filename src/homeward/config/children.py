"""A process that is kept alive: started in a group of its own, restarted with back-off, reaped."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
STEADY = 60.0
GRACE = 10.0


class Child:
    """One kept process. `watch` is called often; it restarts a dead process when its time comes."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self.command = [*bound_to_parent(), *command]
        self.environment = dict(environment)
        self.pause = FIRST_PAUSE
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._again_at = 0.0

    @property
    def pid(self) -> int | None:
        """Process id, which is also the id of its group; None while it does not run."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the process; its output goes where ours goes."""
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, env=self.environment, start_new_session=True
        )

    def watch(self) -> str | None:
        """Look after the process once; a sentence when it has just died, else None."""
        moment = time.monotonic()
        if self._process is None:
            if moment >= self._again_at:
                self.start()
            return None
        code = self._process.poll()
        if code is None:
            return None
        self._sweep(signal.SIGKILL)
        self._process = None
        if moment - self._started > STEADY:
            self.pause = FIRST_PAUSE
        pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE)
        self._again_at = moment + pause
        return f"The {self.name} ended ({ending(code)}); starting it again in {pause:.0f} s."

    def ask_to_stop(self) -> None:
        """Ask the whole group to end."""
        self._sweep(signal.SIGTERM)

    def stop(self) -> None:
        """Wait for the end, insist after a while, reap, and leave nothing of the group."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=GRACE)
        self._sweep(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def _sweep(self, number: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)


def bound_to_parent() -> list[str]:
    """Words that make a command end when we are killed outright; none where unknown (not Linux)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM"] if setpriv else []


def ending(code: int) -> str:
    """How a process ended, in words."""
    return f"signal {-code}" if code < 0 else f"exit code {code}"
