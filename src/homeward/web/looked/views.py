"""Who looked at a child's record: for colleagues, and in plain words for the family."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from homeward.casework.log_reading import log_reading
from homeward.web.acting import act_of, found
from homeward.web.forms.plain import PlainForm
from homeward.web.keys import read_row_key, write_row_key
from homeward.web.looked.present import family_lines, lines
from homeward.web.looked.reading import PAGE, find_child, read_looked
from homeward.web.request import Request
from homeward.web.words import LOCAL, local

#: The version for the family: how far back, and how many entries at most it counts.
DAYS = (28, 90, 365)
MOST = 2000


@require_safe
def looked(request: Request, child: UUID) -> HttpResponse:
    """Every reading and every act with this child in it, newest first, paged by key."""
    facts = found(find_child(request.viewer, child))
    after = read_row_key(request.GET.get("after", ""))
    only = request.GET.get("show") == "people"
    page = read_looked(request.viewer, facts, after, PAGE + 1, people=only)
    last = page.traces[PAGE - 1] if page.traces[PAGE:] else None
    log_reading(act_of(request, "log_reading"), "looked", [child])
    given = {
        "child": facts,
        "lines": lines(page, PAGE),
        "only": only,
        "next_key": write_row_key(last.at, last.id) if last else None,
        "first_page": after is None,
    }
    return render(request, "looked/list.html", given)


class FamilyForm(PlainForm):
    """How far back, and whether names of workers are printed."""

    days = forms.TypedChoiceField(
        label="How far back?",
        choices=[(28, "4 weeks"), (90, "3 months"), (365, "a year")],
        coerce=int,
        required=False,
    )
    names = forms.BooleanField(label="Print the names of workers too", required=False)


@require_safe
def for_the_family(request: Request, child: UUID) -> HttpResponse:
    """Which agencies looked, day by day, in plain words, to be read through and printed."""
    facts = found(find_child(request.viewer, child))
    form = FamilyForm(request.GET)
    days = int(form.cleaned_data["days"] or DAYS[0]) if form.is_valid() else DAYS[0]
    first = local(request.now).date() - timedelta(days=days - 1)
    since = datetime.combine(first, time.min, LOCAL)
    page = read_looked(request.viewer, facts, None, MOST + 1, since, people=True)
    log_reading(act_of(request, "log_reading"), "looked family", [child])
    given = {
        "child": facts,
        "form": form,
        "lines": family_lines(page),
        "first": first,
        "names": bool(form.cleaned_data.get("names")),
        "cut": len(page.traces) > MOST,
        "most": MOST,
    }
    return render(request, "looked/family.html", given)
