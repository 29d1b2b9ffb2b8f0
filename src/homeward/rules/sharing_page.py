"""The page for a data-protection officer: who may see what, and what opens a record to whom.

Made from the same tables that the service obeys; `tests/matrix` tries every role against them.
"""

from __future__ import annotations

from collections.abc import Iterator

from homeward.rules.sharing import EMERGENCY_HOURS, INVOLVING, MATRIX, Role, Section

HEAD = """\
# Who sees what

Made by `homeward docs write` from `rules/sharing.py`; never edited by hand.

A person sees a part of a child's record when both hold: one of their teams is involved with \
this child (second table), and their role may read that part (first table). Everything else \
answers as if the child did not exist. The tables are a local default (P): a proposal built on \
national advice on information sharing, to be decided by the partnership.

`tests/matrix` puts a mark into every part of a record and goes every way to it as every role: \
page, part of a page, form, list, count, export, file, search and error, once from a team that \
is involved and once from one that is not. PostgreSQL's own wall is tried table by table.
"""

#: What each part holds, in a few words.
HOLDS = {
    Section.STATUS: "Name, age, whether missing now",
    Section.EPISODE: "Episodes: times and who states them, search",
    Section.RISK: "Grades with their reasons, response tasks",
    Section.CHRONOLOGY: "Chronology, places named in it included",
    Section.DUTIES: "What is owed by whom until when",
    Section.PLACES: "Addresses and placements, where seen and found",
    Section.IDENTIFIERS: "Numbers: NHS, pupil, authority, police",
    Section.FAMILY: "Family, friends, household: who they are",
    Section.THIRD_PARTY: "How to reach them, what is noted of them",
    Section.SCHOOLING: "School or education route",
    Section.NEEDS: "Communication, language, identity",
    Section.HEALTH: "Disability and health needs",
    Section.PHOTOGRAPH: "Photograph",
    Section.DOCUMENTS: "Documents of every agency",
    Section.OWN_DOCUMENTS: "Documents that the reader's own agency added",
}


def sharing_page() -> str:
    """The whole page, Markdown."""
    return "\n".join([HEAD, *_matrix(), "", *_involving(), "", *_emergency(), ""])


def _matrix() -> Iterator[str]:
    yield "## Which role reads which part"
    yield ""
    yield "| role | " + " | ".join(_title(section) for section in Section) + " |"
    yield "| --- |" + " --- |" * len(Section)
    for role in Role:
        marks = ("yes" if section in MATRIX[role] else "-" for section in Section)
        yield f"| {role.words} | " + " | ".join(marks) + " |"
    yield ""
    yield "| part | holds |"
    yield "| --- | --- |"
    for section in Section:
        yield f"| {_title(section)} | {HOLDS[section]} |"


def _involving() -> Iterator[str]:
    yield "## What makes a team involved"
    yield ""
    yield "| event | teams | until | how this is known |"
    yield "| --- | --- | --- | --- |"
    for row in INVOLVING:
        teams = ", ".join(_words(kind) for kind in row.team_kinds) or "that team"
        days = row.days_after_return
        until = f"{days} days after the last return" if days else "somebody ends it"
        yield f"| {row.why} | {teams} | {until} | {row.evidence} |"


def _emergency() -> Iterator[str]:
    yield "## Emergency access"
    yield ""
    yield "Who may open a record in an emergency, with a reason, and for how many hours at most."
    yield "It is told to the record's owner at once and reviewed."
    yield ""
    yield "| role | hours |"
    yield "| --- | --- |"
    for role, hours in EMERGENCY_HOURS.items():
        yield f"| {role.words} | {hours} |"


def _title(section: Section) -> str:
    return _words(section.value).capitalize()


def _words(code: str) -> str:
    return code.replace("_", " ").lower()
