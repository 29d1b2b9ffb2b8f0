"""Takes a file and stands still at a given place, to be killed there. Run as a process.

python killed.py between FILE   after the first batch was committed
python killed.py inside FILE    in the middle of the second batch's transaction
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import django

HERE = "standing still"


def stand_still(*anything: Any) -> None:
    """Say so, and wait to be killed."""
    print(HERE, flush=True)
    time.sleep(60)


def main(place: str, path: Path) -> None:
    """Take the file in batches of two rows, up to the place."""
    django.setup()
    module = resolve_name("homeward.casework.take_download")
    module.BATCH = 2
    begin = resolve_name("homeward.casework.begin_download:begin_download")
    reader = resolve_name("homeward.intake.download.reader")
    act = resolve_name("homeward.jobs.tasks:system_act")
    download = reader.open_download(path, reader.default_aliases())
    begun = begin(act("begin_download"), download)
    if place == "inside":
        kept = module.note_progress

        def note(act: Any, record: Any, rows_done: int, *rest: Any) -> None:
            kept(act, record, rows_done, *rest)
            if rows_done > module.BATCH:
                stand_still()

        module.note_progress = note
    told = stand_still if place == "between" else lambda taken: None
    module.take_download(act("take_download"), download, begun.record, begun.agency, told)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
