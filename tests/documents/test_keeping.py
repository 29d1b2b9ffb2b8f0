"""Adding, reading, withdrawing and erasing documents: owner, colleague, outsider."""

from __future__ import annotations

import hashlib
import io
import tempfile
import tracemalloc
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from tests.casework.cast import World
from tests.casework.worlds import NOW, as_worker, system_act
from tests.documents.files import LETTER, PDF, picture
from tests.documents.papers import (
    CARE_PLAN,
    PHOTOGRAPH,
    added,
    as_superuser,
    facts,
    opened,
    photographed,
    ring,
)

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.add_document import add_document
from homeward.casework.rotate_document_keys import rotate_document_keys
from homeward.casework.withdraw_document import withdraw_document
from homeward.documents.actions import erase_documents
from homeward.documents.queries import (
    check_bytes,
    count_by_key,
    list_documents,
    papers_of_child,
    read_bytes,
    reader_of,
)
from homeward.ground.key_ring import KeyMissing
from homeward.ground.sealed_bytes import PART, BytesChanged
from homeward.rules.acts import NotFound, Refusal
from homeward.rules.documents import DocumentKind, NewDocument, Withdrawn, reads
from homeward.rules.sharing import Role

LONG = b"%PDF-" + bytes(range(256)) * 3000  # three parts


def test_a_document_comes_back_as_it_was_given(world: World) -> None:
    for content in (PDF, LETTER, LONG):
        document = added(world, world.social_worker, content=content)
        assert opened(world.coordinator, document) == content


def test_the_table_does_not_hold_the_plain_bytes(world: World) -> None:
    document = added(world, world.social_worker, content=LETTER * 20_000)
    parts = as_superuser(
        "SELECT content FROM documents_part WHERE document_id = %s ORDER BY number", document
    )
    stored = [bytes(row[0]) for row in parts]
    assert len(stored) == 1 + len(LETTER * 20_000) // PART
    assert all(b"aunt in Leeds" not in part and LETTER[:8] not in part for part in stored)


def test_adding_says_a_line_and_enters_the_ledger(world: World) -> None:
    entries = world.entries()
    document = added(world, world.home)
    (line,) = world.lines("document.added")
    stored = as_superuser("SELECT digest FROM documents_document WHERE id = %s", document)
    assert line.data == {"document": str(document), "digest": bytes(stored[0][0]).hex()}
    assert world.entries() == entries + 1
    assert hashlib.sha256(LETTER).hexdigest() != line.data["digest"]


class TestTampering:
    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE documents_part SET content = set_byte(content, 5, get_byte(content, 5) # 1)"
            " WHERE document_id = %s AND number = 1",
            "DELETE FROM documents_part WHERE document_id = %s AND number = 2",
            "UPDATE documents_document SET wrapped_key = set_byte(wrapped_key, 20, 1 # "
            "get_byte(wrapped_key, 20)) WHERE id = %s",
            "UPDATE documents_document SET size = size + 1 WHERE id = %s",
            "UPDATE documents_document SET digest = 'x' WHERE id = %s",
        ],
    )
    def test_a_changed_byte_is_refused(self, world: World, change: str) -> None:
        document = added(world, world.social_worker, content=LONG)
        check_bytes(world.social_worker, document, ring())
        as_superuser(change, document)
        with pytest.raises(BytesChanged, match="not what was stored"):
            check_bytes(world.social_worker, document, ring())

    def test_bytes_under_another_row_are_refused(self, world: World) -> None:
        one, other = (added(world, world.social_worker) for _ in range(2))
        as_superuser(
            "UPDATE documents_document d SET (key_id, wrapped_key) ="
            " (SELECT key_id, wrapped_key FROM documents_document WHERE id = %s) WHERE id = %s",
            one,
            other,
        )
        with pytest.raises(BytesChanged):
            opened(world.social_worker, other)

    def test_without_its_wrapping_key_it_says_which_is_missing(self, world: World) -> None:
        document = added(world, world.social_worker)
        as_superuser(
            "UPDATE documents_document SET key_id = '0099-00000000' WHERE id = %s", document
        )
        with pytest.raises(KeyMissing, match="The key 0099-00000000 is not in the folder"):
            opened(world.social_worker, document)


