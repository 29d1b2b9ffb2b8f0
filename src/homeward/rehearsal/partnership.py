"""The rehearsal partnership: its agencies and teams, as fictional as its people.

The public codes of the force and of the three authorities are real, because police
downloads are routed by them; every school, home and health service is invented.
"""

from __future__ import annotations

from datetime import date, timedelta

from homeward.access.facts import NewContact, NewMembership
from homeward.access.queries import SYSTEM_VIEWER
from homeward.agencies.facts import NewAgency, NewTeam
from homeward.agencies.queries import get_directory
from homeward.casework.adopt_edition import adopt_edition
from homeward.casework.found_partnership import found_partnership
from homeward.casework.invite_person import make_person
from homeward.casework.record_contact import record_contact
from homeward.ground.editions import shipped_text
from homeward.ground.ids import new_id
from homeward.rehearsal.cast import CAST
from homeward.rules.acts import Act
from homeward.rules.protocol.catalogue import read_edition

#: The agency whose presence says that the partnership was loaded.
MARKER = "north-yorkshire-police"

AGENCIES = (
    NewAgency(MARKER, "North Yorkshire Police", "POLICE", "", "12"),
    NewAgency(
        "north-yorkshire-council",
        "North Yorkshire Council",
        "SOCIAL_CARE",
        "north-yorkshire",
        "E06000065",
    ),
    NewAgency("york-council", "City of York Council", "SOCIAL_CARE", "york", "E06000014"),
    NewAgency("leeds-council", "Leeds City Council", "SOCIAL_CARE", "leeds", "E08000035"),
    NewAgency("dale-health", "Dale and Vale Children's Health", "HEALTH"),
    NewAgency("larkfield-house", "Larkfield House", "HOME", "north-yorkshire", "SC041234"),
    NewAgency("baptiste-carers", "Foster carers J. and R. Baptiste", "HOME", "york", "SC990417"),
    NewAgency("norbeck", "Norbeck School", "SCHOOL", "north-yorkshire", "121678"),
    NewAgency("skelder", "Skelder Bridge Academy", "SCHOOL", "york", "990302"),
    NewAgency("partnership", "Safeguarding Children Partnership", "PARTNERSHIP"),
)

TEAMS = (
    NewTeam("police-missing", MARKER, "Police missing team", "POLICE_MISSING"),
    NewTeam(
        "ny-screening",
        "north-yorkshire-council",
        "Multi-agency screening team",
        "SCREENING",
        "north-yorkshire",
    ),
    NewTeam(
        "ny-social-work",
        "north-yorkshire-council",
        "Social work team, Norbeck",
        "SOCIAL_WORK",
        "north-yorkshire",
    ),
    NewTeam("emergency-duty", "north-yorkshire-council", "Emergency duty team", "EMERGENCY_DUTY"),
    NewTeam("ny-information", "north-yorkshire-council", "Information governance", "RECORD"),
    NewTeam("interviewers", "north-yorkshire-council", "Return interview team", "INTERVIEWERS"),
    NewTeam("york-screening", "york-council", "York screening team", "SCREENING", "york"),
    NewTeam("leeds-social-work", "leeds-council", "Leeds social work team", "SOCIAL_WORK", "leeds"),
    NewTeam("school-nurses", "dale-health", "0-19 nurses", "SCHOOL_NURSE"),
    NewTeam("crisis-team", "dale-health", "CAMHS crisis team", "CRISIS"),
    NewTeam(
        "larkfield", "larkfield-house", "Larkfield House", "HOME", "north-yorkshire", "SC041234"
    ),
    NewTeam("baptiste", "baptiste-carers", "Baptiste foster home", "HOME", "york", "SC990417"),
    NewTeam(
        "norbeck-school",
        "norbeck",
        "Norbeck School safeguarding",
        "SCHOOL",
        "north-yorkshire",
        "121678",
    ),
    NewTeam("skelder-bridge", "skelder", "Skelder Bridge safeguarding", "SCHOOL", "york", "990302"),
    NewTeam("panel", "partnership", "Multi-agency exploitation panel", "PANEL"),
    NewTeam("audit", "partnership", "Partnership audit", "AUDIT"),
    NewTeam("record-keepers", "partnership", "Keepers of the record", "RECORD"),
)

#: How some teams are reached: numbers and names that nobody can own. Team, phone, e-mail, hours.
CONTACTS = (
    ("police-missing", "01632 960101", "missing@rehearsal.example", "Day and night"),
    ("emergency-duty", "01632 960102", "duty@rehearsal.example", "17:00 to 08:30, weekends"),
    ("ny-screening", "01632 960103", "screening@rehearsal.example", "Mon to Fri 08:30 to 17:30"),
    ("york-screening", "01632 960104", "york@rehearsal.example", "Mon to Fri 08:30 to 17:00"),
    ("school-nurses", "01632 960105", "", "Mon to Fri 09:00 to 17:00"),
    ("larkfield", "01632 960106", "larkfield@rehearsal.example", "Day and night"),
)

OLD_EDITION = "north-yorkshire-2020"
NEW_EDITION = "north-yorkshire-current"


def found(act: Act, new_practice_on: date) -> None:
    """Agencies, teams, people and the two editions: the newer from `new_practice_on` on.

    People belong to their teams since two years before the act, so that they may act in
    the past that is told of them.
    """
    found_partnership(act, AGENCIES, TEAMS)
    since = act.at.date() - timedelta(days=730)
    for player in CAST.values():
        membership = NewMembership(player.team, player.role, since)
        make_person(act, player.email, player.name, None, [membership], rehearsal=True)
    _contacts(act)
    _adopt(act, OLD_EDITION, None)
    _adopt(act, NEW_EDITION, new_practice_on)


def _contacts(act: Act) -> None:
    teams = {team.code: team.id for team in get_directory().by_id.values()}
    for code, phone, email, hours in CONTACTS:
        own = Act(new_id(), SYSTEM_VIEWER, act.at, "record_contact")
        tried = act.at.date() - timedelta(days=30)
        record_contact(own, NewContact(teams[code], None, phone, email, hours, tried))


def _adopt(act: Act, edition: str, on: date | None) -> None:
    text = shipped_text(edition)
    day = on or read_edition(text, edition).in_force
    own = Act(new_id(), SYSTEM_VIEWER, act.at, "adopt_edition")
    adopt_edition(own, text, f"{edition}.toml", "", day)
