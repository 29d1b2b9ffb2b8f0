"""The protocol for readers: what holds, each duty, two editions compared, who adopted which."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from homeward.access.queries import names_of
from homeward.casework.adopt_edition import adopt_edition
from homeward.protocol.queries import get_governance
from homeward.rules.acts import Refusal, Viewer
from homeward.rules.protocol.adopting import may_adopt
from homeward.rules.protocol.wording import STAGES, local_words, stage_of, told
from homeward.web.acting import act_of, found, open_to, sent
from homeward.web.lists.downloads import send_list, wants_file
from homeward.web.lists.saved import keeps_filters
from homeward.web.protocol import present
from homeward.web.protocol.forms import AdoptForm
from homeward.web.protocol.reading import (
    Held,
    consequence,
    left_out,
    read_held,
    shipped,
    text_of,
)
from homeward.web.request import Request
from homeward.web.words import local


def _adopts(viewer: Viewer) -> bool:
    return bool(may_adopt(viewer))


def _asked(request: Request) -> present.Asked:
    given = request.GET
    return present.Asked(
        given.get("owner", ""), given.get("stage", ""), given.get("words", "")[:100].strip()
    )


def _held(request: Request) -> Held:
    place = request.GET.get("place")
    return found(read_held(request.viewer, place, local(request.now).date()))


@require_safe
@keeps_filters(present.DUTIES)
def duties(request: Request) -> HttpResponseBase:
    """The edition in force at a place: every duty, narrowed by owner, stage or words."""
    held, asked = _held(request), _asked(request)
    lines = present.duty_lines(held.adopted, asked)
    if wants_file(request):
        edition = [("Edition", held.adopted.edition.title)]
        return send_list(request, present.DUTIES, lines, edition + asked.told(held.place))
    page = {
        "held": held,
        "asked": asked,
        "lines": lines,
        "list": present.DUTIES,
        "choices": present.choices(held.adopted.edition),
        "places": present.place_choices(held.places),
        "place": present.place_words(held.place),
        "codes": present.codes(),
        "adopts": _adopts(request.viewer),
    }
    return render(request, "protocol/duties.html", page)


@require_safe
def duty(request: Request, adoption: int, duty: str) -> HttpResponse:
    """One duty as an adopted edition has it, at an address of its own."""
    governance = get_governance()
    adopted = found(governance.adoption(adoption))
    facts = found(governance.duty(adoption, duty))
    page = {
        "duty": facts,
        "adopted": adopted,
        "place": present.place_words(adopted.place),
        "stage": STAGES.get(stage_of(facts.id), ""),
        "told": told(facts),
        "local": local_words(facts),
    }
    return render(request, "protocol/duty.html", page)


@require_safe
def not_computed(request: Request) -> HttpResponse:
    """The obligations that no edition computes, each with the reason."""
    rows, parts = left_out()
    return render(request, "protocol/not_computed.html", {"rows": rows, "parts": parts})


@require_safe
def compare(request: Request) -> HttpResponse:
    """Two editions side by side: added, removed, changed field by field."""
    held = _held(request)
    choices = present.edition_choices(held.governance.adoptions(), shipped())
    by_key = {each.key: each for each in choices}
    now = held.adopted.edition.sha256[:12]
    before = next((each.key for each in choices if each.key != now), now)
    old = found(by_key.get(request.GET.get("old", before)))
    new = found(by_key.get(request.GET.get("new", now)))
    page = {
        "choices": choices,
        "old": old,
        "new": new,
        "differences": present.differences(old.edition, new.edition),
    }
    return render(request, "protocol/compare.html", page)


@require_safe
def adoptions(request: Request) -> HttpResponseBase:
    """Who adopted which edition for whom, from when, and who answers for it."""
    rows = get_governance().adoptions()
    lines = present.adoption_lines(rows, names_of(each.person_id for each in rows))
    if wants_file(request):
        return send_list(request, present.ADOPTIONS, lines)
    page = {
        "lines": lines,
        "list": present.ADOPTIONS,
        "adopts": _adopts(request.viewer),
        "notice": "The edition is adopted. Episodes are judged anew within minutes."
        if "done" in request.GET
        else "",
    }
    return render(request, "protocol/adoptions.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(_adopts)
def adopt(request: Request) -> HttpResponse:
    """Adopt an edition: first what it would change, then the act itself."""
    held = found(read_held(request.viewer, "", local(request.now).date()))
    choices = present.edition_choices(held.governance.adoptions(), shipped())
    form = AdoptForm(sent(request), editions=choices, places=held.places)
    page: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST and _adopt(request, form):
            return redirect("/protocol/adoptions/?done")
        if not request.POST.keys() & {"confirm", "change"}:
            page |= _preview(request, form, held)
    return render(request, "protocol/adopt.html", page)


def _adopt(request: Request, form: AdoptForm) -> bool:
    said, edition = form.cleaned_data, form.chosen.edition
    act = act_of(request, "adopt_edition", said["reason"])
    try:
        adopt_edition(
            act,
            text_of(request.viewer, edition),
            f"{edition.id}.toml",
            said["place"],
            said["on"],
            answers=said["answers"],
            review_on=said["review_on"],
        )
    except Refusal as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return False
    return True


def _preview(request: Request, form: AdoptForm, held: Held) -> dict[str, Any]:
    said = form.cleaned_data
    found_now = consequence(request.viewer, held.governance, said["place"], said["on"])
    return {
        "preview": found_now,
        "chosen": form.chosen,
        "place": present.place_words(said["place"]),
        "said": said,
        "missing": present.few(found_now.missing, "open episode", "open episodes"),
        "judged": present.few(found_now.judged, "episode", "episodes"),
        "differences": present.differences(found_now.before.edition, form.chosen.edition),
    }