def test_memory_stays_flat_however_large_it_is(world: World) -> None:
    size = 6 * 1024 * 1024
    with tempfile.TemporaryFile() as given:
        given.write(b"%PDF-")
        given.truncate(size)
        tracemalloc.start()
        act = world.act(world.social_worker)
        document = add_document(
            act, world.child, CARE_PLAN, given, ring=ring(), largest=size, scanned=False
        )
        lengths = sum(len(piece) for piece in read_bytes(world.coordinator, document, ring()))
        check_bytes(world.coordinator, document, ring())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert lengths == size
    assert peak < size / 2


@pytest.mark.parametrize("role", list(Role))
def test_the_table_answers_each_role_as_the_rule_does(world: World, role: Role) -> None:
    kinds = {
        added(world, world.home): ("CARE_PLAN", "larkfield"),
        photographed(world, world.home): ("PHOTOGRAPH", "larkfield"),
        added(world, world.social_worker): ("CARE_PLAN", "north-yorkshire"),
        photographed(world, world.social_worker): ("PHOTOGRAPH", "north-yorkshire"),
    }
    viewer = replace(world.home, roles=frozenset({role.value}))
    with scoped(viewer):
        found = {each.id for each in list_documents(viewer, world.child, None, 9)}
        shown = papers_of_child(viewer, world.child, 9)
    by_rule = {each for each, said in kinds.items() if reads(reader_of(viewer), *said)}
    assert found == {each.id for each in shown.newest} == by_rule


class TestWho:
    def test_somebody_outside_adds_and_sees_nothing(self, world: World) -> None:
        document = added(world, world.social_worker)
        with pytest.raises(NotFound):
            added(world, world.outsider)
        with pytest.raises(NotFound):
            added(world, world.school)
        assert facts(world, document, world.outsider) is None
        assert facts(world, document, world.school) is None
        with scoped(world.outsider), connection.cursor() as cursor:
            for table in ("document", "part", "scan", "unscanned"):
                cursor.execute(f"SELECT count(*) FROM documents_{table}")
                assert cursor.fetchone() == (0,)

    def test_a_home_sees_photographs_and_what_it_gave(self, world: World) -> None:
        theirs, ours = added(world, world.social_worker), added(world, world.home)
        shown = photographed(world, world.coordinator)
        seen = {each for each in (theirs, ours, shown) if facts(world, each, world.home)}
        assert seen == {ours, shown}
        for each in (theirs, ours, shown):
            assert facts(world, each, world.coordinator)

    def test_the_newest_photograph_is_the_one_taken_last(self, world: World) -> None:
        newer = photographed(world, world.home)
        days = [date(2026, 5, 1), None]
        for day in days:
            new = NewDocument(DocumentKind.PHOTOGRAPH, "", "A friend", day, "", "As above")
            photographed(world, world.home, new)
        with scoped(world.coordinator):
            papers = papers_of_child(world.coordinator, world.child, 2)
        assert papers.photograph and papers.photograph.id == newer
        assert len(papers.newest) == 2 and papers.more


class TestRefused:
    @pytest.mark.parametrize(
        ("new", "content", "field", "sentence"),
        [
            (CARE_PLAN, b"", "file", "This file is empty"),
            (CARE_PLAN, b"MZ\x90\x00\x03", "file", "not a kind of file that can be kept"),
            (PHOTOGRAPH, LETTER, "file", "This is no picture"),
            (PHOTOGRAPH, picture()[:300], "file", "This picture cannot be read"),
            (NewDocument(DocumentKind.LETTER, " ", "Her aunt"), LETTER, "title", "a title"),
            (NewDocument(DocumentKind.LETTER, "Letter", " "), LETTER, "given_by", "who gave it"),
        ],
    )
    def test_nothing_of_it_is_kept(
        self, world: World, new: NewDocument, content: bytes, field: str, sentence: str
    ) -> None:
        written = world.written()
        with pytest.raises(Refusal, match=sentence) as refused:
            added(world, world.social_worker, new, content)
        assert refused.value.field == field
        assert world.written() == written
        assert as_superuser("SELECT count(*) FROM documents_document") == [(0,)]

    def test_a_file_that_is_too_large(self, world: World) -> None:
        act = world.act(world.social_worker)
        given = io.BytesIO(b"%PDF-" + bytes(1024 * 1024))
        with pytest.raises(Refusal, match="larger than 1 MB"):
            add_document(
                act, world.child, CARE_PLAN, given, ring=ring(), largest=1024 * 1024, scanned=False
            )


