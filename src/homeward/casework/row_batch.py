"""One batch of download rows: judged in their order, written at the end.

Not a verb: `take_download` runs it for a file, `carry_out_reviews` for one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from homeward.access.queries import SYSTEM_VIEWER
from homeward.casework.casebook import Case, Casebook
from homeward.casework.one_file import Shared
from homeward.casework.police_row import (
    in_place_of,
    lines_of,
    person_of,
    report_of,
    row_to_json,
    said_of,
)
from homeward.casework.row_outcomes import (
    EARLIER_WAITS,
    ERASED,
    OTHER_CHILD,
    OTHER_CONTENT,
    UNKNOWN_SURVIVOR,
    WAITS_STILL,
    RowOutcome,
)
from homeward.children.actions import Said, child_of
from homeward.children.queries import lock_children
from homeward.chronology.actions import Prepared, append_rows, line_row
from homeward.episodes.queries import erased_refs, reports_by_ref
from homeward.episodes.settle import opening_reports
from homeward.ground.bulk import ahead, without_collecting
from homeward.ground.ids import new_id
from homeward.intake.actions import KeptRow, keep_rows, release_rows
from homeward.intake.download.shapes import DoubtfulRow, RefusedRow, ReportRow, Row
from homeward.intake.shelf import Shelf, Standing, Taken, load_shelf, refs_of
from homeward.ledger.actions import enter_many, entry_row
from homeward.linkage.actions import (
    Waiting,
    keep_profiles,
    merged_profile,
    raise_reviews,
    settle_reviews,
)
from homeward.linkage.finding import Finder
from homeward.rules.acts import Act
from homeward.rules.linkage import Outcome as Placed
from homeward.rules.linkage import Person

#: Children counted anew while PostgreSQL files those before them.
SOME = 125
UNMOVED = (Standing.WAITS, Standing.SAME)
AGAIN = (*UNMOVED, Standing.EARLIER)


class RowBatch:
    """The rows of one transaction."""

    def __init__(self, act: Act, shared: Shared) -> None:
        self.act = act
        self.extract_at: datetime | None = None
        self._shared = shared
        self._book = Casebook(act, shared.directory, shared.governance)
        self._finder = Finder()
        self._shelf = Shelf()
        self._erased: set[str] = set()
        self._child_of_ref: dict[str, UUID] = {}
        self._touched: set[UUID] = set()
        self._profiles: tuple[dict[UUID, Person], dict[UUID, Person]] = ({}, {})
        self._rows: list[KeptRow] = []
        self._waiting: list[Waiting] = []
        self._released: dict[str, list[int]] = {"REVIEW": [], "DUPLICATE": []}
        self._lines: dict[UUID, list[tuple[Any, ...]]] = {}
        self._entries: list[tuple[Any, ...]] = []

    def take(self, rows: Iterable[Row]) -> list[RowOutcome]:
        """Judge every row in its order, then write all of it."""
        listed = list(rows)
        with without_collecting():
            self._prepare([row for row in listed if not isinstance(row, RefusedRow)])
            self._erased = erased_refs(SYSTEM_VIEWER, {ref_of(row) for row in listed})
            outcomes = [
                self._refuse_erased(row) if ref_of(row) in self._erased else self._judge(row)
                for row in listed
            ]
            self._write()
        return outcomes

    def take_as(self, row: ReportRow, child: UUID | None) -> UUID:
        """Take one row that a person placed: with this child, or with a new one. The report's id.

        A reference that was placed meanwhile stays with its child.
        """
        self._prepare([row])
        if child is not None:
            lock_children(self.act.viewer, [child])
            self._book.load([child])
        standing = self._shelf.standing(row.ref, row.version, b"", row.extract_at, row.row)
        known = self._child_of_ref.get(row.ref, child)
        case = self._book.cases[known] if known is not None else None
        self._accept(row, case, standing)
        report = next(kept.report_id for kept in self._rows if kept.report_id)
        self._write()
        return report

    def _prepare(self, rows: list[ReportRow | DoubtfulRow]) -> None:
        """Read everything that the batch needs: versions, reports, near children."""
        refs = {ref for row in rows for ref in refs_of(row)}
        self._shelf = load_shelf(refs)
        known = reports_by_ref(SYSTEM_VIEWER, refs)
        self._child_of_ref = {ref: child for ref, (child, _) in known.items()}
        first = [row for row in rows if isinstance(row, ReportRow) and row.ref not in known]
        people = [person_of(row) for row in first]
        self._finder.look_up(people)
        wanted = {self._finder.place(person).child for person in people}
        news = [row for row in rows if self._shelf.of(row) not in UNMOVED]
        wanted |= {self._child_of_ref.get(ref) for row in news for ref in refs_of(row)}
        children = sorted(child for child in wanted if child is not None)
        lock_children(self.act.viewer, children)
        self._book.load(children)

    def _judge(self, row: Row) -> RowOutcome:
        if isinstance(row, RefusedRow):
            return self._refuse(row)
        standing = self._shelf.of(row)
        if standing in AGAIN:
            return self._again(row, standing)
        if isinstance(row, DoubtfulRow):
            return self._doubt(row)
        if row.extract_at and (self.extract_at is None or row.extract_at > self.extract_at):
            self.extract_at = row.extract_at
        problem = self._problem(row, standing)
        if problem is not None:
            return self._wait(row, *problem)
        if standing is Standing.FIRST:
            return self._place(row)
        if standing is Standing.REPLACES:
            self._release(row)
        return self._accept(row, self._book.cases[self._child_of_ref[row.ref]], standing)

    def _doubt(self, row: DoubtfulRow) -> RowOutcome:
        if self._shelf.waiting(row.ref, row.version, row.digest):
            return RowOutcome(row.row, "REVIEW", WAITS_STILL)
        return self._wait(row, "CONTENT", row.reason, column=row.column, value=row.value)

    def _problem(self, row: ReportRow, standing: Standing) -> tuple[str, str] | None:
        """Why this row must wait whoever the child is: what kind of review, and the reason."""
        if standing is not Standing.FIRST and row.ref not in self._child_of_ref:
            return "IDENTITY", EARLIER_WAITS
        if standing is Standing.CLASHES:
            return "CONTENT", OTHER_CONTENT
        problem = self._merge_problem(row) if row.status == "MERGED" else ""
        return ("CONTENT", problem) if problem else None

    def _refuse(self, row: RefusedRow) -> RowOutcome:
        self._rows.append(
            KeptRow(
                self._shared.row_ids.next(),
                row.row,
                "REFUSED",
                b"",
                row.cells,
                column=row.column,
                value=row.value,
                reason=row.reason,
            )
        )
        return RowOutcome(row.row, "REFUSED", row.reason, row.column, row.value)

    def _refuse_erased(self, row: Row) -> RowOutcome:
        """Nothing of a record that was erased comes back with the next download."""
        kept = KeptRow(self._shared.row_ids.next(), row.row, "REFUSED", b"", {}, reason=ERASED)
        self._rows.append(kept)
        return RowOutcome(row.row, "REFUSED", ERASED, "REPORT_REF")

    def _merge_problem(self, row: ReportRow) -> str:
        survivor = self._child_of_ref.get(row.merged_into)
        if survivor is None or row.merged_into == row.ref:
            return UNKNOWN_SURVIVOR
        own = self._child_of_ref.get(row.ref)
        return OTHER_CHILD if own is not None and own != survivor else ""

    def _place(self, row: ReportRow) -> RowOutcome:
        person = person_of(row)
        placed = self._finder.place(person)
        if placed.outcome is Placed.REVIEW:
            return self._wait(row, "IDENTITY", placed.reason, person, placed.candidates)
        if row.status == "MERGED" and placed.child != self._child_of_ref[row.merged_into]:
            near = (self._child_of_ref[row.merged_into], *placed.candidates)
            return self._wait(row, "IDENTITY", OTHER_CHILD, person, tuple(dict.fromkeys(near)))
        case = self._book.cases[placed.child] if placed.child is not None else None
        return self._accept(row, case, Standing.FIRST)

    def _wait(
        self,
        row: ReportRow | DoubtfulRow,
        kind: str,
        reason: str,
        person: Person | None = None,
        candidates: tuple[UUID, ...] = (),
        column: str = "",
        value: str = "",
    ) -> RowOutcome:
        kept = self._keep(row, "REVIEW", held=False, report=None)
        kept.reason, kept.column, kept.value = reason, column, value
        if person is None and isinstance(row, ReportRow):
            person = person_of(row)
        parsed = row_to_json(row) if isinstance(row, ReportRow) else {}
        self._waiting.append(
            Waiting(kind, reason, person, candidates, row_id=kept.id, parsed=parsed)
        )
        return RowOutcome(row.row, "REVIEW", reason, column, value)

    def _keep(
        self, row: ReportRow | DoubtfulRow, outcome: str, held: bool, report: UUID | None
    ) -> KeptRow:
        kept = KeptRow(
            self._shared.row_ids.next(),
            row.row,
            outcome,
            row.digest,
            row.cells,
            row.ref,
            row.version,
            row.extract_at,
            held,
            report,
        )
        self._rows.append(kept)
        self._shelf.put(
            Taken(
                row.ref,
                row.version,
                row.digest,
                row.extract_at,
                row.row,
                held,
                outcome == "REVIEW",
                kept.id,
                report,
            )
        )
        return kept

    def _release(self, row: ReportRow) -> None:
        """An earlier extract of a held version came late: it holds, the other one waits."""
        for waited in self._shelf.waiting(row.ref, row.version, row.digest):
            self._step_back(waited, "DUPLICATE")
        held = self._shelf.held(row.ref, row.version)
        if held is not None:
            self._step_back(held, "REVIEW")
            self._waiting.append(Waiting("CONTENT", OTHER_CONTENT, None, (), held.row_id))

    def _step_back(self, taken: Taken, outcome: str) -> None:
        """This row holds no longer, or waits no longer: of the same batch, or written before."""
        taken.held, taken.waits = False, outcome == "REVIEW"
        same_batch = next((kept for kept in self._rows if kept.id == taken.row_id), None)
        if same_batch is not None:
            same_batch.held, same_batch.outcome = False, outcome
        else:
            self._released[outcome].append(taken.row_id)

    def _accept(self, row: ReportRow, case: Case | None, standing: Standing) -> RowOutcome:
        known_at = row.extract_at or self.act.at
        report_id = new_id() if standing is Standing.FIRST else self._report_id(row)
        said = said_of(row, report_id, known_at, self._shared.directory)
        if case is None:
            case = self._book.open_new(child_of(new_id(), said))
        had_episodes = bool(case.reports)
        newest = self._shelf.newest(row.ref)
        kept = self._keep(row, "NEW", held=True, report=report_id)
        if newest is None or row.version >= newest:
            self._put_report(case, row, report_id, kept.id, said)
        self._say(case, row, said)
        self._append(case, row, report_id, known_at, again=standing is Standing.REPLACES)
        self._child_of_ref[row.ref] = case.child.id
        self._touched.add(case.child.id)
        kept.outcome = self._class(row, case, standing, report_id, had_episodes)
        return RowOutcome(row.row, kept.outcome)

    def _again(self, row: ReportRow | DoubtfulRow, standing: Standing) -> RowOutcome:
        """The same content once more. From an earlier extract: known earlier than we knew."""
        if standing is Standing.WAITS:
            return RowOutcome(row.row, "REVIEW", WAITS_STILL)
        held = self._shelf.held(row.ref, row.version)
        if standing is Standing.EARLIER and isinstance(row, ReportRow) and held is not None:
            self._step_back(held, "DUPLICATE")
            self._accept_earlier(row)
        return RowOutcome(row.row, "DUPLICATE")

    def _accept_earlier(self, row: ReportRow) -> None:
        """The version's lines again, known earlier, in place of the later ones."""
        known_at = row.extract_at or self.act.at
        case = self._book.cases[self._child_of_ref[row.ref]]
        report_id = self._report_id(row)
        newest = self._shelf.newest(row.ref)
        kept = self._keep(row, "DUPLICATE", held=True, report=report_id)
        if row.version == newest:
            said = said_of(row, report_id, known_at, self._shared.directory)
            self._put_report(case, row, report_id, kept.id, said)
        self._append(case, row, report_id, known_at, again=True)
        self._touched.add(case.child.id)

    def _report_id(self, row: ReportRow) -> UUID:
        case = self._book.cases[self._child_of_ref[row.ref]]
        return next(report.id for report in case.reports.values() if report.ref == row.ref)

    def _class(
        self, row: ReportRow, case: Case, standing: Standing, report: UUID, had_episodes: bool
    ) -> str:
        if standing is Standing.OLDER:
            return "UNCHANGED"
        if standing is not Standing.FIRST:
            return "CHANGED"
        if not had_episodes or row.status in ("CANCELLED", "MERGED"):
            return "NEW"
        opening = opening_reports(case.reports.values(), case.lines)
        return "NEW" if report in opening else "CHANGED"

    def _put_report(
        self, case: Case, row: ReportRow, report_id: UUID, row_id: int, said: Said
    ) -> None:
        fresh = report_of(row, report_id, row_id, self._shared.file, said)
        before = case.reports.get(report_id)
        if before is not None:
            fresh = replace(fresh, report_class=before.report_class, episode_id=before.episode_id)
        case.reports[report_id] = fresh

    def _say(self, case: Case, row: ReportRow, said: Said) -> None:
        """Keep what the row says of the child; the newest report is the summary."""
        self._book.children.said.append((case.child.id, said))
        newest = case.reports[said.source_id].version == row.version
        self._book.summarise(case, said if newest and len(case.reports) == 1 else None)
        known = self._finder.known(case.child.id)
        merged = merged_profile(known, person_of(row))
        if merged != known:
            self._finder.add(case.child.id, merged)
            new, changed = self._profiles
            (new if case.is_new else changed)[case.child.id] = merged

    def _append(
        self,
        case: Case,
        row: ReportRow,
        report: UUID,
        known_at: datetime,
        *,
        again: bool,
    ) -> None:
        """The version's lines and the ledger entry of taking it, under an act of its own."""
        act = replace(self.act, id=new_id(), known_at=known_at)
        lines = lines_of(row, self._shared.file, known_at, self._shared.agency)
        if again:
            lines = in_place_of(lines, case.lines, report, row.version)
        rows = [line_row(act, self._shared.line_ids.next(), report, line) for line in lines]
        said = Prepared(rows)
        self._lines.setdefault(case.child.id, []).extend(rows)
        case.lines += said.facts
        self._entries.append(
            entry_row(act, self._shared.entry_ids.next(), [case.child.id], report, said.written)
        )

    def _write(self) -> None:
        with ahead():
            self._keep_rows()
            children = sorted(self._touched)
            for start in range(0, len(children), SOME):
                self._count_anew(children[start : start + SOME])

    def _keep_rows(self) -> None:
        act = self.act
        for outcome, rows in self._released.items():
            release_rows(act, rows, outcome)
        settle_reviews(act, self._released["DUPLICATE"])
        keep_rows(act, self._shared.record, self._shared.agency, self._rows)
        raise_reviews(act, self._waiting)
        enter_many(act, self._entries)
        keep_profiles(act, *self._profiles)

    def _count_anew(self, children: Sequence[UUID]) -> None:
        """Count some children anew, while PostgreSQL files what was noted of those before."""
        for child in children:
            self._book.recount(child)
        self._book.write()
        append_rows(self.act, [row for child in children for row in self._lines.get(child, ())])


def ref_of(row: Row) -> str:
    """The report's reference as the row has it, a refused row's too."""
    return row.cells.get("REPORT_REF", "") if isinstance(row, RefusedRow) else row.ref
