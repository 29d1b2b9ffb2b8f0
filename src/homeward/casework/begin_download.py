"""Begin a download that did not come by upload: from the command line, from the watched folder."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from uuid import UUID

from homeward.access.scope import scoped
from homeward.agencies.queries import police_with
from homeward.intake.actions import open_record, refuse_record
from homeward.intake.download.reader import Download
from homeward.intake.download.shapes import ReportRow
from homeward.ledger.actions import enter
from homeward.rules.acts import Act

_FORCE_IN_NAME = re.compile(r"(?:^|_)MSPR_([0-9A-Za-z]{1,20})_", re.IGNORECASE)
_ROWS_ASKED = 50


@dataclass(frozen=True, slots=True)
class Begun:
    """The download's entry in intake, and the agency that it is taken for."""

    record: UUID
    agency: str


def begin_download(act: Act, download: Download) -> Begun:
    """Enter a download in intake under the police agency that it came from."""
    agency = agency_of(download.name, download)
    with scoped(act.viewer):
        record = open_record(_for_agency(act, agency), download.name)
        enter(act, [], record)
    return Begun(record, agency)


def refuse_download(act: Act, name: str, sentence: str) -> None:
    """Enter a file that was refused whole, with the sentence that says why."""
    with scoped(act.viewer):
        record = open_record(_for_agency(act, agency_of(name)), name)
        refuse_record(act, record, sentence)
        enter(act, [], record)


def agency_of(name: str, download: Download | None = None) -> str:
    """The code of the police agency that a file came from.

    By the force in its name (`MSPR_<force>_...`), else by the one its first rows give: the
    agency with that public code, or `police-<force>` for a force that is not of this
    partnership; `police` when nothing names a force.
    """
    found = _FORCE_IN_NAME.search(name)
    force = found[1] if found else _force_in_rows(download)
    if not force:
        return "police"
    return police_with(force) or f"police-{force.lower()}"


def _force_in_rows(download: Download | None) -> str:
    rows = islice(download.rows(), _ROWS_ASKED) if download else ()
    said = (row.force for row in rows if isinstance(row, ReportRow))
    return next((re.sub(r"[^0-9A-Za-z]", "", force)[:20] for force in said if force), "")


def _for_agency(act: Act, agency: str) -> Act:
    return replace(act, viewer=replace(act.viewer, agency=agency))