class TestWithdrawing:
    def test_it_stays_on_record_with_the_reason_and_is_shut(self, world: World) -> None:
        document = added(world, world.social_worker)
        act = world.act(world.social_worker, "It is her cousin's plan")
        withdraw_document(act, world.child, document, Withdrawn.WRONG_CHILD)
        stands = facts(world, document, world.coordinator)
        assert stands and stands.shut == "It was withdrawn and is not handed out any more."
        assert (stands.withdrawn_why, stands.withdrawn_reason) == (
            "WRONG_CHILD",
            "It is her cousin's plan",
        )
        (line,) = world.lines("document.withdrawn")
        assert (line.text, line.data["document"]) == ("It is her cousin's plan", str(document))
        with pytest.raises(Refusal, match="withdrawn before"):
            withdraw_document(act, world.child, document, Withdrawn.WRONG_CHILD)

    def test_only_its_agency_or_a_lead_with_a_reason(self, world: World) -> None:
        document = added(world, world.home)
        with pytest.raises(Refusal, match="Another agency added this"):
            withdraw_document(
                world.act(world.coordinator, "No"), world.child, document, Withdrawn.IN_ERROR
            )
        with pytest.raises(Refusal, match="Say what is wrong"):
            withdraw_document(world.act(world.home), world.child, document, Withdrawn.IN_ERROR)
        with pytest.raises(NotFound):
            withdraw_document(
                world.act(world.outsider, "No"), world.child, document, Withdrawn.IN_ERROR
            )
        withdraw_document(
            world.act(world.supervisor, "Old"), world.child, document, Withdrawn.IN_ERROR
        )

    def test_a_document_of_nobody_is_not_found(self, world: World) -> None:
        with pytest.raises(NotFound):
            withdraw_document(world.act(world.home, "No"), world.child, uuid4(), Withdrawn.IN_ERROR)


class TestErasing:
    def test_words_key_and_bytes_go_and_the_facts_stay(self, world: World) -> None:
        document = added(world, world.social_worker)
        act = world.act(world.social_worker, "Her cousin's")
        withdraw_document(act, world.child, document, Withdrawn.WRONG_CHILD)
        digest = as_superuser("SELECT digest FROM documents_document")
        with as_worker(), scoped(SYSTEM_VIEWER):
            assert erase_documents(system_act("erase", NOW + timedelta(days=1)), [world.child]) == 1
            assert erase_documents(system_act("erase"), [world.child]) == 0
        left = facts(world, document)
        assert left and left.shut.startswith("It was erased")
        assert (left.title, left.given_by, left.withdrawn_reason) == ("", "", "")
        assert (left.kind, left.added_at, left.size) == ("CARE_PLAN", NOW, len(LETTER))
        assert as_superuser("SELECT digest FROM documents_document") == digest
        assert as_superuser("SELECT count(*) FROM documents_part") == [(0,)]
        with pytest.raises(BytesChanged):
            opened(world.social_worker, document)


class TestKeys:
    def test_a_new_key_closes_all_and_changes_no_byte(self, world: World) -> None:
        documents = [added(world, world.social_worker, content=PDF) for _ in range(3)]
        before = as_superuser("SELECT id, content FROM documents_part ORDER BY id")
        keys = ring()
        newest = keys.add()
        with as_worker():
            act = system_act("rotate_document_keys")
            assert [rotate_document_keys(act, keys, 2) for _ in range(3)] == [2, 1, 0]
            with scoped(SYSTEM_VIEWER):
                assert count_by_key(SYSTEM_VIEWER) == {newest.id: 3}
        assert [opened(world.coordinator, each) for each in documents] == [PDF] * 3
        assert as_superuser("SELECT id, content FROM documents_part ORDER BY id") == before
        added(world, world.home)
        keys_used = as_superuser("SELECT DISTINCT key_id FROM documents_document")
        assert keys_used == [(newest.id,)]

    def test_the_web_can_change_nothing_that_was_kept(self, world: World) -> None:
        added(world, world.social_worker)
        for change in (
            "UPDATE documents_document SET title = 'x'",
            "UPDATE documents_part SET content = ''",
            "DELETE FROM documents_part",
            "DELETE FROM documents_unscanned",
            "UPDATE documents_scan SET outcome = 'CLEAN'",
        ):
            with (
                pytest.raises(Exception, match="permission denied"),
                scoped(world.social_worker),
                connection.cursor() as cursor,
            ):
                cursor.execute(change)
