"""Differences: what agencies say otherwise, one of them settled, many settled by the rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from homeward.agencies.queries import get_directory
from homeward.casework.log_reading import log_reading
from homeward.casework.settle_dates import settle_by_rule, settle_dates
from homeward.children.queries import find_children, get_child
from homeward.episodes.facts import SettledEpisode
from homeward.episodes.queries import EpisodeFacts, differing_episodes, get_episode
from homeward.rules.acts import NotFound, Refusal
from homeward.rules.clocks import CLOCK_WORDS, Clock, Settled, settle
from homeward.web.acting import act_of, found, open_to, read_id
from homeward.web.context import weighs
from homeward.web.differences import present
from homeward.web.differences.forms import ChoiceForm
from homeward.web.differences.settling import settled_of
from homeward.web.keys import read_key, write_key
from homeward.web.lists.columns import every
from homeward.web.lists.downloads import send_list, wants_file
from homeward.web.lists.saved import keeps_filters
from homeward.web.request import Request

PAGE = 20
MOST = PAGE * len(Clock)
NONE = UUID(int=0)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(weighs)
@keeps_filters(present.listing())
def listed(request: Request) -> HttpResponseBase:
    """Differences, widest first; those up to a chosen gap can be settled together."""
    within = _within(request.GET.get("within", ""))
    if wants_file(request):
        told = [("No further apart than", f"{within} min")] if within else []
        return send_list(request, present.listing(), _every_line(request, within), told)
    if request.method == "POST":
        done, left = _accept(request, request.POST.getlist("accept")[:MOST])
        kept = {"within": within} if within else {}
        return redirect("/differences/?" + urlencode({"done": done, "left": left, **kept}))
    after = read_key(request.GET.get("after", "")) or ((within, NONE) if within else None)
    rows = differing_episodes(request.viewer, after, PAGE + 1)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    page = _list(request, rows[:PAGE]) | {
        "next_key": write_key(last.differs_minutes, last.id) if last else None,
        "within": within,
        "tolerances": present.TOLERANCES,
        "notice": _done(request),
        "now": request.now,
    }
    return render(request, "differences/list.html", page)


def _list(request: Request, shown: list[EpisodeFacts]) -> dict[str, Any]:
    """The page's lines, and the sources that speak in them; the reading is logged."""
    children = find_children(request.viewer, {row.child_id for row in shown})
    settled = settled_of(request.viewer, children)
    lines = present.lines_of(shown, children, settled, request.now)
    log_reading(act_of(request, "log_reading"), "differences", list(children))
    return {"lines": lines, "columns": present.columns_of(lines)}


def _every_line(request: Request, within: int) -> Iterator[present.DifferenceLine]:
    """All lines up to a gap, a part at a time."""
    first = (within, NONE) if within else None
    parts = every(
        lambda after, limit: differing_episodes(request.viewer, after or first, limit),
        lambda row: (row.differs_minutes, row.id),
    )
    for rows in parts:
        children = find_children(request.viewer, {row.child_id for row in rows})
        yield from present.lines_of(
            rows, children, settled_of(request.viewer, children), request.now
        )


def _within(text: str) -> int:
    return int(text) if text in {str(each) for each in present.TOLERANCES} else 0


def _done(request: Request) -> str:
    done, left = (request.GET.get(name, "") for name in ("done", "left"))
    counts = [int(text) if text.isdecimal() and len(text) < 6 else 0 for text in (done, left)]
    return present.accepted_words(*counts) if any(counts) else ""


def _accept(request: Request, keys: Iterable[str]) -> tuple[int, int]:
    """Accept the rule for each of these; how many were settled, how many not."""
    done = left = 0
    for key in dict.fromkeys(keys):
        episode, _, clock = key.partition(":")
        wanted = read_id(episode)
        try:
            if wanted is None or clock not in set(Clock):
                raise NotFound
            settle_by_rule(act_of(request, "settle_dates"), wanted, Clock(clock))
            done += 1
        except (NotFound, Refusal):
            left += 1
    return done, left


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(weighs)
def difference(request: Request, episode: UUID, clock: str) -> HttpResponse:
    """One clock of one episode: every claim, the rule's choice, and the decision."""
    wanted = found(next((each for each in Clock if each.value.lower() == clock), None))
    facts = found(get_episode(request.viewer, episode))
    child = found(get_child(request.viewer, facts.child_id))
    all_settled = settled_of(request.viewer, {child.id: child})
    settled = found(present.episode_in(facts, all_settled))
    ruled = found(_ruled(settled, wanted))
    used = settled.clocks[wanted]
    lines = present.claim_lines(used, settled.lines, get_directory(), request.now)
    form = ChoiceForm(_choice(request), choices=present.choices_of(lines, ruled.claim))
    refused = ""
    if request.method == "POST":
        try:
            if _settle(request, episode, wanted, form):
                return redirect("/differences/?done=1")
        except Refusal as refusal:
            refused = refusal.sentence
    log_reading(act_of(request, "log_reading"), "difference", [child.id])
    page = {"clock": present.first_upper(CLOCK_WORDS[wanted]), "settled": used, "ruled": ruled}
    page |= {"child": child, "episode": facts, "claims": lines, "form": form}
    page |= {"refused": refused, "now": request.now}
    return render(request, "differences/difference.html", page)


def _ruled(settled: SettledEpisode, clock: Clock) -> Settled | None:
    """What the rule alone would use, whoever chose before; None for a clock nobody stated."""
    used = settled.clocks.get(clock)
    if used is None:
        return None
    start = None if clock is Clock.START else settled.started_at
    return settle(clock, (used.claim, *used.others), tolerance=timedelta(0), start=start)


def _choice(request: Request) -> Any:
    """What was sent with *choose another*; nothing for the other button."""
    return request.POST if request.POST.get("decision") == "choose" else None


def _settle(request: Request, episode: UUID, clock: Clock, form: ChoiceForm) -> bool:
    if request.POST.get("decision") == "rule":
        settle_by_rule(act_of(request, "settle_dates"), episode, clock)
        return True
    if not form.is_bound or not form.is_valid():
        return False
    act = act_of(request, "settle_dates", form.cleaned_data["reason"])
    settle_dates(act, episode, clock=clock, line=int(form.cleaned_data["line"]))
    return True
