"""How two records compare, in words for the review page. Names nobody."""

from __future__ import annotations

from homeward.rules.linkage import How, Level, Levels

_WORD = {
    Level.AGREE: "agrees",
    Level.NEAR: "near",
    Level.DIFFER: "differs",
    Level.MISSING: "missing",
}

_WHY = {
    How.TYPING: "a typing slip apart",
    How.SOUNDS: "sounds the same",
    How.VARIANT: "a form of the same name",
    How.OTHER_NAME: "on record as another name of the child",
    How.KNOWN_AS: "the whole name is on record as another name of the child",
    How.SWAPPED: "forename and surname change places",
    How.INITIAL: "only an initial",
    How.SHORT_FORM: "one is the beginning of the other",
    How.PART: "a part of the name is the same",
    How.DAY_MONTH: "day and month change places",
    How.ONE_DIGIT: "one digit apart",
    How.NEXT_DAY: "one day apart",
    How.STAND_IN: "one is 1 January, often a stand-in",
    How.NEW_YEAR: "but 1 January is often a stand-in",
}


def agreement_words(levels: Levels) -> tuple[tuple[str, str], ...]:
    """Per field its label and its word: `agrees`, `near (why)`, `differs`, `missing`."""
    rows = (
        ("Surname", levels.surname, levels.surname_how),
        ("Forename", levels.forename, levels.forename_how),
        ("Second forename", levels.forename2, How.NONE),
        ("Date of birth", levels.dob, levels.dob_how),
        ("Sex", levels.sex, How.NONE),
        ("Postcode", levels.postcode, How.NONE),
        ("Address", levels.address, levels.address_how),
        ("School", levels.school, How.NONE),
        ("NHS number", levels.nhs_no, How.NONE),
        ("UPN", levels.upn, How.NONE),
        ("LA child id", levels.la_child_id, How.NONE),
    )
    return tuple((label, _word(level, how)) for label, level, how in rows)


def agreement_sentence(levels: Levels) -> str:
    """All fields in one sentence, in a fixed order."""
    words = (f"{label} {word}" for label, word in agreement_words(levels))
    return "; ".join(words) + "."


def _word(level: Level, how: How) -> str:
    why = _WHY.get(how, "")
    return f"{_WORD[level]} ({why})" if why else _WORD[level]
