"""Sample downloads that come with the rehearsal partnership, for the tour."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

SAMPLES = Path(str(files("homeward.rehearsal"))) / "samples"
TYPES = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample file that may be fetched."""

    name: str
    size: int
    path: Path

    @property
    def content_type(self) -> str:
        """What kind of file it is, for the browser."""
        return TYPES[self.path.suffix]

    @property
    def is_messy(self) -> bool:
        """Whether it shows the mess that real files bring."""
        return "messy" in self.name


def samples(folder: Path = SAMPLES) -> list[Sample]:
    """The sample files there are, clean ones first."""
    found = [
        Sample(path.name, path.stat().st_size, path)
        for path in sorted(folder.glob("*"))
        if path.suffix in TYPES
    ]
    return sorted(found, key=lambda sample: (sample.is_messy, sample.name))


def get_sample(name: str, folder: Path = SAMPLES) -> Sample | None:
    """The sample of exactly this name, None where there is none."""
    return next((sample for sample in samples(folder) if sample.name == name), None)
