"""The second pass: each data row becomes a report, is refused, or waits for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Final, NamedTuple

from homeward.intake.download import codes
from homeward.intake.download.columns import CODED, CONTRACT, DATES, KEYS
from homeward.intake.download.lines import Line, LineReader
from homeward.intake.download.shapes import DoubtfulRow, RefusedRow, ReportRow, Row
from homeward.intake.download.survey import Survey
from homeward.rules.local_times import (
    Order,
    ReadTime,
    Unread,
    check_birth,
    local_midnight,
    read_birth,
    read_time,
)

_EXTRACT_HOUR: Final = timedelta(hours=6)
_EITHER_ORDER: Final[tuple[Order, Order]] = ("DAY_FIRST", "MONTH_FIRST")
_CLAIMS: Final = ("LAST_SEEN_DTTM", "RETURNED_DTTM", "CLOSED_DTTM", "PREVENTION_CHECK_DTTM")
_BLANK: Final = "is blank"
_SLIPPED: Final = "holds a value beyond the headings: the row's values may have slipped"
_UNKNOWN_CODE: Final = "is no known code"
_LONGEST_REF: Final = 80  # as the record keeps it; a longer one must not hold up the file
_REASONS: Final = {
    "REPORT_REF": f"is blank or longer than {_LONGEST_REF} characters",
    "RECORD_VERSION": "is no whole number from 1",
    "RECORD_STATUS": "is no known status",
    "SURNAME": _BLANK,
}
_coded = itemgetter(*(CONTRACT.index(column) for column in CODED))


class _Keys(NamedTuple):
    ref: str
    version: int
    status: str
    surname: str
    dob: date
    reported: ReadTime
    start: ReadTime


class _Partly(NamedTuple):
    """The key columns as far as they could be read; blank or `Unread` where they could not."""

    ref: str
    version: int
    status: str
    surname: str
    dob: date | Unread | None
    reported: ReadTime | Unread
    start: ReadTime | Unread


class RowReader:
    """Reads the data rows of one surveyed file, one at a time; keeps nothing of a row."""

    def __init__(self, survey: Survey) -> None:
        """Take over the date orders and the day in the file name that the survey settled."""
        orders: dict[str, Order] = dict.fromkeys(DATES, "UNSETTLED")
        orders.update(survey.orders)
        self._lines = LineReader(survey.located)
        self._reported_order = orders["REPORTED_DTTM"]
        self._start_order = orders["RECORDED_MISSING_DTTM"]
        self._birth_order = orders["DOB"]
        self._updated_order = orders["LAST_UPDATED_DTTM"]
        self._extract_order = orders["EXTRACT_DTTM"]
        self._claims = tuple((name, CONTRACT.index(name), orders[name]) for name in _CLAIMS)
        self._name_day = survey.name_day
        self._extract_text = ""
        self._extract = self._from_name()
        self._extract_fault = ""

    def rows(self) -> Iterator[Row]:
        """Give every data row in order, numbered from 1."""
        for line in self._lines.lines():
            yield self._row(line)

    def _row(self, line: Line) -> Row:
        extract = self._extract_of(line)
        keys = self._keys(line)
        if isinstance(keys, _Partly):
            return _failed(line, keys, extract)
        if line.beyond:
            return _doubtful(line, keys, extract, line.beyond, _SLIPPED)
        times = self._times(line, keys)
        disorder = _disorder(times, extract)
        if disorder:
            return _doubtful(line, keys, extract, *disorder)
        return self._report(line, keys, times, extract)

    def _keys(self, line: Line) -> _Keys | _Partly:
        cells = line.contract
        ref = cells.REPORT_REF if len(cells.REPORT_REF) <= _LONGEST_REF else ""
        version = codes.version_number(cells.RECORD_VERSION) or 0
        status = codes.known_code("RECORD_STATUS", cells.RECORD_STATUS)
        reported = read_time(cells.REPORTED_DTTM, self._reported_order)
        start = read_time(cells.RECORDED_MISSING_DTTM, self._start_order)
        surname = cells.SURNAME
        if isinstance(reported, Unread):
            unborn = check_birth(cells.DOB, self._birth_order)
            return _Partly(ref, version, status, surname, unborn, reported, start)
        dob = read_birth(cells.DOB, self._birth_order, reported.day)
        if isinstance(dob, Unread) or isinstance(start, Unread):
            return _Partly(ref, version, status, surname, dob, reported, start)
        if ref and version and status and surname:
            return _Keys(ref, version, status, surname, dob, reported, start)
        return _Partly(ref, version, status, surname, dob, reported, start)

    def _times(self, line: Line, keys: _Keys) -> dict[str, ReadTime]:
        times = {"REPORTED_DTTM": keys.reported, "RECORDED_MISSING_DTTM": keys.start}
        contract = line.contract
        for column, place, order in self._claims:
            text = contract[place]
            if text:
                read = read_time(text, order)
                if isinstance(read, ReadTime):
                    times[column] = read
                else:
                    line.drop(column, read.reason)
        return times

    def _updated_at(self, line: Line) -> datetime | None:
        text = line.contract.LAST_UPDATED_DTTM
        if not text:
            return None
        read = read_time(text, self._updated_order)
        if isinstance(read, ReadTime):
            return read.at
        line.drop("LAST_UPDATED_DTTM", read.reason)
        return None

    def _extract_of(self, line: Line) -> ReadTime | None:
        text = line.contract.EXTRACT_DTTM
        if text != self._extract_text:
            self._extract_text = text
            self._extract, self._extract_fault = self._read_extract(text)
        if self._extract_fault:
            line.drop("EXTRACT_DTTM", self._extract_fault)
        return self._extract

    def _read_extract(self, text: str) -> tuple[ReadTime | None, str]:
        """Read the extract's time; where two dates are possible, the file name's may decide."""
        if not text:
            return self._from_name(), ""
        read = read_time(text, self._extract_order)
        if isinstance(read, ReadTime):
            return read, ""
        for order in _EITHER_ORDER if read.doubtful else ():
            other = read_time(text, order)
            if isinstance(other, ReadTime) and other.day == self._name_day:
                return other, ""
        return self._from_name(), read.reason

    def _from_name(self) -> ReadTime | None:
        day = self._name_day
        if day is None:
            return None
        return ReadTime(local_midnight(day) + _EXTRACT_HOUR, "", "day", None, day)

    def _report(
        self, line: Line, keys: _Keys, times: Mapping[str, ReadTime], extract: ReadTime | None
    ) -> ReportRow:
        cells = line.contract
        sex, residence, found_by, initial, current, reporter, harm = _codes(line)
        return ReportRow(
            row=line.number,
            ref=keys.ref,
            version=keys.version,
            status=keys.status,
            merged_into=cells.MERGED_INTO_REF,
            surname=keys.surname,
            forename=cells.FORENAME1,
            forename2=cells.FORENAME2,
            aliases=codes.name_list(cells.ALIASES) if cells.ALIASES else (),
            dob=keys.dob,
            sex=sex,
            ethnicity=cells.ETHNICITY.upper(),
            nhs_no=codes.without_gaps(cells.NHS_NO),
            upn=cells.UPN.upper(),
            la_child_id=cells.LA_CHILD_ID,
            address=cells.HOME_ADDRESS,
            postcode=cells.HOME_POSTCODE.upper(),
            uprn=cells.HOME_UPRN,
            residence=residence,
            placement_urn=cells.PLACEMENT_URN.upper(),
            responsible_la=cells.RESPONSIBLE_LA.upper(),
            placing_la=cells.PLACING_LA.upper(),
            school_urn=cells.SCHOOL_URN,
            extract_id=cells.EXTRACT_ID,
            extract_at=extract.at if extract else None,
            updated_at=self._updated_at(line),
            force=cells.FORCE_CODE.zfill(2) if cells.FORCE_CODE else "",
            occurrence=cells.OCCURRENCE_NO,
            nominal=cells.NOMINAL_ID,
            times=times,
            last_seen_place=cells.LAST_SEEN_PLACE,
            found_place=cells.FOUND_PLACE,
            found_by=found_by,
            risk_initial=initial,
            risk_current=current,
            flags=codes.code_list(cells.FLAGS) if cells.FLAGS else (),
            reporter_role=reporter,
            harm=harm,
            cancel_reason=cells.CANCEL_REASON,
            narrative=cells.NARRATIVE,
            cells=line.cells,
            digest=line.digest,
            dropped=tuple(line.drops),
        )


def _codes(line: Line) -> tuple[str, ...]:
    """The coded columns in the order of `CODED`; an unknown word is dropped."""
    words = _coded(line.contract)
    found = codes.known_codes(CODED, words)
    if "" in found:
        for column, word, code in zip(CODED, words, found, strict=True):
            if word and not code:
                line.drop(column, _UNKNOWN_CODE)
    return found


def _failed(line: Line, keys: _Partly, extract: ReadTime | None) -> RefusedRow | DoubtfulRow:
    """Name the first key column that refuses the row, else the first that is in doubt."""
    doubts = []
    for column, outcome in zip(KEYS, keys, strict=True):
        reason = _fault(line, column, outcome)
        if not reason:
            continue
        if not (isinstance(outcome, Unread) and outcome.doubtful):
            return RefusedRow(line.number, column, line.cells.get(column, ""), reason, line.cells)
        doubts.append((column, reason))
    return _doubtful(line, keys, extract, *doubts[0])


def _fault(line: Line, column: str, outcome: object) -> str:
    if isinstance(outcome, Unread):
        reason = outcome.reason
    elif outcome or outcome is None:
        return ""
    else:
        reason = _REASONS[column]
    raw = line.cells.get(column, "")
    marked = next((drop.reason for drop in line.drops if drop.column == column), "")
    return marked or (reason if raw else _BLANK)


def _doubtful(
    line: Line, keys: _Keys | _Partly, extract: ReadTime | None, column: str, reason: str
) -> DoubtfulRow:
    return DoubtfulRow(
        row=line.number,
        column=column,
        value=line.cells.get(column, ""),
        reason=f"{column} {reason}",
        ref=keys.ref,
        version=keys.version,
        status=keys.status,
        surname=keys.surname,
        forename=line.contract.FORENAME1,
        dob=line.cells.get("DOB", ""),
        extract_at=extract.at if extract else None,
        cells=line.cells,
        digest=line.digest,
    )


def _disorder(times: Mapping[str, ReadTime], extract: ReadTime | None) -> tuple[str, str] | None:
    """Find times that cannot all be right: the column and the reason, or None."""
    last_seen, returned = times.get("LAST_SEEN_DTTM"), times.get("RETURNED_DTTM")
    if last_seen and times["REPORTED_DTTM"].is_before(last_seen):
        return "LAST_SEEN_DTTM", "is after the report"
    if returned and returned.is_before(times["RECORDED_MISSING_DTTM"]):
        return "RETURNED_DTTM", "is before the start"
    if extract is None:
        return None
    for column, time in times.items():
        if time.at > extract.at and extract.is_before(time):
            return column, "is after the extract"
    return None
