"""The restore drill: a large record backed up, destroyed, given back, its ledger proved."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from subprocess import PIPE, Popen
from time import perf_counter
from typing import Any

from bench.intake import COUNT, TAKE, download
from bench.pages import mix_of
from bench.records import CHECKOUT, MeasurementFailed, throw_away_record
from homeward.ground.backup.manifest import DATABASE, FOLDER

PEAK_LIMIT_MB = 300


def measure(episodes: int) -> dict[str, Any]:
    """Minutes and megabytes of each step, and whether everything came back and was proved."""
    folder = Path(tempfile.mkdtemp(prefix="hw-drill-"))
    key, backups, again = folder / "opens.key", folder / "backups", folder / "again"
    try:
        with throw_away_record() as record:
            taken = record.measure("worker", TAKE, download(record, mix_of(episodes)))
            record.measure("owner", "bench.taking:settle_down")
            environment = record.environment("worker")
            recipient = _homeward(environment, "backup-key", key)["recipient"]
            sealed = _homeward(environment, "ledger", "seal")
            words = (backups, "--recipient", recipient, "--identity", key)
            made = _homeward(environment, "backup", *words)
            before = record.measure("owner", COUNT)
            held = _megabytes(record.folder / "postgres")
        # The record, its server and its folder are gone now.
        environment = {**environment, "HOMEWARD_VAR": str(again)}
        given_back = _homeward(environment, "restore", backups, "--identity", key)
        proved = _homeward(environment, "ledger", "verify")
        parts = backups / made["backup"]
        sizes = {name: _megabytes(parts / name) for name in (DATABASE, FOLDER)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    well = given_back["ok"] and given_back["counts_equal"] and proved["ok"]
    peak = max(made["peak_mb"], given_back["peak_mb"])
    return {
        "episodes": episodes,
        "load_seconds": taken["seconds"],
        "rows": made["rows"],
        "main_tables": {name: count for name, count in before.items() if name != "peak_mb"},
        "entries": made["entries"],
        "sealed": sealed["sealed"],
        "database_mb": held,
        "backup": {**_figures(made), "mb": sizes},
        "restore": {**_figures(given_back), "counts_equal": given_back["counts_equal"]},
        "verify": {**_figures(proved), "sealed": proved["sealed"], "ok": proved["ok"]},
        "peak_limit_mb": PEAK_LIMIT_MB,
        "ok": well and peak < PEAK_LIMIT_MB,
    }


def _homeward(environment: Mapping[str, str], *words: object) -> dict[str, Any]:
    """Run one command with `--json`; its answer, with seconds from outside and peak memory."""
    began = perf_counter()
    command = [sys.executable, "-m", "homeward", *map(str, words), "--json"]
    with Popen(command, env=environment, cwd=CHECKOUT, stdout=PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0 or not said:
        raise MeasurementFailed(f"homeward {words[0]} ended with {process.returncode}: {said}")
    return {
        **json.loads(said),
        "took": round(perf_counter() - began, 1),
        "peak_mb": round(usage.ru_maxrss / 1024, 1),
    }


def _figures(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {"seconds": answer["took"], "peak_mb": answer["peak_mb"]}


def _megabytes(path: Path) -> float:
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return round(sum(each.stat().st_size for each in files) / 1e6, 1)
