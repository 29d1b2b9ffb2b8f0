"""Who the children of the six cases are: family, where they live, school, what they need.

Recorded in the first days of each case by whoever would know. Everybody is invented.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from homeward.casework.record_household import record_household
from homeward.casework.record_need import record_need
from homeward.casework.record_placement import NewPlacement, record_placement
from homeward.casework.record_schooling import NewSchooling, record_schooling
from homeward.casework.record_tie import NewRelative, NewTie, record_tie
from homeward.rehearsal.story import Story

MINUTE = timedelta(minutes=1)
PARENT = {"responsibility": "YES", "lives_with": "YES", "safe": "YES"}
NORBECK = "121678"


class Recording:
    """One sitting in which one person records what is known of a child, entry by entry."""

    def __init__(self, story: Story, who: str, day: int, clock: str) -> None:
        self.story = story
        self._who = who
        self._at = story.at(day, clock)

    def _next(self) -> datetime:
        self._at += MINUTE
        return self._at

    def person(
        self,
        name: str,
        tie: NewTie,
        said_by: str,
        reach: str = "",
        notes: str = "",
        label: str = "",
    ) -> None:
        """A relative or associate."""
        self.story.record(
            self._who,
            record_tie,
            self._next(),
            label,
            tie=tie,
            said_by=said_by,
            person=NewRelative(name, reach, notes),
        )

    def child(self, ref: str, tie: NewTie, said_by: str) -> None:
        """Another child of the rehearsal, by the reference of a report on them."""
        self.story.record(
            self._who, record_tie, self._next(), tie=tie, said_by=said_by, other_child=ref
        )

    def household(self, name: str, members: str, said_by: str) -> None:
        """Who lives together; `members` are labels of people recorded before."""
        child = self.story.child
        self.story.record(
            self._who,
            record_household,
            self._next(),
            name=name,
            address=child.address,
            postcode=child.postcode,
            members=members,
            said_by=said_by,
        )

    def placement(self, placement: NewPlacement, since_on: date) -> None:
        """Where the child is placed."""
        self.story.record(
            self._who,
            record_placement,
            self._next(),
            placement=placement,
            said_by="SOCIAL_CARE",
            since_on=since_on,
        )

    def school(self, urn: str, year: int, since_on: date) -> None:
        """Which school the child goes to."""
        self.story.record(
            self._who,
            record_schooling,
            self._next(),
            schooling=NewSchooling("SCHOOL", urn, year_group=str(year)),
            said_by="SCHOOL",
            since_on=since_on,
        )

    def need(self, kind: str, words: str, said_by: str = "CHILD") -> None:
        """What the child needs others to know."""
        self.story.record(
            self._who, record_need, self._next(), kind=kind, words=words, said_by=said_by
        )


def _years_before(story: Story, years: int) -> date:
    """The first of September of the school year of the story, or of so many years before it."""
    opened = story.opened_on
    return date(opened.year - years - (opened.month < 9), 9, 1)


def of_a(story: Story) -> None:
    """Aoife: her mother and grandmother; the family moved here two years before."""
    first = Recording(story, "worker", 1, "14:00")
    first.person(
        "Niamh Brennan", NewTie("MOTHER", "Mam", **PARENT), "CHILD", "07700 900201", label="mother"
    )
    first.person(
        "Fintan Brennan",
        NewTie("SIBLING", "little brother, 8", lives_with="YES", safe="YES"),
        "PARENT",
        label="brother",
    )
    first.household("At home", "mother brother", "PARENT")
    first.school(NORBECK, 9, _years_before(story, 2))
    first.need("ETHNICITY", "Irish. Mayo Irish, if you ask.")
    later = Recording(story, "worker", 9, "11:30")
    later.person(
        "Bríd Clarke",
        NewTie("GRANDPARENT", "Nan", safe="YES"),
        "CHILD",
        "Through the girl's mother",
        "Remembers social workers when the children were small, in another county.",
    )
    later.person(
        "Declan",
        NewTie("COUSIN", "older cousin, by the river"),
        "CHILD",
        notes="Surname not known.",
    )


def of_b(story: Story) -> None:
    """Callum: his father; lads whom nobody asked about."""
    first = Recording(story, "worker", 1, "15:00")
    first.person(
        "Paul Ridsdale", NewTie("FATHER", "Dad", **PARENT), "PARENT", "07700 900214", label="father"
    )
    first.person("Kerry Holt", NewTie("MOTHER", responsibility="YES"), "PARENT", "In Hull")
    first.person(
        "“Lads from Foundry Row”",
        NewTie("ASSOCIATE", "older than he is"),
        "PARENT",
        notes="His father has seen them wait in a car. No names.",
    )
    first.household("Dad's", "father", "PARENT")
    first.school(NORBECK, 10, _years_before(story, 4))


def of_c(story: Story) -> None:
    """Michał: placed in York by Leeds; his aunt is who he wants to see."""
    first = Recording(story, "leeds", 1, "14:00")
    first.placement(
        NewPlacement(
            "FOSTER",
            "J. and R. Baptiste",
            "SC990417",
            host_la="E06000014",
            placing_la="E08000035",
            home_la="E08000035",
        ),
        _years_before(story, 1),
    )
    first.person(
        "Jacqueline Baptiste",
        NewTie("CARER", "Jackie", lives_with="YES", safe="YES"),
        "SOCIAL_CARE",
        label="carer",
    )
    first.person(
        "Beata Wróbel",
        NewTie("AUNT_UNCLE", "ciocia Beata", safe="YES"),
        "CHILD",
        "07700 900233, after five",
        "Speaks Polish; ring with an interpreter.",
    )
    first.person(
        "Dorota Wróbel",
        NewTie(
            "MOTHER",
            responsibility="YES",
            safe="NO",
            why_unsafe="Contact is arranged by Leeds alone; ring the Leeds duty line.",
        ),
        "SOCIAL_CARE",
    )
    first.household("With the Baptistes", "carer", "SOCIAL_CARE")
    first.school("990302", 8, _years_before(story, 1))
    first.need("PREFERRED_NAME", "Misiek")
    first.need("LANGUAGE", "Polish at heart, English at school")
    first.need("INTERPRETER", "Not for him. For his aunt, Polish.", "SOCIAL_CARE")


def of_d(story: Story) -> None:
    """Imogen: after her allegation somebody at home is not safe to ring."""
    first = Recording(story, "worker", 1, "15:00")
    first.person(
        "Helen Castle", NewTie("MOTHER", **PARENT), "SCHOOL", "07700 900247", label="mother"
    )
    first.school(NORBECK, 11, _years_before(story, 5))
    first.child("MSPR/2026/001187", NewTie("FRIEND", "friend from school"), "SCHOOL")
    later = Recording(story, "worker", 5, "10:00")
    later.person(
        "Martin Reeve",
        NewTie(
            "STEP_PARENT",
            responsibility="NO",
            lives_with="YES",
            safe="NO",
            why_unsafe="Named in what she said. Nobody rings him but her social worker.",
        ),
        "SOCIAL_CARE",
        label="stepfather",
    )
    later.household("Tithebarn Street", "mother stepfather", "SOCIAL_CARE")
    later.need("HEALTH", "Known to the crisis team: ring them before she is left alone.", "HEALTH")


def of_e(story: Story) -> None:
    """Seun: what a stranger must know who finds him by the water."""
    first = Recording(story, "duty", 0, "16:20")
    first.need("PREFERRED_NAME", "Seun", "PARENT")
    first.need("DISABILITY", "Learning disability. Does not know roads; follows water.", "PARENT")
    first.need(
        "COMMUNICATION", "Say his name first, then one thing at a time. Do not run.", "PARENT"
    )
    first.need("LANGUAGE", "English; a few words of Yoruba with his grandmother", "PARENT")
    later = Recording(story, "worker", 1, "11:00")
    later.person("Folake Bakare", NewTie("MOTHER", **PARENT), "PARENT", "07700 900258", label="one")
    later.person("Tunde Bakare", NewTie("FATHER", **PARENT), "PARENT", "07700 900259", label="two")
    later.person("Mama Agba", NewTie("GRANDPARENT", safe="YES", lives_with="YES"), "PARENT")
    later.household("At home", "one two", "PARENT")
    later.school(NORBECK, 7, _years_before(story, 0))


def of_f(story: Story) -> None:
    """Chloé: a placement inside the county, a sister elsewhere, an adult of concern."""
    first = Recording(story, "worker", 1, "14:00")
    first.placement(
        NewPlacement(
            "CHILDRENS_HOME",
            "Larkfield House",
            "SC041234",
            host_la="E06000065",
            placing_la="E06000065",
            home_la="E06000065",
        ),
        _years_before(story, 1),
    )
    first.person(
        "Sandrine Marchand", NewTie("MOTHER", responsibility="YES", safe="YES"), "SOCIAL_CARE"
    )
    first.person(
        "Élodie Marchand", NewTie("SIBLING", "little sister, with their nan", safe="YES"), "CHILD"
    )
    first.person(
        "“Daz”",
        NewTie(
            "ADULT_OF_CONCERN",
            "drives a blue Corsa",
            safe="NO",
            why_unsafe="Police ask that nobody rings the number.",
        ),
        "CARER",
    )
    first.school(NORBECK, 10, _years_before(story, 1))
    first.need("PRONOUNS", "she")
    first.need("ETHNICITY", "French and Guadeloupean, both")
