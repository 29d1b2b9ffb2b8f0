"""One live record in an empty folder for the commands that need one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.commands import SAMPLE, OwnRecord, Said
from tests.intake.conftest import PoliceFiles

from homeward.ground.postgres import Cluster


@pytest.fixture(scope="session")
def own_record() -> Iterator[OwnRecord]:
    """Nothing is in it: no rehearsal data, no people, not even a table."""
    folder = Path(tempfile.mkdtemp(prefix="hw-cli-"))
    with Cluster(folder) as cluster:
        yield OwnRecord(cluster)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def first_taken(own_record: OwnRecord) -> Said:
    """What `homeward intake mspr` says of the worked sample, taken into the empty record."""
    return own_record.homeward("intake", "mspr", str(SAMPLE), "--json")


@pytest.fixture(scope="session")
def police() -> PoliceFiles:
    """Writes small police downloads."""
    return PoliceFiles()
