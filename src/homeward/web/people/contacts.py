"""Contacts: how every team of the partnership is reached, and when that was last tried."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from homeward.access.facts import NewContact
from homeward.access.people.queries import ContactFacts, contacts
from homeward.agencies.queries import TeamFacts, get_directory
from homeward.casework.record_contact import record_contact
from homeward.rules.acts import Refusal
from homeward.web.acting import open_to, read_id, sent
from homeward.web.people.forms import Choices, ContactForm
from homeward.web.people.reading import administers, colleagues_in, own_teams
from homeward.web.request import Request
from homeward.web.words import local

NOTICE = "notice"
#: A contact that nobody tried for so many days says so (P).
STALE_DAYS = 180


@require_safe
def contact_list(request: Request) -> HttpResponse:
    """Every team by agency, with its people, for whoever must ring at 02:00."""
    directory = get_directory()
    known: dict[int, list[ContactFacts]] = {}
    for each in contacts(request.viewer):
        known.setdefault(each.team_id, []).append(each)
    agencies: dict[str, list[tuple[TeamFacts, list[ContactFacts]]]] = {}
    for team in sorted(directory.by_id.values(), key=lambda each: (each.agency_name, each.name)):
        agencies.setdefault(team.agency_name, []).append((team, known.get(team.id, [])))
    given = {
        "agencies": agencies,
        "today": local(request.now).date(),
        "stale": STALE_DAYS,
        "may": administers(request.viewer),
        NOTICE: request.session.pop(NOTICE, ""),
    }
    return render(request, "people/contacts.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(administers)
def record(request: Request) -> HttpResponse:
    """A new word on how a team or a person of one's own agency is reached."""
    own = own_teams(request.viewer)
    people = colleagues_in(request.viewer, own, local(request.now).date())
    whose: list[tuple[object, str]] = [("", "Choose"), *((f"{t.id}:", t.name) for t in own)]
    whose += [(f"{team.id}:{each.id}", f"{each.name}, {team.name}") for team, each in people]
    choices: dict[str, Choices] = {"whose": whose}
    form = ContactForm(sent(request), viewer=request.viewer, choices=choices)
    if form.is_valid() and _recorded(request, form):
        request.session[NOTICE] = "The contact is on record."
        return redirect("people:contacts")
    return render(request, "people/form.html", {"form": form, "title": "Record a contact"})


def _recorded(request: Request, form: ContactForm) -> bool:
    said = form.cleaned_data
    team, _, person = said["whose"].partition(":")
    colleague: UUID | None = read_id(person)
    new = NewContact(
        int(team),
        colleague,
        said["phone"].strip(),
        said["email"],
        said["hours"].strip(),
        said["verified_on"],
    )
    try:
        record_contact(form.act("record_contact", request.now), new)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True
