"""One child with a mark in every section of the record, and every way to reach them.

A mark is a word that stands nowhere else. Where a mark appears in an answer, the section was
shown; so the table of who may see what is held against what the service really answers.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from PIL import Image
from tests.casework.cast import STARTED, World, missing_child
from tests.casework.worlds import NOW

from homeward.access.scope import scoped
from homeward.casework.add_document import add_document
from homeward.casework.add_line import add_line
from homeward.casework.record_enquiry import record_enquiry
from homeward.casework.record_need import record_need
from homeward.casework.record_placement import NewPlacement, record_placement
from homeward.casework.record_schooling import NewSchooling, record_schooling
from homeward.casework.record_tie import NewRelative, NewTie, record_tie
from homeward.casework.regrade import regrade
from homeward.ground.key_ring import KeyRing
from homeward.rules.documents import DocumentKind, NewDocument
from homeward.rules.risk import Grade
from homeward.rules.sharing import Role, Section

HOUR = timedelta(hours=1)

#: The section that each mark stands in; where there are two, either shows it: the chronology
#: names the places of what it tells.
MARKS: Mapping[str, frozenset[Section]] = {
    mark: frozenset(sections)
    for mark, *sections in (
        ("Harrow", Section.STATUS),
        ("Quernmore", Section.EPISODE),
        ("Riskwold", Section.RISK),
        ("Chronthorpe", Section.CHRONOLOGY),
        ("Seenbeck", Section.PLACES, Section.CHRONOLOGY),
        ("Placegarth", Section.PLACES),
        ("9990001026", Section.IDENTIFIERS),
        ("Familby", Section.FAMILY),
        ("Thirdholme", Section.THIRD_PARTY),
        ("Schoolrigg", Section.SCHOOLING),
        ("Needcliffe", Section.NEEDS),
        ("Healthwick", Section.HEALTH),
        ("Photodale", Section.PHOTOGRAPH),
        ("Papermoor", Section.DOCUMENTS),
    )
}

TEAM_OF: Mapping[Role, str] = {
    Role.POLICE_COORDINATOR: "police",
    Role.POLICE_SUPERVISOR: "police",
    Role.HOME_MANAGER: "larkfield",
    Role.CARER: "larkfield",
    Role.SCHOOL_LEAD: "norbeck-school",
}


def team_of(role: Role) -> str:
    """A team that is involved with the child, for somebody of this role."""
    return TEAM_OF.get(role, "north-yorkshire")


@dataclass(frozen=True)
class Marked:
    """The world, and the ids under which its parts are reached."""

    world: World
    document: UUID
    photograph: UUID


def marked_child(folder: Path) -> Marked:
    """Bryony, missing since last night, with a mark in every section."""
    world = missing_child(folder, NHS_NO="9990001026", LAST_SEEN_PLACE="Seenbeck bus stop")
    worker, police = world.social_worker, world.coordinator
    with scoped(police):
        regrade(world.act(police, "Riskwold: cold night"), world.episode, grade=Grade.HIGH)
        record_enquiry(
            world.act(police),
            world.episode,
            asked_at=STARTED + HOUR,
            of_whom="Quernmore",
            method="visit",
            result="Not there.",
        )
    with scoped(worker):
        act = world.act(worker)
        add_line(act, world.child, kind="note.added", happened_at=NOW - HOUR, text="Chronthorpe")
        record_tie(
            world.act(worker),
            world.child,
            tie=NewTie("GRANDPARENT"),
            said_by="CARER",
            person=NewRelative("Ada Familby", reach="Thirdholme 0100", notes="Thirdholme"),
        )
        record_schooling(
            world.act(worker),
            world.child,
            schooling=NewSchooling("SCHOOL", school_name="Schoolrigg Academy"),
            said_by="CARER",
            since_on=NOW.date() - timedelta(days=90),
        )
        for kind, words in (("COMMUNICATION", "Needcliffe"), ("DISABILITY", "Healthwick")):
            record_need(world.act(worker), world.child, kind=kind, words=words, said_by="CARER")
        record_placement(
            world.act(worker),
            world.child,
            placement=NewPlacement("FOSTER", provider="Placegarth Fostering"),
            said_by="CARER",
            since_on=NOW.date() - timedelta(days=300),
            until_on=NOW.date() - timedelta(days=200),
        )
    with scoped(police):
        document = _kept(world, DocumentKind.LETTER, "Papermoor", b"Papermoor letter\n")
        photograph = _kept(world, DocumentKind.PHOTOGRAPH, "Photodale", _picture())
    return Marked(world, document, photograph)


def _kept(world: World, kind: DocumentKind, title: str, content: bytes) -> UUID:
    new = NewDocument(
        kind, title, given_by="mother", made_on=NOW.date(), shows=title, why_allowed="To find her"
    )
    """Added by police, so that it is nobody's own of those who look."""
    return add_document(
        world.act(world.coordinator),
        world.child,
        new,
        io.BytesIO(content),
        ring=KeyRing(settings.VAR),
        largest=2**20,
        scanned=False,
    )


