"""Playing stories: downloads taken and steps done one after the other, in the order of time.

Nothing is written but by the verbs of casework. People act in the past under their own
name and role; because the worker enters what they did, the purpose of each act is SYSTEM.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import attrgetter
from pathlib import Path
from uuid import UUID

from homeward.access.queries import SYSTEM_VIEWER, get_viewer, person_by_email
from homeward.access.scope import scoped
from homeward.agencies.queries import get_directory
from homeward.casework.begin_download import begin_download
from homeward.casework.close_episode import close_episode
from homeward.casework.load_history import load_history
from homeward.casework.place_submission import place_submission
from homeward.casework.report_missing import report_missing
from homeward.casework.take_download import take_download
from homeward.episodes.queries import reports_by_ref, tasks_of
from homeward.ground.ids import new_id
from homeward.intake.download.columns import default_aliases
from homeward.intake.download.reader import open_download
from homeward.rehearsal.cast import CAST
from homeward.rehearsal.mspr_files import LAST_MINUTES, Extract, extract_after, write_downloads
from homeward.rehearsal.story import Form, Step, Story
from homeward.rules.acts import Act, NewLine, Purpose, Viewer

AFTER_EXTRACT = timedelta(minutes=2)
AFTER_TAKING = timedelta(minutes=3)
MOMENTS = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Written:
    """A line added by hand: who wrote it when (UTC), when their agency knew, what it says."""

    who: str
    at: datetime
    known_at: datetime
    line: NewLine


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens on the stage at a moment (UTC): a file, a form, a step, or many lines."""

    at: datetime
    extract: Extract | None = None
    form: Form | None = None
    ref: str = ""
    step: Step | None = None
    lines: Sequence[Written] = ()


@dataclass(slots=True)
class Played:
    """What was played: files and forms taken, rows by outcome, verbs done, lines written."""

    files: int = 0
    forms: int = 0
    steps: int = 0
    lines: int = 0
    rows: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Span:
    """Which part of the stories is played: after `since` and up to `until` (UTC).

    `first` numbers the first download of each day.
    """

    since: datetime
    until: datetime
    first: int = 1


def play(
    stories: Sequence[Story],
    forms: Sequence[Form],
    folder: Path,
    now: datetime,
    span: Span | None = None,
) -> Played:
    """Write the downloads of all stories into `folder`, take them, do every step; in order.

    What would lie after `now` is not told. With a span, what lies before it was told before,
    and what police wrote after its last download waits for the next. A report that waits for
    a person to place it has no steps yet.
    """
    versions = [version for story in stories for version in story.versions]
    if span is not None:
        versions = [each for each in versions if each.updated_at < span.until - LAST_MINUTES]
        extracts = write_downloads(versions, folder, now, span.since, span.first)
    else:
        extracts = write_downloads(versions, folder, now)
    stage = _Stage(waiting_is_fine=span is not None)
    scenes = [Scene(extract.at + AFTER_EXTRACT, extract=extract) for extract in extracts]
    scenes += [Scene(form.sent_at, form=form) for form in forms]
    since = span.since if span else None
    for story in stories:
        scenes += _scenes(story, now, since)
    for scene in sorted(scenes, key=attrgetter("at")):
        stage.show(scene)
    return stage.played


def _scenes(story: Story, now: datetime, since: datetime | None) -> list[Scene]:
    """The steps of one story by time; each waits until the download has brought its report.

    The lines that people add by hand go in together, when the last but the closing is known.
    """
    known_at = extract_after(story.versions[0].updated_at, now) + AFTER_TAKING
    told = [step for step in story.steps if _between(step.known_at, since, now)]
    scenes = [Scene(max(each.known_at, known_at), ref=story.ref, step=each) for each in told]
    lines = [
        Written(who, max(at, known_at), at, line)
        for who, at, line in story.lines
        if _between(max(at, known_at), since, now)
    ]
    if lines:
        scenes.append(Scene(_before_closing(lines, told), ref=story.ref, lines=lines))
    return scenes


def _between(at: datetime, since: datetime | None, until: datetime) -> bool:
    return (since is None or since < at) and at <= until


def _before_closing(lines: Sequence[Written], steps: Sequence[Step]) -> datetime:
    last = max(line.at for line in lines)
    closing = [step.known_at for step in steps if step.verb is close_episode]
    return min([last, *(at - MOMENTS for at in closing)])


