"""Send what waits to be written: invitations, and word of an emergency access.

The waiting row is the outbox. It is claimed in one transaction and written to after that
one ended, so that nobody is written to twice and nothing is sent for what was rolled back.
A letter that could not be sent waits again.
"""

from __future__ import annotations

from uuid import UUID

from django.core.mail import EmailMessage

from homeward.access.people import actions
from homeward.access.people.links import link_of
from homeward.access.people.queries import address_of_team, find_person
from homeward.access.scope import scoped
from homeward.rules.acts import Act
from homeward.rules.people import INVITED_DAYS, TRIES

INVITED = """Hello {name},

you are invited to homeward, the record that agencies share when a child is missing.
Choose a password here; the link works once, for {days} days:

{link}

If you did not expect this, do nothing and tell your administrator.
"""
OPENED = """A record that your team owns was opened in an emergency by somebody who is not
involved with the child. Please look at it and say whether it was right: sign in to
homeward and open "Emergency access to review" on your desk.

This letter names nobody on purpose.
"""


def send_next(act: Act) -> bool:
    """Send one letter; whether there was one. Raises what the mail server raised."""
    return _send_invitation(act) or _tell_owner(act)


def _send_invitation(act: Act) -> bool:
    with scoped(act.viewer):
        claimed = actions.claim_invitation(act, TRIES)
        person = find_person(act.viewer, claimed[1]) if claimed else None
    if claimed is None or person is None:
        return False
    link = link_of(claimed[2], claimed[0], person.id)
    text = INVITED.format(name=person.name, days=INVITED_DAYS, link=link)
    try:
        EmailMessage("You are invited to homeward", text, to=[person.email]).send()
    except Exception:
        with scoped(act.viewer):
            actions.unclaim_invitation(act, claimed[0])
        raise
    return True


def _tell_owner(act: Act) -> bool:
    with scoped(act.viewer):
        claimed = actions.claim_emergency(act)
        team = claimed[1] if claimed else None
        address = address_of_team(act.viewer, team) if team else ""
    if claimed is None:
        return False
    if address:
        _write_to(act, claimed[0], address)
    return True


def _write_to(act: Act, emergency: UUID, address: str) -> None:
    try:
        EmailMessage("Emergency access to review", OPENED, to=[address]).send()
    except Exception:
        with scoped(act.viewer):
            actions.unclaim_emergency(act, emergency)
        raise
