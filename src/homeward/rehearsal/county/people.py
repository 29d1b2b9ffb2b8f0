"""Names, birthdays, addresses and numbers of drawn children. Nobody of this name is meant.

Postcodes lie in YO90 to YO98, which are not in use; no house, school or number is real.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from random import Random

from homeward.rehearsal.county.drawing import Drawn
from homeward.rehearsal.county.figures import Figures
from homeward.rehearsal.police_report import Subject
from homeward.rules.identifiers import nhs_check_digit

_NAMES = tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))
_ETHNICITY = (*(["W1"] * 17), "W9", "W9", "A1", "A2", "A3", "B1", "B2", "M1", "M3", "O9")
_OWN = ("E06000065", "E06000065", "E06000065", "E06000065", "E06000014")
_OTHERS = ("E08000035", "E08000032", "E08000036", "E06000001", "E08000021")
_SHORT = {
    "Abigail": "Abi",
    "Benjamin": "Ben",
    "Charlotte": "Lottie",
    "Daniel": "Danny",
    "Eleanor": "Ellie",
    "Jessica": "Jess",
    "Joshua": "Josh",
    "Matilda": "Tilly",
    "Mohammed": "Mohammad",
    "Muhammad": "Mohammed",
    "Oliver": "Ollie",
    "Samuel": "Sam",
    "Siobhán": "Shivaun",
    "Thomas": "Tom",
    "William": "Billy",
    "Zofia": "Sophie",
}
LARKFIELD = "SC041234"


def subjects(drawn: Drawn, seed: int, figures: Figures) -> list[Subject]:
    """Each drawn child as the force writes it, in the children's order.

    Of those who go missing, about one in eighty is the twin of another who does: the same
    surname, birthday and address.
    """
    found: list[Subject] = []
    gone = set(drawn.episodes.child.tolist())
    other: Subject | None = None
    homes = [name for name, _ in figures.care_settings]
    weights = [weight for _, weight in figures.care_settings]
    for number, (born, care, house) in enumerate(
        zip(
            drawn.children.born.tolist(),
            drawn.children.care.tolist(),
            drawn.children.household.tolist(),
            strict=True,
        )
    ):
        random = Random(f"{seed}:{number}")
        setting = random.choices(homes, weights)[0] if care else "HOME"
        child = _subject(random, number, drawn.first - timedelta(days=born), setting, figures)
        if setting == "CHILDRENS_HOME":
            child = _in_home(child, house)
        if number in gone and setting == "HOME":
            if other is not None and random.random() < figures.twins:
                child = _twin_of(other, child)
            other = child
        found.append(child)
    return found


def _subject(random: Random, number: int, dob: date, setting: str, figures: Figures) -> Subject:
    sex = random.choice("FM")
    other = setting != "HOME" and random.random() < figures.placed_by_other
    own = random.choice(_OWN)
    placing = random.choice(_OTHERS) if other else ""
    return Subject(
        surname=random.choice(_NAMES["surnames"]),
        forename=random.choice(_NAMES["girls"] if sex == "F" else _NAMES["boys"]),
        dob=dob,
        sex=sex,
        ethnicity="" if random.random() < figures.no_ethnicity else random.choice(_ETHNICITY),
        address=_address(random),
        postcode=_postcode(random),
        residence=setting,
        authority=own,
        school=_school(random) if random.random() < figures.has_school else "",
        placing=placing,
        child_id=f"L{number:07}" if setting != "HOME" else "",
    )


def _in_home(child: Subject, house: int) -> Subject:
    """A child of a children's home: its address and register number instead of the family's."""
    urn = LARKFIELD if house % 12 == 0 else f"SC0{420000 + house}"
    street = _NAMES["streets"][house % len(_NAMES["streets"])]
    town = _NAMES["towns"][house % len(_NAMES["towns"])]
    home = f"{street} House, {town}"
    return replace(child, address=home, postcode=_postcode(Random(house)), placement=urn)


def _twin_of(other: Subject, child: Subject) -> Subject:
    same = ("surname", "dob", "ethnicity", "address", "postcode", "authority", "school")
    return replace(child, **{name: getattr(other, name) for name in same})


def _address(random: Random) -> str:
    street, town = random.choice(_NAMES["streets"]), random.choice(_NAMES["towns"])
    return f"{random.randrange(1, 140)} {street}, {town}"


def _school(random: Random) -> str:
    return "121678" if random.random() < 0.06 else str(990_400 + random.randrange(60))


def _postcode(random: Random) -> str:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"YO9{random.randrange(9)} {random.randrange(1, 10)}" + "".join(
        random.choices(letters, k=2)
    )


def nhs_number(number: int) -> str:
    """A number with a right check digit, of a block kept for tests (999).

    Of one child in ten police know none: there only name and birthday can tell who it is.
    """
    if number % 10 == 3:
        return ""
    nine = f"999{number:06}"
    digit = nhs_check_digit(nine)
    return f"{nine}{digit}" if digit is not None else ""


def otherwise(name: str, random: Random) -> str:
    """The name as somebody else might write it: short form, or one letter slipped."""
    if name in _SHORT:
        return _SHORT[name]
    if len(name) < 5:
        return name
    place = random.randrange(1, len(name) - 2)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def a_place(random: Random) -> str:
    """Somewhere in the county."""
    return f"{random.choice(_NAMES['places'])}, {random.choice(_NAMES['towns'])}"