class _Stage:
    """Who plays, and where the reports of the stories have come to be."""

    def __init__(self, *, waiting_is_fine: bool) -> None:
        self.played = Played()
        self._waiting_is_fine = waiting_is_fine
        self._viewers: dict[str, Viewer] = {}
        self._teams = {team.code: team.id for team in get_directory().by_id.values()}
        self._placed: dict[str, tuple[UUID, UUID | None]] = {}
        self._kept: dict[tuple[str, str], UUID] = {}

    def show(self, scene: Scene) -> None:
        """One scene."""
        if scene.extract is not None:
            self.take(scene.extract, scene.at)
        elif scene.form is not None:
            self.send(scene.form)
        elif self._waiting_is_fine and not self._is_placed(scene.ref):
            return
        elif scene.step is not None:
            self.do(scene.ref, scene.step, scene.at)
        else:
            self.write(scene.ref, scene.lines, scene.at)

    def take(self, extract: Extract, at: datetime) -> None:
        """Take one download as the worker does."""
        act = Act(new_id(), SYSTEM_VIEWER, at, "take_download")
        download = open_download(extract.path, default_aliases())
        begun = begin_download(act, download)
        taken = take_download(act, download, begun.record, begun.agency)
        self.played.files += 1
        for outcome, rows in taken.counts.items():
            self.played.rows[outcome] = self.played.rows.get(outcome, 0) + rows

    def send(self, form: Form) -> None:
        """Somebody reports by form, and the worker places it with its child."""
        act = Act(new_id(), self._viewer(form.who, form.sent_at), form.sent_at, "report_missing")
        sent = report_missing(act, None, form.answers)
        at = form.sent_at + MOMENTS
        place_submission(Act(new_id(), SYSTEM_VIEWER, at, "place_submission"), sent)
        self.played.forms += 1

    def do(self, ref: str, step: Step, at: datetime) -> None:
        """One step by one person."""
        child, episode = self._place_of(ref)
        viewer = self._viewer(step.who, at)
        act = Act(new_id(), viewer, at, step.verb.__name__, step.reason, step.known_at)
        details = self._details(ref, step, episode)
        kept = step.verb(act, child if step.on_child else episode, **details)
        if step.label and isinstance(kept, UUID):
            self._kept[ref, step.label] = kept
        self.played.steps += 1

    def write(self, ref: str, lines: Sequence[Written], at: datetime) -> None:
        """The lines of one report, each by whoever wrote it, when they did."""
        _, episode = self._place_of(ref)
        if episode is None:
            raise LookupError(f"{ref} opened no episode")
        past = [
            (
                Act(
                    new_id(),
                    self._viewer(each.who, each.at),
                    each.at,
                    "add_line",
                    known_at=each.known_at,
                ),
                each.line,
            )
            for each in lines
        ]
        load_history(Act(new_id(), SYSTEM_VIEWER, at, "load_history"), episode, past)
        self.played.lines += len(past)

    def _details(self, ref: str, step: Step, episode: UUID | None) -> dict[str, object]:
        """What the verb is told, with ids in place of the names that a story uses."""
        details = dict(step.details)
        if "members" in details:
            labels = str(details["members"]).split()
            details["members"] = [self._kept[ref, label] for label in labels]
        if "other_child" in details:
            details["other_child"] = self._place_of(str(details["other_child"]))[0]
        if "team" in details:
            details["team"] = self._teams[str(details["team"])]
        if "task" in details and episode is not None:
            with scoped(SYSTEM_VIEWER):
                tasks = {task.task: task.id for task in tasks_of(SYSTEM_VIEWER, episode)}
            details["task"] = tasks[str(details["task"])]
        return details

    def _viewer(self, who: str, at: datetime) -> Viewer:
        if who not in self._viewers:
            person = person_by_email(SYSTEM_VIEWER, CAST[who].email)
            if person is None:
                raise LookupError(f"{who} is not in the record")
            viewer = get_viewer(person, at.date())
            self._viewers[who] = replace(viewer, purpose=Purpose.SYSTEM)
        return self._viewers[who]

    def _is_placed(self, ref: str) -> bool:
        """Whether a report has its child and opened an episode."""
        with scoped(SYSTEM_VIEWER):
            found = reports_by_ref(SYSTEM_VIEWER, [ref]).get(ref)
        return found is not None and found[1].episode_id is not None

    def _place_of(self, ref: str) -> tuple[UUID, UUID | None]:
        if ref not in self._placed:
            with scoped(SYSTEM_VIEWER):
                child, report = reports_by_ref(SYSTEM_VIEWER, [ref])[ref]
            self._placed[ref] = child, report.episode_id
        return self._placed[ref]
