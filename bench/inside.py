"""`python -m bench.inside MODULE:FUNCTION ARGUMENT...`: one measurement in a process of its own.

The record is the one that the environment names, the role too. What the function answers
is printed as one JSON object, with the most memory that this process ever held.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

from homeward.cli.inside import in_record


def main() -> None:
    """Run the function inside the record and print its answer."""
    with in_record(sys.argv[1], os.environ["HOMEWARD_DB_ROLE"]) as measure:
        answer = measure(*sys.argv[2:])
    print(json.dumps({**answer, "peak_mb": round(peak_mb(), 1)}))


def peak_mb() -> float:
    """The peak resident memory of this process, in megabytes.

    Of this program alone where the kernel says so: the other figure begins with what the
    process was before it became this program.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
