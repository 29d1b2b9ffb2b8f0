"""Documents on the web: who opens what, how bytes are handed out, what a page costs."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.casework.cast import World
from tests.casework.worlds import NOW, as_worker, system_act
from tests.documents.files import PDF, WORD, picture
from tests.documents.papers import (
    added,
    as_superuser,
    photographed,
    scanned_by,
)
from tests.web.records import boxes, cost, part, plain, send, token
from tests.web.visitors import at, signed_in, words

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.withdraw_document import withdraw_document
from homeward.documents.actions import erase_documents
from homeward.ground.clamd import Verdict
from homeward.ledger.models import Entry
from homeward.rules.documents import Withdrawn
from homeward.web.documents import urls


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOW)


def page_of(world: World, *parts: object) -> str:
    return "/".join(["/children", str(world.child), "documents", *map(str, parts), ""])


def file(content: bytes, name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def reading_pages(world: World) -> list[str]:
    with scoped(world.coordinator):
        rows = Entry.objects.filter(verb="log_reading").order_by("id")
        return list(rows.values_list("page", flat=True))


class TestAdding:
    def test_a_document_goes_onto_the_record_whatever_its_name(self, world: World) -> None:
        page = send(
            signed_in(world.social_worker),
            page_of(world, "add"),
            file=file(WORD, "picture.png"),
            kind="CARE_PLAN",
            title="Care plan of March",
            given_by="Her key worker",
            **boxes("made_on", NOW - timedelta(days=9), time=False),
        )
        said = words(page)
        assert "It is on the record." in said
        assert "Care plan of March , download not scanned" in said
        assert (
            "Care plan or placement plan · Made Sat 14 Nov · given by Her key worker"
            " · added by north-yorkshire, Mon 23 Nov · Word document, 1 KB"
        ) in said
        assert "no scanner for harmful content is set up here" in said

    def test_a_photograph_stands_beside_the_name_with_words_for_it(self, world: World) -> None:
        send(
            signed_in(world.home),
            page_of(world, "add-photograph"),
            file=file(picture(hidden=True), "DSC001.JPG"),
            given_by="Her mother",
            shows="Hair in a plait",
            why_allowed="Her mother agreed on 3 November",
            **boxes("made_on", NOW - timedelta(days=20), time=False),
        )
        page = signed_in(world.coordinator).get(f"/children/{world.child}/")
        html = page.content.decode()
        assert 'alt="Photograph of Bryony Harrow, taken Tue 3 Nov: Hair in a plait"' in html
        assert "Her mother agreed on 3 November" in plain(part(page, "documents"))
        src = re.search(r'src="([^"]+/picture/)"', html)
        assert src
        answer = signed_in(world.coordinator).get(src[1])
        with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as shown:
            assert shown.format == "JPEG" and not shown.getexif()

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "This file is empty."),
            (b"<html>", "This is a web page or other markup. Nothing was kept. Save it as PDF,"),
            (b"x" * (1024 * 1024 + 1), "This file is larger than 1 MB. Nothing was kept."),
        ],
    )
    def test_what_cannot_be_kept_is_said_at_the_file(
        self, world: World, monkeypatch: pytest.MonkeyPatch, content: bytes, said: str
    ) -> None:
        monkeypatch.setattr(settings, "LARGEST_DOCUMENT", 1024 * 1024)
        page = send(
            signed_in(world.social_worker),
            page_of(world, "add"),
            file=file(content),
            kind="LETTER",
            title="Letter",
            given_by="Her aunt",
        )
        assert page.status_code == 200
        assert f'href="#id_file">{said}' in page.content.decode()
        assert "up to 1 MB" in words(page)
        assert as_superuser("SELECT count(*) FROM documents_document") == [(0,)]

    def test_sent_twice_it_is_added_once(self, world: World) -> None:
        client = signed_in(world.social_worker)
        typed = {"token": token(client.get(page_of(world, "add"))), "kind": "LETTER"}
        typed |= {"title": "Letter", "given_by": "Her aunt"}
        answers = [
            client.post(page_of(world, "add"), typed | {"file": file(PDF)}) for _ in range(2)
        ]
        assert [each.status_code for each in answers] == [302, 302]
        assert as_superuser("SELECT count(*) FROM documents_document") == [(1,)]

    def test_with_a_scanner_it_is_kept_aside_first(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        added(world, world.social_worker)
        monkeypatch.setattr(settings, "SCANNER", "/run/clamd.ctl")
        client = signed_in(world.social_worker)
        page = send(
            client,
            page_of(world, "add"),
            file=file(PDF),
            kind="LETTER",
            title="Letter",
            given_by="Her aunt",
        )
        assert "opens as soon as it has been checked" in words(page)
        assert "Letter waits for its check" in words(page)
        assert "what was added before there was a scanner is checked in turn" in words(page)
        (row,) = as_superuser("SELECT id FROM documents_document WHERE title = 'Letter'")
        answer = client.get(page_of(world, row[0]))
        assert answer.status_code == 409
        assert "It has not been checked for harmful content yet." in words(answer)


class TestHandingOut:
    def test_it_is_saved_never_shown_and_never_kept_on_the_way(self, world: World) -> None:
        document = added(world, world.social_worker, content=PDF)
        answer = signed_in(world.coordinator).get(page_of(world, document))
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"] == 'attachment; filename="care-plan-2026-11-23.pdf"'
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Content-Length"] == str(len(PDF))

    def test_each_download_and_each_look_is_on_the_ledger_by_its_document(
        self, world: World
    ) -> None:
        letter, face = added(world, world.home), photographed(world, world.home)
        client = signed_in(world.coordinator)
        for address in ((letter,), (face, "photograph"), (face, "picture"), (face,), ()):
            assert client.get(page_of(world, *address)).status_code == 200
        assert reading_pages(world) == [
            f"document {letter}",
            f"photograph {face}",
            f"document {face}",
            "documents",
        ]

    def test_what_was_changed_in_the_table_is_not_handed_out(self, world: World) -> None:
        document = added(world, world.social_worker, content=PDF)
        as_superuser("UPDATE documents_part SET content = set_byte(content, 3, 0)")
        as_superuser("UPDATE documents_part SET content = set_byte(content, 4, 0)")
        answer = signed_in(world.coordinator).get(page_of(world, document))
        assert answer.status_code == 409
        assert "it was changed outside this service" in words(answer)
        assert reading_pages(world) == []

    def test_withdrawn_or_erased_it_opens_for_nobody(self, world: World) -> None:
        letter, face = added(world, world.home), photographed(world, world.home)
        for each in (letter, face):
            act = world.act(world.home, "Her cousin's")
            withdraw_document(act, world.child, each, Withdrawn.WRONG_CHILD)
        client = signed_in(world.home)
        for address in ((letter,), (face,), (face, "photograph")):
            answer = client.get(page_of(world, *address))
            assert answer.status_code == 409
            assert "It was withdrawn and is not handed out any more." in words(answer)
            assert "Care plan of March" not in words(answer)
        assert client.get(page_of(world, face, "picture")).status_code == 404
        assert "/picture/" not in client.get(f"/children/{world.child}/").content.decode()
        with as_worker(), scoped(SYSTEM_VIEWER):
            erase_documents(system_act("erase"), [world.child])
        assert "It was erased" in words(client.get(page_of(world, letter)))

    def test_only_a_photograph_is_shown_as_a_picture(self, world: World) -> None:
        document = added(world, world.social_worker, content=picture())
        client = signed_in(world.social_worker)
        for page in ("picture", "photograph"):
            assert client.get(page_of(world, document, page)).status_code == 404
        assert "attachment" in client.get(page_of(world, document))["Content-Disposition"]


class TestWithdrawing:
    def test_it_is_struck_out_with_the_reason(self, world: World) -> None:
        document = added(world, world.social_worker)
        page = send(
            signed_in(world.social_worker),
            page_of(world, document, "withdraw"),
            why="IN_ERROR",
            reason="An older plan",
        )
        assert "It is withdrawn: it stays on record and opens for nobody." in words(page)
        assert "<s>Care plan of March</s>" in page.content.decode()
        assert "Reason: An older plan (Mon 23 Nov)" in words(page)
        again = signed_in(world.social_worker).get(page_of(world, document, "withdraw"))
        assert again.status_code == 404


class TestWhoSeesWhat:
    def answers(self, world: World, viewer: Any, document: UUID) -> dict[str, int]:
        """What every address of a document answers."""
        client, found = signed_in(viewer), {}
        for each in urls.urlpatterns:
            path = str(each.pattern).replace("<uuid:document>", str(document))
            address = f"/children/{world.child}/documents/{path}"
            found[str(each.name)] = client.get(address).status_code
            if found[str(each.name)] == 404:
                assert client.post(address, {"why": "IN_ERROR"}).status_code in (404, 405)
        return found

    def test_outsider_and_school_are_told_that_no_such_page_exists(self, world: World) -> None:
        face = photographed(world, world.home)
        written = world.written()
        for viewer in (world.outsider, world.school):
            assert set(self.answers(world, viewer, face).values()) == {404}
        assert world.written() == written

    def test_police_open_everything_and_withdraw_their_own(self, world: World) -> None:
        answers = self.answers(world, world.coordinator, photographed(world, world.home))
        assert answers.pop("withdraw") == 404
        assert set(answers.values()) == {200}

    def test_a_home_opens_no_document_of_another_agency(self, world: World) -> None:
        document = added(world, world.social_worker)
        answers = self.answers(world, world.home, document)
        opened = {name for name, status in answers.items() if status == 200}
        assert opened == {"list", "add", "add_photograph"}
        assert "Care plan of March" not in words(signed_in(world.home).get(page_of(world)))

    def test_a_document_of_another_child_is_not_found_here(self, world: World) -> None:
        document = added(world, world.home)
        address = f"/children/{uuid4()}/documents/{document}/"
        assert signed_in(world.coordinator).get(address).status_code == 404


class TestCost:
    def test_three_hundred_documents_cost_what_one_costs(self, world: World) -> None:
        client, child = signed_in(world.coordinator), f"/children/{world.child}/"
        photographed(world, world.home)
        few = cost(client, page_of(world)), cost(client, child)
        document = added(world, world.home)
        said = "child_id, kind, title, given_by, shows, why_allowed, media, size, digest, agency"
        said += ", act_id, added_at, key_id, wrapped_key"
        as_superuser(
            f"INSERT INTO documents_document (id, {said}) SELECT gen_random_uuid(), {said}"
            " FROM documents_document, generate_series(1, 300) WHERE id = %s",
            document,
        )
        as_superuser(
            "INSERT INTO documents_scan (document_id, outcome, found, scanned_at, act_id)"
            " SELECT id, 'CLEAN', '', added_at, act_id FROM documents_document d WHERE NOT EXISTS"
            " (SELECT 1 FROM documents_scan s WHERE s.document_id = d.id)"
        )
        many = cost(client, page_of(world)), cost(client, child)
        assert few == many
        assert max(many) <= 10
        seen: list[str] = []
        address = page_of(world)
        while address:
            html = client.get(address).content.decode()
            seen += re.findall(r'id="document-([^"]+)"', html)
            more = re.search(r"after=([^\"&]+)", html)
            address = f"{page_of(world)}?after={more[1]}" if more else ""
        assert len(seen) == len(set(seen)) == 302
        assert "See all documents" in words(client.get(child))


class TestDesk:
    def test_what_was_kept_out_is_on_the_desk_until_it_is_withdrawn(self, world: World) -> None:
        document = added(world, world.home, scanned=True)
        scanned_by(lambda pieces: Verdict(f"Found in {len(b''.join(pieces))}"))
        said = "A document that your agency added was kept out : Bryony Harrow"
        assert said in words(signed_in(world.home).get("/"))
        assert said not in words(signed_in(world.coordinator).get("/"))
        send(
            signed_in(world.home),
            page_of(world, document, "withdraw"),
            why="IN_ERROR",
            reason="A clean copy was added",
        )
        assert said not in words(signed_in(world.home).get("/"))
