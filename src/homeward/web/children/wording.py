"""How a line of the chronology reads: its title, who says so, why it no longer stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from homeward.agencies.queries import Directory
from homeward.chronology.facts import ERROR, LineFacts
from homeward.rules.clocks import CLOCK_WORDS, LINE_KINDS, SOURCE_WORDS, Clock, Source
from homeward.rules.family import TIES
from homeward.rules.lines import KINDS
from homeward.rules.living import ROUTES
from homeward.rules.needs import NEEDS
from homeward.rules.reports import TRACE_CHECKS
from homeward.rules.risk import grade_of

CLAIM = "clock.claimed"

SETTING_WORDS: Mapping[str, str] = {
    "HOME": "at home with family",
    "FOSTER": "foster care",
    "CHILDRENS_HOME": "children's home",
    "SUPPORTED": "supported accommodation",
    "HOSPITAL": "hospital",
    "SCHOOL": "residential school",
    "OTHER": "lives somewhere else",
}

#: Codes of the download's column FLAGS, in words.
FLAG_WORDS: Mapping[str, str] = {
    "CSE": "child sexual exploitation",
    "CCE": "child criminal exploitation",
    "COUNTY_LINES": "county lines",
    "MENTAL_HEALTH": "mental health",
    "SUBSTANCE": "alcohol or other substances",
    "PREPLANNED_BAG": "a bag was packed",
}
FOUND_WORDS: Mapping[str, str] = {
    "SELF": "Came back alone",
    "POLICE": "Found by police",
    "CARER": "Found by parent or carer",
    "PUBLIC": "Found by a member of the public",
    "OTHER_AGENCY": "Found by another agency",
}


def code_words(code: str) -> str:
    """A code nobody has words for, written as words."""
    return code.replace("_", " ").lower()


def flag_words(code: str) -> str:
    """What a flag of the police download says."""
    return FLAG_WORDS.get(code) or code_words(code)


@dataclass(frozen=True, slots=True)
class Names:
    """The names that lines need: agencies by code, teams by id, people by id."""

    agencies: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[UUID, str] = field(default_factory=dict)

    @classmethod
    def of(cls, directory: Directory, people: Mapping[UUID, str]) -> Names:
        """From the directory and the people who wrote."""
        teams = directory.by_id.values()
        return cls(
            {team.agency: team.agency_name for team in teams},
            {team.id: team.name for team in teams},
            people,
        )

    def agency(self, code: str) -> str:
        """An agency's name; its code where the directory does not know it."""
        return self.agencies.get(code, code)

    def person(self, person: UUID | None) -> str:
        """A colleague's name, blank for the system."""
        return self.people.get(person, "") if person else ""


def kind_words(kind: str) -> str:
    """The words of a kind of line."""
    known = KINDS.get(kind)
    return known.title if known else code_words(kind.replace(".", " "))


def title_of(line: LineFacts, names: Names) -> str:
    """What happened, in a few words, with what the line itself says."""
    if line.kind == CLAIM:
        return _claim_title(line.data)
    detail = _DETAILS.get(line.kind)
    said = detail(line.data, names) if detail else ""
    title = kind_words(line.kind)
    return f"{title}: {said}" if said else title


def _claim_title(data: Mapping[str, Any]) -> str:
    title = kind_words(LINE_KINDS[Clock(data["clock"])])
    return f"{title}, {data['place']}" if data.get("place") else title


def grade_words(code: str) -> str:
    """A grade in words; police codes that mean no grade are shown as they came."""
    grade = grade_of(code)
    return grade.words if grade else code_words(code)


def _police_grade(data: Mapping[str, Any], names: Names) -> str:
    first, now = str(data.get("initial", "")), str(data.get("current", ""))
    if first and now and first != now:
        return f"{grade_words(first)}, then {grade_words(now)}"
    return grade_words(first or now)


def _grade(data: Mapping[str, Any], names: Names) -> str:
    return grade_words(str(data.get("grade", "")))


def _sighting(data: Mapping[str, Any], names: Names) -> str:
    seen_by = f"seen by {data['seen_by']}" if data.get("seen_by") else ""
    return ", ".join(each for each in (data.get("place", ""), seen_by) if each)


def _enquiry(data: Mapping[str, Any], names: Names) -> str:
    method = f"({code_words(str(data['method']))})" if data.get("method") else ""
    asked = " ".join(str(each) for each in (data.get("of_whom", ""), method) if each)
    result = code_words(str(data.get("result", "")))
    return f"{asked}, {result}" if result else asked


def _class(data: Mapping[str, Any], names: Names) -> str:
    return code_words(str(data.get("to") or data.get("report_class") or ""))


def _check(data: Mapping[str, Any], names: Names) -> str:
    known = {check.code: check.words for check in TRACE_CHECKS}
    code = str(data.get("check", ""))
    said = known.get(code) or code_words(code)
    return f"{said}, by {data['who']}" if data.get("who") else said


def _team(data: Mapping[str, Any], names: Names) -> str:
    return names.teams.get(int(data.get("team") or 0), "")


def _settled(data: Mapping[str, Any], names: Names) -> str:
    return CLOCK_WORDS[Clock(data["clock"])]


def _words_in(known: Mapping[str, str], name: str) -> Callable[[Mapping[str, Any], Names], str]:
    """A detail that says a stored code in words; blank where a line does not say it."""

    def said(data: Mapping[str, Any], names: Names) -> str:
        code = str(data.get(name, ""))
        return known.get(code) or code_words(code)

    return said


_DETAILS = {
    "family.recorded": _words_in({code: tie.words for code, tie in TIES.items()}, "kind"),
    "need.recorded": _words_in({code: need.words for code, need in NEEDS.items()}, "kind"),
    "schooling.recorded": _words_in(ROUTES, "route"),
    "placement.made": _words_in(SETTING_WORDS, "setting"),
    "risk.claimed": _police_grade,
    "risk.graded": _grade,
    "risk.reviewed": _grade,
    "sighting.recorded": _sighting,
    "enquiry.recorded": _enquiry,
    "report.classed": _class,
    "report.reclassified": _class,
    "trace_check.recorded": _check,
    "ownership.taken": _team,
    "worker.allocated": _team,
    "clock.settled": _settled,
}


def source_of(line: LineFacts, names: Names) -> str:
    """Who or what said it: the source of a claim, the file's version, the person who wrote."""
    data = line.data
    parts = []
    if data.get("source") in Source.__members__:
        parts.append(SOURCE_WORDS[Source(data["source"])])
    if data.get("version"):
        parts.append(f"version {data['version']}")
    written = names.person(line.person_id)
    if written:
        parts.append(f"written by {written}")
    return ", ".join(parts)


def place_in_file(data: Mapping[str, Any]) -> str:
    """Where in which file a claim of the download stands; blank for any other."""
    if not data.get("file"):
        return ""
    words = f"{data['file']}, row {data['row']}, version {data['version']}"
    return f"{words}, column {data['column']}" if data.get("column") else words


def why_gone(by: LineFacts, names: Names) -> str:
    """Why a line no longer stands, from the line that took its place."""
    who = names.person(by.person_id) or names.agency(by.agency)
    what = "Entered in error" if by.kind == ERROR else "Replaced"
    reason = by.text if by.kind == ERROR else str(by.data.get("corrected", ""))
    said = f"{what}, says {who}" if who else what
    return f"{said}: {reason}" if reason else f"{said}."
