"""Record how a team, or a person in it, is reached, and when that was last tried."""

from __future__ import annotations

from homeward.access.facts import NewContact
from homeward.access.people.actions import add_contact
from homeward.access.people.queries import get_person, roles_held
from homeward.access.scope import scoped
from homeward.agencies.queries import get_directory
from homeward.casework.transaction import demand
from homeward.ledger.actions import enter
from homeward.rules.acts import Act, NotFound, Refusal
from homeward.rules.clocks import LONDON
from homeward.rules.people import may_administer_agency


def record_contact(act: Act, contact: NewContact) -> None:
    """The newest word counts; what was said before stays. Refused without any way to reach."""
    today = act.at.astimezone(LONDON).date()
    if not (contact.phone.strip() or contact.email.strip()):
        raise Refusal("Give a phone number or an e-mail address.", code="needed", field="phone")
    if contact.verified_on > today:
        raise Refusal("That day has not come yet.", code="future", field="verified_on")
    with scoped(act.viewer):
        team = get_directory().by_id.get(contact.team)
        demand(may_administer_agency(act.viewer, team.agency if team else ""), "team")
        if contact.person is not None:
            held = roles_held(act.viewer, [contact.person])
            if get_person(act.viewer, contact.person) is None or not any(
                each.team_id == contact.team and each.runs(today) for each in held
            ):
                raise NotFound
        add_contact(act, contact)
        enter(act, [], contact.person)
