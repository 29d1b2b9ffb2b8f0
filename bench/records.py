"""Throw-away records: each in a temporary folder, with a server and a partnership of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeward.ground.env import Env, read_env
from homeward.ground.record import child_environment, record_running
from homeward.rules.sharing import Role

#: Who looks at the pages: an address, the role and the team's code.
PEOPLE = {
    "coordinator@bench.example": (Role.POLICE_COORDINATOR, "police-missing"),
    "social-worker@bench.example": (Role.SOCIAL_WORKER, "ny-screening"),
}
#: Those whose pages the two above do not have: the keeper's, the administrator's.
OTHERS = {
    "steward@bench.example": (Role.DATA_STEWARD, "record-keepers"),
    "administrator@bench.example": (Role.ADMINISTRATOR, "record-keepers"),
}
CHECKOUT = Path(__file__).resolve().parents[1]


class MeasurementFailed(RuntimeError):
    """A measuring process ended with an error; the text is what it said."""


@dataclass(frozen=True)
class Record:
    """A running record. Measurements run in processes of their own, each as one role."""

    env: Env

    @property
    def folder(self) -> Path:
        """Where files of the measurement may be put; gone with the record."""
        return self.env.var

    def environment(self, role: str) -> dict[str, str]:
        """What a process needs to work on this record as `owner`, `worker` or `app`."""
        return {
            **child_environment(self.env, role),
            "HOMEWARD_REHEARSAL": "1",
            "PYTHONPATH": os.pathsep.join([str(CHECKOUT / "src"), str(CHECKOUT)]),
        }

    def measure(self, role: str, target: str, *arguments: object) -> Any:
        """Run `module:function` inside the record; its answer, with `peak_mb`."""
        done = subprocess.run(
            [sys.executable, "-m", "bench.inside", target, *map(str, arguments)],
            env=self.environment(role),
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise MeasurementFailed(f"{target}: {done.stderr.strip() or done.stdout.strip()}")
        return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def throw_away_record() -> Iterator[Record]:
    """A fresh record with a partnership, its people and an adopted edition; removed at the end."""
    for name in [n for n in os.environ if n.startswith("HOMEWARD_") or n == "DATABASE_URL"]:
        del os.environ[name]
    var = Path(tempfile.mkdtemp(prefix="hw-bench-"))
    (var / "static").mkdir()
    try:
        env = read_env({"HOMEWARD_VAR": str(var), "HOMEWARD_REHEARSAL": "1"})
        with record_running(env):
            made = Record(env)
            made.measure("worker", "bench.stage:found")
            yield made
    finally:
        shutil.rmtree(var, ignore_errors=True)
