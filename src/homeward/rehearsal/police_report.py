"""One report as the force writes it, version after version. Needs no record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from homeward.rehearsal.mspr_files import Version, written


@dataclass(frozen=True, slots=True)
class Subject:
    """A child as the force writes it. The codes are those of the download."""

    surname: str
    forename: str
    dob: date
    sex: str
    ethnicity: str
    address: str
    postcode: str
    residence: str = "HOME"
    authority: str = "E06000065"
    school: str = ""
    placement: str = ""
    placing: str = ""
    child_id: str = ""
    aliases: str = ""

    def cells(self) -> dict[str, str]:
        """The cells of a row that speak of the child."""
        return {
            "SURNAME": self.surname,
            "FORENAME1": self.forename,
            "ALIASES": self.aliases,
            "DOB": self.dob.isoformat(),
            "SEX": self.sex,
            "ETHNICITY": self.ethnicity,
            "LA_CHILD_ID": self.child_id,
            "HOME_ADDRESS": self.address,
            "HOME_POSTCODE": self.postcode,
            "RESIDENCE_TYPE": self.residence,
            "PLACEMENT_URN": self.placement,
            "RESPONSIBLE_LA": self.authority,
            "PLACING_LA": self.placing,
            "SCHOOL_URN": self.school,
        }


@dataclass(slots=True)
class PoliceReport:
    """The versions of one report. `opened_on` is the local day that it counts from."""

    ref: str
    child: Subject
    opened_on: date
    versions: list[Version] = field(default_factory=list)
    _said: dict[str, str] = field(default_factory=dict)

    def police(self, updated_at: datetime, **cells: str | datetime) -> None:
        """One more version. Cells hold on from version to version; times are aware."""
        for column, value in cells.items():
            self._said[column.upper()] = value if isinstance(value, str) else written(value)
        self.versions.append(
            Version(
                updated_at,
                {
                    **self.child.cells(),
                    **self._said,
                    "REPORT_REF": self.ref,
                    "OCCURRENCE_NO": f"1226{self.ref[-7:].replace('/', '')}",
                    "RECORD_VERSION": str(len(self.versions) + 1),
                    "LAST_UPDATED_DTTM": written(updated_at),
                },
            )
        )
