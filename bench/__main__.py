"""`python -m bench`: all measurements, or those named; writes `bench/results.json`.

Each is taken in throw-away records of its own; a real record is never touched. A part that
is measured alone replaces only its own figures. Ends with 1 where a figure misses its limit.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from bench import finding, intake, pages, readme, restore, rules
from homeward.ground.binaries import find_binaries
from homeward.ground.clock import now

RESULTS = Path(__file__).with_name("results.json")
ROWS, EPISODES = 100_000, 200_000


def main() -> int:
    """Measure, write the results, renew the table in the README."""
    given = _arguments()
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "rules": rules.measure,
        "day": intake.measure_day,
        "intake": lambda: intake.measure_history(given.rows),
        "pages": lambda: pages.measure(given.episodes),
        "find": finding.measure,
        "restore": lambda: restore.measure(given.episodes),
    }
    chosen = given.only or list(parts)
    results = json.loads(given.out.read_text(encoding="utf-8")) if given.out.exists() else {}
    for name in chosen:
        print(f"Measuring {name} ...", file=sys.stderr, flush=True)
        results[name] = {**parts[name](), "machine": _machine(), "command": _command(given, name)}
        given.out.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(readme.table(results))
    if given.out == RESULTS:
        readme.renew(results)
    return 0 if all(results[name]["ok"] for name in chosen) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=["rules", "day", "intake", "pages", "restore", "find"]
    )
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the long download")
    parser.add_argument("--episodes", type=int, default=EPISODES, help="of the large record")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the results go")
    return parser.parse_args()


def _command(given: argparse.Namespace, name: str) -> str:
    sizes = {"intake": f" --rows {given.rows}", "pages": f" --episodes {given.episodes}"}
    sizes["restore"] = sizes["pages"]
    return f"python -m bench --only {name}{sizes.get(name, '')}"


def _machine() -> dict[str, Any]:
    return {
        "at": now().isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "system": platform.system(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "django": metadata.version("django"),
        "psycopg": metadata.version("psycopg"),
        "postgresql": find_binaries().version,
    }


if __name__ == "__main__":
    sys.exit(main())
