"""The people of the rehearsal partnership: twelve personas, and those who act beside them.

All of them are invented. They sign in by a button, which exists in rehearsal mode alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from homeward.rules.sharing import Role


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody in the cast: a short key for the cases, name, role, and the team's code."""

    key: str
    name: str
    role: Role
    team: str

    @property
    def email(self) -> str:
        """The address under which the person is known: the key at a name that no one can own."""
        return f"{self.key}@rehearsal.example"


#: The personas of practice, in the order in which they stand there.
PERSONAS = (
    Player("coordinator", "Marta Holroyd", Role.POLICE_COORDINATOR, "police-missing"),
    Player("duty", "Temitope Adeyemi", Role.SOCIAL_WORKER, "ny-screening"),
    Player("night", "Gareth Pryce-Llewellyn", Role.EMERGENCY_DUTY, "emergency-duty"),
    Player("interviewer", "Siân Wardle", Role.INTERVIEWER, "interviewers"),
    Player("home", "Declan Ó Briain", Role.HOME_MANAGER, "larkfield"),
    Player("carer", "Jacqueline Baptiste", Role.CARER, "baptiste"),
    Player("school", "Harpreet Dhillon", Role.SCHOOL_LEAD, "norbeck-school"),
    Player("nurse", "Agnieszka Wójcik", Role.NURSE, "school-nurses"),
    Player("crisis", "Yusuf Rahmani", Role.CRISIS_PRACTITIONER, "crisis-team"),
    Player("panel", "Lorna Fairweather", Role.PANEL_COORDINATOR, "panel"),
    Player("audit", "Chidi Okonjo", Role.AUDIT_LEAD, "audit"),
    Player("scrutineer", "Eleri Vaughan", Role.SCRUTINEER, "audit"),
)

#: Colleagues without whom the cases could not be told.
COLLEAGUES = (
    Player("supervisor", "Rashid Malik", Role.POLICE_SUPERVISOR, "police-missing"),
    Player("worker", "Ffion Metcalfe", Role.SOCIAL_WORKER, "ny-social-work"),
    Player("manager", "Ruth Oyelaran", Role.SOCIAL_CARE_MANAGER, "ny-social-work"),
    Player("york", "Noor Haddad", Role.SOCIAL_WORKER, "york-screening"),
    Player("leeds", "Kwabena Asante", Role.SOCIAL_WORKER, "leeds-social-work"),
    Player("academy", "Tomasz Zieliński", Role.SCHOOL_LEAD, "skelder-bridge"),
    Player("keeper", "Ingrid Sørensen", Role.DATA_STEWARD, "record-keepers"),
    Player("second-keeper", "Hamish Blackwood", Role.DATA_STEWARD, "record-keepers"),
    Player("administrator", "Pauline Lister", Role.ADMINISTRATOR, "record-keepers"),
    Player("council", "Anthony Mbeki-Ross", Role.ADMINISTRATOR, "ny-information"),
    Player("protection", "Bronwen Achebe", Role.DATA_PROTECTION, "ny-information"),
)

CAST: Mapping[str, Player] = MappingProxyType(
    {player.key: player for player in PERSONAS + COLLEAGUES}
)

#: What each role faces on a Monday morning, one line for the sign-in page.
MONDAYS: Mapping[Role, str] = MappingProxyType(
    {
        Role.POLICE_COORDINATOR: "The weekend's episodes: who is still out, which start times"
        " need a second look, what the download brought.",
        Role.POLICE_SUPERVISOR: "Grades to review, and the ones that police gave below the floor"
        " for a child.",
        Role.SOCIAL_WORKER: "The weekend's notices: who is new, who is still missing, what must"
        " be decided today.",
        Role.SOCIAL_CARE_MANAGER: "Which episodes need a manager's oversight, and what is owed"
        " by the team.",
        Role.EMERGENCY_DUTY: "Seven o'clock: hand over who is still out and what only the day"
        " staff can do.",
        Role.INTERVIEWER: "Six visits to plan by the hours that are left.",
        Role.HOME_MANAGER: "The night log: who is out, who is back, which interviews have not"
        " come back to the home.",
        Role.CARER: "The child came back at three and school starts at nine: whom to ring, what"
        " to tell.",
        Role.SCHOOL_LEAD: "A pupil was missing on Sunday. Is she in class?",
        Role.NURSE: "A pupil who was missing comes to the drop-in.",
        Role.CRISIS_PRACTITIONER: "The weekend's crises, and who of them was missing as well.",
        Role.PANEL_COORDINATOR: "The panel meets on Thursday: whom to list, what was recorded"
        " where.",
        Role.AUDIT_LEAD: "The audit day is in two weeks and three agencies are late.",
        Role.SCRUTINEER: "The lead partners ask one thing: is it better?",
        Role.DATA_STEWARD: "Rows of the police download that wait for a person to decide.",
        Role.ADMINISTRATOR: "Who joined, who left, and who still holds a role they no longer need.",
        Role.DATA_PROTECTION: "Which records were opened in an emergency, and which readings ask"
        " for a second look.",
    }
)
