"""What police would write of the drawn episodes, with the dirt of real files.

The same faults that practice notes 4.3 and data standards 6.2 name: a second reference for one
episode, an episode closed too early and reported anew, a return that the file brings days
late, names written otherwise. Each is noted as what it is, so that tests can ask for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from random import Random

from homeward.rehearsal.county.drawing import Drawn
from homeward.rehearsal.county.figures import Figures
from homeward.rehearsal.county.people import a_place, nhs_number, otherwise, subjects
from homeward.rehearsal.police_report import PoliceReport, Subject
from homeward.rules.clocks import LONDON

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
_FOUND = (
    (0.25, "Home"),
    (0.24, "At a friend's"),
    (0.19, "Street"),
    (0.12, "At a relative's"),
    (0.11, "Shops"),
    (0.04, "Railway station"),
    (0.05, "Another town"),
)
_REPORTERS = {"HOME": "PARENT", "FOSTER": "CARER", "CHILDRENS_HOME": "HOME_STAFF"}
_WHY = (
    "Left after an argument.",
    "Did not come back from school.",
    "Went out with friends and is not answering.",
    "Left by the window in the night.",
    "Was to be back by nine.",
    "Upset about contact that was cancelled.",
    "Wanted to see a friend.",
    "Not in bed when checked.",
)


@dataclass(frozen=True, slots=True)
class Told:
    """A drawn episode as police tell it: its report, true times (UTC), setting, and faults."""

    report: PoliceReport
    child: int
    started_at: datetime
    returned_at: datetime
    faults: tuple[str, ...] = ()

    @property
    def grade(self) -> str:
        """The grade that police gave."""
        return str(self.report.versions[0].cells["RISK_INITIAL"])

    @property
    def heard_until(self) -> datetime:
        """When police last wrote of it (UTC)."""
        return self.report.versions[-1].updated_at


def tell(drawn: Drawn, seed: int, figures: Figures | None = None) -> list[Told]:
    """Every drawn episode, by start. Two references for one episode are two reports."""
    given = figures or Figures()
    children = subjects(drawn, seed, given)
    told: list[Told] = []
    midnight = datetime.combine(drawn.first, time(0), LONDON)
    episodes = drawn.episodes
    for number, (child, start, minutes) in enumerate(
        zip(
            episodes.child.tolist(), episodes.start.tolist(), episodes.minutes.tolist(), strict=True
        )
    ):
        random = Random(f"{seed}:{number}:{child}")
        started_at = _local(midnight, start)
        teller = _Teller(children[child], child, number, started_at, minutes, random, given)
        told += teller.told()
    return told


def _local(midnight: datetime, minutes: int) -> datetime:
    """A local minute of the county's calendar as UTC; of a minute that is skipped, the next."""
    day, minute = divmod(minutes, 1440)
    wall = datetime.combine(midnight.date() + timedelta(days=day), time(minute // 60, minute % 60))
    at = wall.replace(tzinfo=LONDON).astimezone(UTC)
    back = at.astimezone(LONDON).replace(tzinfo=None)
    return at if back == wall else at + HOUR


class _Teller:
    """Tells one episode."""

    def __init__(
        self,
        child: Subject,
        number: int,
        episode: int,
        started_at: datetime,
        minutes: int,
        random: Random,
        figures: Figures,
    ) -> None:
        self._child = child
        self._number = number
        self._episode = episode
        self._started_at = started_at
        self._minutes = minutes
        self._returned_at = started_at + timedelta(minutes=minutes)
        self._random = random
        self._figures = figures
        self._faults: list[str] = []

    def told(self) -> list[Told]:
        """The report, and a second one where police hold two references for the episode."""
        figures = self._figures
        child = self._child
        if self._happens(figures.other_name, "other name"):
            child = _renamed(child, self._random)
        anew = self._minutes > 240 and self._happens(figures.reported_anew, "reported anew")
        twice = not anew and self._minutes > 90 and self._happens(figures.reported_twice, "twice")
        if anew:
            back = self._started_at + (self._returned_at - self._started_at) / 2
            first = self._report(child, "", self._started_at, back)
            again = self._report(child, "B", back + 20 * MINUTE, self._returned_at)
            return [self._told(first, back), self._told(again, self._returned_at)]
        first = self._report(child, "", self._started_at, self._returned_at)
        found = [self._told(first, self._returned_at)]
        if twice:
            second = self._report(child, "B", self._started_at + 35 * MINUTE, self._returned_at)
            found.append(self._told(second, self._returned_at))
        return found

    def _told(self, report: PoliceReport, returned_at: datetime) -> Told:
        return Told(report, self._number, self._started_at, returned_at, tuple(self._faults))

    def _happens(self, share: float, fault: str) -> bool:
        happens = self._random.random() < share
        if happens:
            self._faults.append(fault)
        return happens

    def _report(
        self, child: Subject, mark: str, started_at: datetime, returned_at: datetime
    ) -> PoliceReport:
        day = started_at.astimezone(LONDON).date()
        report = PoliceReport(f"MSPR/{day.year}/C{self._episode:06}{mark}", child, day)
        self._reported(report, started_at)
        self._returned(report, returned_at)
        return report

    def _reported(self, report: PoliceReport, started_at: datetime) -> None:
        random = self._random
        grades = [grade for grade, _ in self._figures.grades]
        grade = random.choices(grades, [weight for _, weight in self._figures.grades])[0]
        noticed = started_at - timedelta(minutes=random.randrange(12, 45))
        report.police(
            started_at + 12 * MINUTE,
            record_status="OPEN",
            nominal_id=str(700_000 + self._number),
            nhs_no=nhs_number(self._number),
            last_seen_dttm=noticed - timedelta(minutes=random.randrange(5, 240)),
            reported_dttm=noticed,
            recorded_missing_dttm=started_at,
            last_seen_place=a_place(random),
            risk_initial=grade,
            risk_current=grade,
            reporter_role=_REPORTERS.get(report.child.residence, "OTHER"),
            narrative=random.choice(_WHY),
        )

    def _returned(self, report: PoliceReport, returned_at: datetime) -> None:
        random, figures = self._random, self._figures
        late = self._happens(figures.late_version, "late version")
        heard = timedelta(days=random.randrange(2, 6)) if late else 2 * HOUR
        place = random.choices([name for _, name in _FOUND], [share for share, _ in _FOUND])[0]
        who = random.choices(
            [who for who, _ in figures.endings], [share for _, share in figures.endings]
        )[0]
        report.police(
            returned_at + heard,
            record_status="FOUND",
            returned_dttm=returned_at,
            closed_dttm=returned_at + 2 * HOUR,
            prevention_check_dttm=returned_at + timedelta(minutes=random.randrange(20, 110)),
            found_place=place,
            found_by=who,
            harm_reported="Y" if random.random() < figures.harm else "N",
        )


def _renamed(child: Subject, random: Random) -> Subject:
    return replace(child, forename=otherwise(child.forename, random))
