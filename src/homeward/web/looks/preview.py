"""Look as another role in a rehearsal: begin, and end with one press."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from homeward.agencies.queries import get_directory
from homeward.casework.look_as_role import end_preview, look_as_role
from homeward.rules.acts import Refusal
from homeward.rules.preview import may_preview
from homeward.rules.sharing import Role
from homeward.web.acting import act_of, sent
from homeward.web.forms.acting import ActForm
from homeward.web.request import Request


class PreviewForm(ActForm):
    """Which role in which team."""

    team = forms.TypedChoiceField(label="Team", coerce=int)
    role = forms.ChoiceField(
        label="Role", choices=[("", "Choose"), *((role.value, role.words) for role in Role)]
    )

    def __init__(self, *args: Any, teams: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["team"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Choose"), *teams]


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Request) -> HttpResponse:
    """Choose a role and a team, and see what they see."""
    if not may_preview(request.viewer, rehearsal=settings.REHEARSAL):
        raise Http404
    directory = get_directory()
    teams = [(team.id, f"{team.name}, {team.agency_name}") for team in directory.by_id.values()]
    form = PreviewForm(sent(request), viewer=request.viewer, teams=teams)
    if form.is_valid():
        said = form.cleaned_data
        act = form.act("look_as_role", request.now)
        look_as_role(act, team=said["team"], role=Role(said["role"]), rehearsal=settings.REHEARSAL)
        return redirect("/")
    return render(request, "looks/preview.html", {"form": form})


@require_POST
def end(request: Request) -> HttpResponse:
    """Be oneself again."""
    try:
        end_preview(act_of(request, "end_preview"))
    except Refusal:
        return redirect("/")
    return redirect("looks:preview")
