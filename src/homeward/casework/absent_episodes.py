"""Open episodes of which the next police download does not speak: an alarm, and a line.

Not a verb: `take_download` listens through it. A report that vanishes without being
closed may be a deletion upstream, or a child forgotten; a person must look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from homeward.chronology.actions import append, prepare
from homeward.episodes.queries import Expected, expected_in_download
from homeward.ground.clock import LOCAL
from homeward.ground.ids import new_id
from homeward.intake.actions import clear_alarms, raise_alarm
from homeward.intake.download.shapes import RefusedRow, Row
from homeward.intake.queries import absent_now, newest_extract
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NewLine

KIND = "ABSENT"
LINE = "report.absent_from_download"


class AbsentEpisodes:
    """The episodes that one download should speak of, until it does."""

    def __init__(self, act: Act, agency: str) -> None:
        self._act = act
        self._agency = agency
        self._expected = expected_in_download(act.viewer, agency)
        self._refs = {ref for each in self._expected for ref in each.refs}
        self._heard: set[str] = set()
        self._extract_at: datetime | None = None

    def heard(self, rows: Iterable[Row]) -> None:
        """Note which of the expected reports these rows name, refused rows included."""
        for row in rows:
            if isinstance(row, RefusedRow):
                ref = row.cells.get("REPORT_REF", "")
            else:
                ref = row.ref
                self._note_extract(row.extract_at)
            if ref in self._refs:
                self._heard.add(ref)

    def _note_extract(self, at: datetime | None) -> None:
        if at is not None:
            self._extract_at = max(self._extract_at or at, at)

    def note(self, record: UUID, file: str) -> None:
        """Raise what is absent, clear what is not; nothing for a file older than one taken.

        In the transaction that closes the download `record`.
        """
        made = self._extract_at
        newest = newest_extract(self._act.viewer, self._agency, record)
        if made is None or (newest is not None and newest > made):
            return
        still = [each for each in self._expected if self._is_absent(each, made)]
        known = absent_now(self._act.viewer, self._agency)
        heard_again = known - {each.episode_id for each in still}
        if heard_again:
            clear_alarms(self._act, KIND, self._agency, episode_id__in=heard_again)
        for each in still:
            if each.episode_id not in known:
                self._raise(each, file, made)

    def _is_absent(self, each: Expected, made: datetime) -> bool:
        """Known before this extract was made, and not in it."""
        before = each.last_extract_at is None or each.last_extract_at < made
        return before and self._heard.isdisjoint(each.refs)

    def _raise(self, each: Expected, file: str, made: datetime) -> None:
        act = replace(self._act, id=new_id())
        day = act.at.astimezone(LOCAL).date()
        if not raise_alarm(act, KIND, day, self._agency, each.episode_id, each.child_id):
            return
        line = NewLine(LINE, made, agency=self._agency, data={"file": file})
        written = append(act, prepare(act, [(each.anchor_id, line)]))
        enter(act, [each.child_id], each.episode_id, written)
