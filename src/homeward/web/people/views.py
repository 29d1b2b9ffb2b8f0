"""People of an agency: the list, inviting, one person, roles, the invited person's first step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from homeward.access.people.links import link_of, read_link
from homeward.access.people.queries import RoleFacts, open_work
from homeward.casework.change_role import change_role, give_role
from homeward.casework.invite import Invited, Made, invite, send_again, withdraw_invitation
from homeward.rules.acts import Refusal
from homeward.rules.sharing import Role
from homeward.web.acting import found, open_to, read_id, sent
from homeward.web.forms.acting import ActForm
from homeward.web.people.entering import enter_invited
from homeward.web.people.forms import InviteForm, PasswordForm, RoleForm
from homeward.web.people.reading import (
    administers,
    own_teams,
    read_people,
    read_person,
    team_choices,
)
from homeward.web.request import Request
from homeward.web.words import local

NOTICE, LINK = "notice", "invitation"


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(administers)
def people(request: Request) -> HttpResponse:
    """Everybody of the agency, by name, paged by key. What is searched for is in no address."""
    text = request.POST.get("q", "").strip()[:100]
    after = read_id(request.GET.get("after", ""))
    lines, more = read_people(request.viewer, text, after, local(request.now).date())
    given = {
        "lines": lines,
        "more": more,
        "next_key": lines[-1].person.id if more and not text else None,
        "q": text,
        "roles": Role,
    }
    return render(request, "people/list.html", given | _told(request))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(administers)
def invite_page(request: Request) -> HttpResponse:
    """Invite somebody new."""
    choices = {"team": team_choices(own_teams(request.viewer))}
    form = InviteForm(sent(request), viewer=request.viewer, choices=choices)
    if form.is_valid():
        said = form.cleaned_data
        wanted = Invited(
            said["email"], said["name"], said["team"], Role(said["role"]), said["until_on"]
        )
        try:
            made = invite(form.act("invite", request.now), wanted, _site(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _show_link(request, made)
            return redirect("people:list")
    return render(request, "people/form.html", {"form": form, "title": "Invite a person"})


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")


def _show_link(request: Request, made: Made) -> None:
    """Without a mail server the administrator hands the link over; else it is on its way."""
    request.session[NOTICE] = "The invitation is on its way. The link works once, for 7 days."
    if not settings.SENDS_MAIL:
        request.session[NOTICE] = "No letter is sent from here: hand the link over yourself."
        request.session[LINK] = link_of(_site(request), made.id, made.person_id)


@require_safe
@open_to(administers)
def person_page(request: Request, person: UUID) -> HttpResponse:
    """One person: roles, invitation, what is open, what can be done."""
    record = found(read_person(request.viewer, person))
    given = {
        "record": record,
        "today": local(request.now).date(),
        "roles": Role,
        "undone": open_work(request.viewer, person),
        "agency": request.viewer.agency,
        "form": ActForm(viewer=request.viewer),
    }
    return render(request, "people/person.html", given | _told(request))


@require_POST
@open_to(administers)
def invitation(request: Request, person: UUID) -> HttpResponse:
    """Send the invitation again, or withdraw it."""
    found(read_person(request.viewer, person))
    form = ActForm(request.POST, viewer=request.viewer)
    if form.is_valid():
        try:
            if request.POST.get("do") == "withdraw":
                withdraw_invitation(form.act("withdraw_invitation", request.now), person)
                request.session[NOTICE] = "The invitation is withdrawn. Its link opens nothing."
            else:
                act = form.act("send_again", request.now)
                _show_link(request, send_again(act, person, _site(request)))
        except Refusal as refusal:
            request.session[NOTICE] = refusal.sentence
    return redirect("people:person", person)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(administers)
def new_role(request: Request, person: UUID) -> HttpResponse:
    """Give another role."""
    return _role_page(request, person, None)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(administers)
def role(request: Request, person: UUID, held: int) -> HttpResponse:
    """Change a role: another team, another role, another end."""
    record = found(read_person(request.viewer, person))
    old = found(record.held(held))
    if old.agency != request.viewer.agency:
        raise Http404
    return _role_page(request, person, old)


def _role_page(request: Request, person: UUID, old: RoleFacts | None) -> HttpResponse:
    record = found(read_person(request.viewer, person))
    begun = {"team": old.team_id, "role": old.role, "until_on": old.until_on} if old else {}
    choices = {"team": team_choices(own_teams(request.viewer))}
    form = RoleForm(sent(request), viewer=request.viewer, choices=choices, initial=begun)
    if form.is_valid():
        try:
            _change(request, form, person, old)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session[NOTICE] = "The roles are changed. Open work stayed with its team."
            return redirect("people:person", person)
    given = {"form": form, "record": record, "old": old}
    return render(request, "people/role.html", given)


def _change(request: Request, form: RoleForm, person: UUID, old: RoleFacts | None) -> None:
    said = form.cleaned_data
    wanted: dict[str, Any] = {"team": said["team"], "role": Role(said["role"])}
    if old is None:
        give_role(form.act("give_role", request.now), person, until_on=said["until_on"], **wanted)
    else:
        act = form.act("change_role", request.now)
        change_role(act, person, old.id, until_on=said["until_on"], **wanted)


def _told(request: Request) -> dict[str, str]:
    return {name: request.session.pop(name, "") for name in (NOTICE, LINK)}


@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person chooses a password. Nobody is signed in yet."""
    named = read_link(token)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    refused = ""
    if form.is_valid():
        try:
            enter_invited(named, form.cleaned_data["password"])
            return redirect(settings.LOGIN_URL)
        except Refusal as refusal:
            refused = "" if refusal.field else refusal.sentence
            if refusal.field:
                form.add_error(refusal.field, refusal.sentence)
    given = {"form": form, "refused": refused}
    return render(request, "people/invited.html", given, status=400 if refused else 200)
