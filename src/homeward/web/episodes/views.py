"""The episode page, a small page for each verb, settling a clock, ticking a task."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from homeward.casework.log_reading import log_reading
from homeward.casework.settle_dates import settle_by_rule, settle_dates
from homeward.casework.tick_task import tick_task
from homeward.episodes.queries import MISSING_NOW
from homeward.rules.acts import Act, Refusal
from homeward.rules.clocks import Clock
from homeward.rules.episodes import State
from homeward.rules.sharing import Section
from homeward.web.acting import act_of, found
from homeward.web.episodes import duties, present
from homeward.web.episodes.clocks import clock_table
from homeward.web.episodes.forms import BY_RULE, SettleForm, settled_words
from homeward.web.episodes.picture import picture
from homeward.web.episodes.reading import EpisodeRecord, read_episode
from homeward.web.episodes.verbs import BY_SLUG, offered
from homeward.web.forms.acting import ActForm
from homeward.web.keeping.shown import gone
from homeward.web.request import Request

NOTICE, WARNING = "notice", "warning"


@require_safe
def episode_page(request: Request, episode: UUID) -> HttpResponse:
    """The episode: times, duties, grades, search, reports, and what can be done next."""
    record = found(read_episode(request.viewer, episode))
    if record.child.erased_at is not None:
        return gone(request, record.child)
    log_reading(act_of(request, "log_reading"), page="episode", children=[record.child.id])
    told = {name: request.session.pop(name, "") for name in (NOTICE, WARNING)}
    given = {
        "record": record,
        "agency": request.viewer.agency,
        "path": present.path(record),
        "span": present.span(record),
        "state": State(record.episode.state).words,
        "is_missing": record.episode.state in MISSING_NOW,
        "may": {section.value for section in record.sections},
        **told,
    }
    if record.may(Section.EPISODE):
        given.update(_parts(request, record))
    return render(request, "episodes/episode.html", given)


def _parts(request: Request, record: EpisodeRecord) -> dict[str, object]:
    groups = duties.groups(record, request.now)
    risk = record.may(Section.RISK)
    return {
        "verbs": offered(record, request.viewer, request.now),
        "clocks": clock_table(record),
        "picture": picture(record, request.now),
        "groups": groups,
        "counts": duties.summary(groups),
        "earlier": duties.earlier(record, request.now),
        "grades": present.grades(record) if risk else [],
        "sightings": present.lines_of(record, present.SEARCH),
        "enquiries": present.lines_of(record, present.ENQUIRIES),
        "done": present.done_lines(record) if record.may(Section.CHRONOLOGY) else [],
        "reports": present.reports(record, risk=risk),
        "tick": ActForm(viewer=request.viewer),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def verb(request: Request, episode: UUID, slug: str) -> HttpResponse:
    """One verb: its form, and the doing of it."""
    record = _with_section(request, episode, BY_SLUG[slug].section)
    wanted = BY_SLUG[slug]
    form = wanted.form(request.POST or None, record=record, viewer=request.viewer)

    def call(act: Act) -> None:
        wanted.call(act, episode, form.cleaned_data)

    if form.is_valid() and _did(request, form, wanted.name, call):
        request.session[NOTICE] = wanted.done
        return redirect("episodes:episode", episode)
    given = {"form": form, "record": record, "title": wanted.title, "words": wanted.words}
    return render(request, "episodes/verb.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: Request, episode: UUID, clock: str) -> HttpResponse:
    """Say which of the times that differ is used."""
    record = _with_section(request, episode, Section.CHRONOLOGY)
    which = _stated_clock(record, clock)
    form = SettleForm(request.POST or None, record=record, viewer=request.viewer, clock=which)

    def call(act: Act) -> None:
        line = form.cleaned_data["line"]
        if line == BY_RULE:
            settle_by_rule(act, episode, which)
        else:
            settle_dates(act, episode, clock=which, line=int(line))

    if form.is_valid() and _did(request, form, "settle_dates", call):
        request.session[NOTICE] = "The difference is settled. Every claim stays beside it."
        return redirect(reverse("episodes:episode", args=[episode]) + "#clocks")
    words = "The claims stay as they are. Duties follow the time that is used."
    given = {"form": form, "record": record, "title": settled_words(which), "words": words}
    return render(request, "episodes/verb.html", given)


@require_POST
def tick(request: Request, episode: UUID, task: int) -> HttpResponse:
    """Tick a response task."""
    record = _with_section(request, episode, Section.RISK)
    known = found(next((each for each in record.tasks if each.id == task), None))
    form = ActForm(request.POST, viewer=request.viewer)

    def call(act: Act) -> None:
        tick_task(act, episode, task)

    if form.is_valid() and _did(request, form, "tick_task", call):
        request.session[NOTICE] = f"Ticked: {known.words}."
    else:
        request.session[WARNING] = next(iter(form.non_field_errors()), "Nothing was changed.")
    return redirect(reverse("episodes:episode", args=[episode]) + "#tasks")


def _did(request: Request, form: ActForm, name: str, call: Callable[[Act], None]) -> bool:
    """Do what the form asks, unless the same page was sent before; False when refused."""
    if form.was_done(request.now):
        return True
    try:
        call(form.act(name, request.now))
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _with_section(request: Request, episode: UUID, section: Section) -> EpisodeRecord:
    """The episode for those who may read this part of it; not found for everybody else."""
    record = found(read_episode(request.viewer, episode))
    if not record.may(section):
        raise Http404
    return record


def _stated_clock(record: EpisodeRecord, text: str) -> Clock:
    """A clock of which somebody stated a time."""
    clocks = record.settled.clocks if record.settled else {}
    return found(next((clock for clock in clocks if clock.value.lower() == text), None))