def _picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 50), "grey").save(made, "PNG")
    return made.getvalue()


def addresses(marked: Marked) -> dict[str, list[str]]:
    """Every way of reading, and the addresses that go it."""
    child, episode = marked.world.child, marked.world.episode
    record, spell = f"/children/{child}/", f"/episodes/{episode}/"
    lists = ["/board/", "/lanes/open/", "/lanes/new/", "/owed/overdue/", "/owed/today/"]
    lists += ["/owed/week/", "/differences/", "/review/", "/review/decided/", "/keeping/"]
    return {
        "page": [record, spell],
        "part": [
            f"{record}documents/",
            f"{record}looked/",
            f"{record}looked/family/",
            f"{spell}settle/start/",
        ],
        "form": [
            f"{record}add-line/",
            *(f"{record}record/{part}/" for part in ("family", "placements", "schooling", "needs")),
            *(f"{spell}{verb}/" for verb in ("confirm-return", "regrade", "close", "sighting")),
        ],
        "list": [*lists, "/board/fragment/", "/people/", "/emergency/review/"],
        "count": ["/"],
        "export": [
            *(f"{each}?as=csv" for each in [*lists, record, spell]),
            "/board/?as=xlsx",
        ],
        "file": [
            f"{record}documents/{marked.document}/",
            f"{record}documents/{marked.photograph}/photograph/",
            f"{record}documents/{marked.photograph}/picture/",
        ],
        "error": [f"{record}nowhere/", f"{spell}nowhere/", f"{record}lines/999999999/"],
    }


def searches() -> list[str]:
    """What somebody may type: a name, a number, a report, a birthday, a school, a relative."""
    return ["Harrow", "9990001026", "MSPR/2026/009001", "19/04/2011", "121678", "Familby"]


def wrong_forms(marked: Marked) -> list[str]:
    """Forms that are sent empty: each comes back with what is wrong, and nothing more."""
    record, spell = f"/children/{marked.world.child}/", f"/episodes/{marked.world.episode}/"
    return [
        f"{record}add-line/",
        f"{record}record/family/",
        f"{record}documents/add/",
        f"{spell}confirm-return/",
        f"{spell}regrade/",
        f"{spell}close/",
    ]


def answers(client: Client, marked: Marked) -> Iterator[tuple[str, str, int, str]]:
    """Every way gone by this person: the way, the address, the status, what it said."""
    for way, paths in addresses(marked).items():
        for path in paths:
            yield (way, path, *_said(client.get(path)))
    for typed in searches():
        answer = client.post("/search/", {"q": typed}, follow=True)
        yield ("search", f"search: {typed}", *_said(answer))
    for path in wrong_forms(marked):
        yield ("error", f"sent empty: {path}", *_said(client.post(path, {})))


def _said(response: Any) -> tuple[int, str]:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if "spreadsheetml" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b" ".join(book.read(name) for name in book.namelist())
    if kind.startswith("image/"):
        return response.status_code, "Photodale"  # the picture itself was handed out
    return response.status_code, content.decode("utf-8", "replace")
