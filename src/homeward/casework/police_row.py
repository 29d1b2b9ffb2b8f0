"""What one row of a police download says: of the child, of the report, as lines.

Not a verb: `take_download` and `decide_review` read rows through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from homeward.agencies.queries import Directory
from homeward.casework.said import to_detail
from homeward.children.actions import Said
from homeward.children.facts import CARE
from homeward.chronology.facts import ERROR, LineFacts, live
from homeward.episodes.facts import ReportFacts
from homeward.intake.download.shapes import Dropped, ReportRow
from homeward.rules.acts import NewLine
from homeward.rules.clocks import Source
from homeward.rules.identifiers import standing
from homeward.rules.linkage import Person
from homeward.rules.local_times import ReadTime

#: Column of the download, the clock it claims, the cell that names the place of it.
CLAIMS = (
    ("LAST_SEEN_DTTM", "LAST_SEEN", "last_seen_place"),
    ("REPORTED_DTTM", "REPORTED", ""),
    ("RECORDED_MISSING_DTTM", "START", ""),
    ("RETURNED_DTTM", "RETURNED", "found_place"),
    ("CLOSED_DTTM", "CLOSED", ""),
    ("PREVENTION_CHECK_DTTM", "SEEN", ""),
)
#: Why a line of police is entered in error when another content of its version holds.
TAKEN_BACK = "Another content of the same version came from an earlier extract, which holds."
_MARKS = {
    "CANCELLED": "report.cancelled",
    "MERGED": "report.merged",
    "NO_TRACE": "report.no_trace",
}
_SETTINGS = frozenset(
    {"HOME", "FOSTER", "CHILDRENS_HOME", "SUPPORTED", "HOSPITAL", "SCHOOL", "OTHER"}
)


def person_of(row: ReportRow) -> Person:
    """The child of the row as matching compares it."""
    return Person(
        row.surname,
        row.forename,
        row.forename2,
        row.aliases,
        row.dob,
        row.sex,
        row.postcode,
        row.address,
        row.school_urn,
        row.nhs_no,
        row.upn,
        row.la_child_id,
        row.responsible_la,
    )


def said_of(row: ReportRow, source: UUID, known_at: datetime, directory: Directory) -> Said:
    """What the row says of the child."""
    setting = row.residence if row.residence in _SETTINGS else "OTHER"
    place = directory.place_of(row.responsible_la) or directory.place_of(row.placing_la)
    return Said(
        source_id=source,
        rank=(row.times["REPORTED_DTTM"].at, row.ref, row.version),
        known_at=known_at,
        surname=row.surname[:255],
        forename=row.forename[:100],
        forename2=row.forename2[:100],
        dob=row.dob,
        aliases=row.aliases,
        sex=row.sex,
        ethnicity=row.ethnicity[:20],
        setting=setting,
        place=place,
        identifiers=_identifiers(row),
        address=row.address,
        postcode=row.postcode,
        uprn=row.uprn,
        provider_urn=row.placement_urn,
        responsible_la=row.responsible_la,
        placing_la=row.placing_la,
        school_urn=row.school_urn[:12],
    )


def _identifiers(row: ReportRow) -> tuple[tuple[str, str, str, bool], ...]:
    found = (
        ("LA_CHILD_ID", row.responsible_la, row.la_child_id),
        ("NHS_NO", "", row.nhs_no),
        ("UPN", "", row.upn),
    )
    return tuple(_identifier(*each) for each in found if each[2])


@lru_cache(maxsize=16_384)
def _identifier(kind: str, issuer: str, text: str) -> tuple[str, str, str, bool]:
    found = standing(kind, text)
    return kind, issuer[:20], (found.value or text)[:40], found.valid


def report_of(
    row: ReportRow, report: UUID, row_id: int | None, file: str, said: Said
) -> ReportFacts:
    """The report as this version has it."""
    times = row.times
    started = times["RECORDED_MISSING_DTTM"].at
    returned = times.get("RETURNED_DTTM")
    return ReportFacts(
        id=report,
        via="MSPR",
        ref=row.ref,
        version=row.version,
        status=row.status,
        report_class="MISSING",
        merged_into=row.merged_into if row.status == "MERGED" else "",
        reported_at=times["REPORTED_DTTM"].at,
        started_at=started,
        # A bare day says no more than the day: it cannot make a return earlier than the start.
        returned_at=max(returned.at, started) if returned else None,
        reporter=row.reporter_role[:20],
        row_id=row_id,
        detail={**_detail(row, file), "said": to_detail(said)},
    )


def _detail(row: ReportRow, file: str) -> dict[str, Any]:
    care = "care" if row.residence in CARE else "home" if row.residence == "HOME" else ""
    detail: dict[str, Any] = {"file": file, "row": row.row}
    extras = {
        "care_or_home": care,
        "flags": list(row.flags),
        "dropped": [[each.column, each.value, each.reason] for each in row.dropped],
        "cancel_reason": row.cancel_reason,
        "found_by": row.found_by,
        "harm": row.harm,
        "provider_urn": row.placement_urn,
        "placing_la": row.placing_la,
    }
    detail.update((name, value) for name, value in extras.items() if value)
    return detail


def lines_of(row: ReportRow, file: str, known_at: datetime, agency: str) -> list[NewLine]:
    """The lines of this version: a claim for each time, the grade, what police say of it."""
    base = {"source": "MSPR", "file": file, "row": row.row, "version": row.version}
    lines = [_claim(row, agency, base, *claim) for claim in CLAIMS if claim[0] in row.times]
    if row.risk_initial or row.risk_current:
        started = row.times["RECORDED_MISSING_DTTM"].at
        lines.append(
            NewLine(
                "risk.claimed",
                max(row.updated_at or started, started),
                agency=agency,
                data={**base, "initial": row.risk_initial, "current": row.risk_current},
            )
        )
    check = row.times.get("PREVENTION_CHECK_DTTM")
    if check is not None:
        lines.append(
            NewLine("prevention_interview.held", check.at, check.precision, agency, data=dict(base))
        )
    mark = _MARKS.get(row.status)
    if mark:
        said = row.updated_at or known_at
        lines.append(NewLine(mark, said, agency=agency, text=row.cancel_reason, data=dict(base)))
    return lines


def _claim(
    row: ReportRow, agency: str, base: dict[str, Any], column: str, clock: str, place: str
) -> NewLine:
    time = row.times[column]
    data = {**base, "clock": clock, "column": column, "text": time.text}
    if place and getattr(row, place):
        data["place"] = getattr(row, place)[:200]
    if time.other_at is not None:
        data["other"] = time.other_at.isoformat()
    text = row.narrative if clock == "START" else ""
    return NewLine("clock.claimed", time.at, time.precision, agency, text=text, data=data)


def row_to_json(row: ReportRow) -> dict[str, Any]:
    """A row that waits, kept as it was read in the light of its file."""
    kept: dict[str, Any] = row._asdict()
    kept["digest"] = row.digest.hex()
    kept["dob"] = row.dob.isoformat()
    kept["dropped"] = [[each.column, each.value, each.reason] for each in row.dropped]
    for name in ("extract_at", "updated_at"):
        kept[name] = kept[name].isoformat() if kept[name] else None
    kept["times"] = {
        column: [
            time.at.isoformat(),
            time.text,
            time.precision,
            time.day.isoformat(),
            time.other_at.isoformat() if time.other_at else None,
        ]
        for column, time in row.times.items()
    }
    return kept


def row_from_json(kept: dict[str, Any]) -> ReportRow:
    """The row that was kept by `row_to_json`."""
    values = dict(kept)
    values["digest"] = bytes.fromhex(values["digest"])
    values["dob"] = date.fromisoformat(values["dob"])
    for name in ("extract_at", "updated_at"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    values["times"] = {
        column: ReadTime(
            at=datetime.fromisoformat(at),
            text=text,
            precision=precision,
            day=date.fromisoformat(day),
            other_at=datetime.fromisoformat(other) if other else None,
        )
        for column, (at, text, precision, day, other) in values["times"].items()
    }
    values["dropped"] = tuple(Dropped(*each) for each in values["dropped"])
    for name in ("aliases", "flags"):
        values[name] = tuple(values[name])
    return ReportRow(**values)


def in_place_of(
    said: Sequence[NewLine], before: Iterable[LineFacts], report: UUID, version: int
) -> list[NewLine]:
    """The lines `said` of a version, in place of those that the record has of it.

    What a person replaced or entered in error stays as that person left it. What was
    said before and is said no longer is entered in error.
    """
    known = list(before)
    stand = {line.id for line in live(known)}
    by_person = {line.supersedes for line in known if line.person_id is not None}
    earlier = {_key(line): line for line in known if _is_of(line, report, version)}
    lines = []
    for line in said:
        old = earlier.pop(_key(line), None)
        if old is not None and old.id in stand:
            lines.append(replace(line, supersedes=old.id))
        elif old is None or old.id not in by_person:
            lines.append(line)
    return lines + [_taken_back(old) for old in earlier.values() if old.id in stand]


def _key(line: NewLine | LineFacts) -> tuple[str, object]:
    return line.kind, line.data.get("clock")


def _is_of(line: LineFacts, report: UUID, version: int) -> bool:
    data = line.data
    if line.source_id != report or line.person_id is not None:
        return False
    return (data.get("source"), data.get("version")) == (Source.MSPR, version)


def _taken_back(line: LineFacts) -> NewLine:
    return NewLine(ERROR, line.happened_at, agency=line.agency, text=TAKEN_BACK, supersedes=line.id)
