"""Running the real command, in a process of its own, on a record of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeward.ground.postgres import Cluster

SOURCE = Path(__file__).parents[2] / "src"
SAMPLE = Path(__file__).parents[1] / "intake" / "data" / "MSPR_12_20261122_01.csv"


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON object that it must be."""
        return json.loads(self.out)


@dataclass(frozen=True)
class OwnRecord:
    """A live record in an empty folder; its server is kept up between the commands."""

    cluster: Cluster

    def homeward(self, *words: str, given: str = "") -> Said:
        """Run `homeward` with these words, `given` on its standard input."""
        environment = {
            **os.environ,
            "HOMEWARD_VAR": str(self.cluster.var),
            "HOMEWARD_REHEARSAL": "0",
            "PYTHONPATH": str(SOURCE),
        }
        environment.pop("HOMEWARD_DB_ROLE", None)
        done = subprocess.run(
            [sys.executable, "-m", "homeward", *words],
            env=environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return Said(done.returncode, done.stdout, done.stderr)
