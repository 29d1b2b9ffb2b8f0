"""`homeward documents`: a new wrapping key for all, and the proof that none was changed."""

from __future__ import annotations

import pytest
from django.conf import settings
from tests.casework.cast import World
from tests.casework.worlds import as_worker
from tests.documents.files import PDF
from tests.documents.papers import added, as_superuser, opened, ring

from homeward.cli.answers import BadInput
from homeward.cli.papers import check, rotate
from homeward.ground.key_ring import KeyRing, file_of


def test_a_new_key_closes_all_and_names_the_files_that_nothing_needs(world: World) -> None:
    document = added(world, world.home, content=PDF)
    before = ring().newest()
    with as_worker():
        rotated = rotate()
    assert rotated.documents == 1
    assert rotated.key == ring().newest().id != before.id
    assert file_of(before.id) in rotated.older
    assert file_of(rotated.key) not in rotated.older
    assert opened(world.coordinator, document) == PDF


def test_without_an_older_key_it_says_so_and_changes_nothing(world: World) -> None:
    added(world, world.home)
    as_superuser("UPDATE documents_document SET key_id = '0099-00000000'")
    kept = as_superuser("SELECT wrapped_key FROM documents_document")
    keys = ring().names()
    with as_worker(), pytest.raises(BadInput, match="put the file document-key-0099 back"):
        rotate()
    assert as_superuser("SELECT wrapped_key FROM documents_document") == kept
    assert ring().names() == keys


def test_the_one_that_was_changed_is_named_and_the_others_are_read(world: World) -> None:
    documents = [added(world, world.home, content=PDF) for _ in range(3)]
    with as_worker():
        assert (check().documents, check().wrong) == (3, {})
    as_superuser("UPDATE documents_part SET content = 'x' WHERE document_id = %s", documents[1])
    with as_worker():
        found = check()
    assert found.documents == 3
    assert list(found.wrong) == [str(documents[1])]
    assert "changed outside this service" in found.wrong[str(documents[1])]


def test_the_first_key_is_only_made_where_something_is_closed() -> None:
    assert KeyRing(settings.VAR / "nowhere").names() == []
