"""How long records are kept: what is due, one record and what is done about it, what was erased."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from homeward.access.queries import names_of
from homeward.casework.log_reading import log_reading
from homeward.ground.periods import periods
from homeward.retention.queries import list_due, list_erased
from homeward.rules.acts import Refusal
from homeward.rules.retention import HOLDS
from homeward.rules.sharing import Section, sections_for
from homeward.web.acting import act_of, found, open_to, sent
from homeward.web.forms.acting import ActForm
from homeward.web.keeping.reading import KeptRecord, keeps, next_key, read_kept, standing
from homeward.web.keeping.steps import STEPS, Step
from homeward.web.keys import read_key
from homeward.web.request import Request
from homeward.web.words import local

PAGE = 25
MOST = 100
NOTICE = "notice"


@require_safe
@open_to(keeps)
def due(request: Request) -> HttpResponse:
    """Records whose period is over, longest due first."""
    rows = list_due(request.viewer, local(request.now).date(), _after(request), PAGE + 1)
    shown = rows[:PAGE]
    log_reading(act_of(request, "log_reading"), "keeping", [each.child_id for each in shown])
    page = {
        "lines": standing(request.viewer, shown),
        "next_key": next_key(shown) if len(rows) > PAGE else None,
        "first_page": "after" not in request.GET,
        "periods": periods(settings.VAR),
    }
    return render(request, "keeping/list.html", page)


def _after(request: Request) -> tuple[date, UUID] | None:
    read = read_key(request.GET.get("after", ""))
    if read is None or not 0 < read[0] <= date.max.toordinal():
        return None
    return date.fromordinal(read[0]), read[1]


@require_safe
@open_to(keeps)
def erased(request: Request) -> HttpResponse:
    """Records that were erased, newest first: when, by which rule, by whom."""
    rows = list_erased(request.viewer, MOST)
    names = names_of(person for row in rows for person in (row.proposed_by, row.confirmed_by))
    page = {"rows": rows, "names": names, "most": MOST, "titles": _titles()}
    return render(request, "keeping/erased.html", page)


@require_safe
def record_page(request: Request, child: UUID) -> HttpResponse:
    """One record: why it is due, what holds it, what was decided, what can be done."""
    record = found(read_kept(request.viewer, child))
    if record.due is None and Section.CHRONOLOGY not in sections_for(request.viewer.roles):
        raise Http404
    log_reading(act_of(request, "log_reading"), "keeping", [child])
    page = {"record": record, "notice": request.session.pop(NOTICE, ""), "kinds": HOLDS}
    period = record.due.period if record.due else ""
    rule = next((each for each in periods(settings.VAR) if each.id == period), None)
    return render(request, "keeping/record.html", page | {"rule": rule})


@require_http_methods(["GET", "HEAD", "POST"])
def step_page(request: Request, child: UUID, step: str) -> HttpResponse:
    """One thing done about a record."""
    record = found(read_kept(request.viewer, child))
    if step not in record.steps(request.viewer):
        raise Http404
    one = STEPS[step]
    form = _form(request, one, record)
    if form.is_valid() and _done(request, child, one, form):
        request.session[NOTICE] = one.done
        return redirect("keeping:record", child)
    return render(request, "keeping/step.html", {"record": record, "step": one, "form": form})


def _form(request: Request, one: Step, record: KeptRecord) -> ActForm:
    more = {"holds": record.standing_holds} if one is STEPS["lift"] else {}
    return one.form(sent(request), viewer=request.viewer, **more)


def _done(request: Request, child: UUID, one: Step, form: ActForm) -> bool:
    if form.was_done(request.now):
        return True
    try:
        one.do(form.act("keep_record", request.now), child, form)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _titles() -> dict[str, str]:
    return {each.id: each.title for each in periods(settings.VAR)}
