"""The worker has documents checked by a scanner over a real socket."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from threading import Event
from uuid import UUID

import pytest
from django.conf import settings
from tests.casework.cast import World
from tests.casework.worlds import NOW, as_worker
from tests.documents.files import EICAR, LETTER
from tests.documents.papers import CARE_PLAN, added, as_superuser, facts, opened, scanned_by
from tests.ground.scanner import listening

from homeward.access.scope import scoped
from homeward.casework.scan_documents import NotScanned
from homeward.documents.facts import DocumentFacts
from homeward.documents.queries import kept_out_since
from homeward.ground import clamd
from homeward.ground.clamd import ScannerUnavailable
from homeward.ground.sealed_bytes import BytesChanged
from homeward.jobs.papers import scan


def known(world: World, document: UUID) -> DocumentFacts:
    found = facts(world, document)
    assert found is not None
    return found


def test_it_is_kept_aside_until_the_scanner_has_seen_it(world: World) -> None:
    document = added(world, world.home, scanned=True)
    assert "opens as soon as the check is done" in known(world, document).shut
    entries = world.entries()
    with listening() as scanner:
        asked = partial(clamd.scan, scanner.address)
        assert scanned_by(asked) is True
        assert scanner.heard == [LETTER]
        assert scanned_by(asked) is False
    assert (known(world, document).check, known(world, document).shut) == ("CLEAN", "")
    assert opened(world.social_worker, document) == LETTER
    assert world.entries() == entries + 1


def test_something_harmful_is_destroyed_and_said(world: World) -> None:
    document = added(world, world.home, CARE_PLAN, b"see attached " + EICAR, scanned=True)
    entries = world.entries()
    with listening() as scanner:
        assert scanned_by(partial(clamd.scan, scanner.address))
    kept_out = known(world, document)
    assert (kept_out.check, kept_out.found) == ("INFECTED", "Eicar-Signature")
    assert "has been destroyed" in kept_out.shut
    assert as_superuser("SELECT count(*) FROM documents_part") == [(0,)]
    assert as_superuser("SELECT wrapped_key, key_id FROM documents_document") == [(None, "")]
    with pytest.raises(BytesChanged):
        opened(world.social_worker, document)
    today = NOW - timedelta(days=1)
    seen = {}
    for name in ("home", "social_worker", "outsider"):
        viewer = getattr(world, name)
        with scoped(viewer):
            seen[name] = [each.id for each in kept_out_since(viewer, today, 5)]
    assert seen == {"home": [document], "social_worker": [], "outsider": []}
    (line,) = world.lines("document.kept_out")
    assert line.data == {"document": str(document), "malware": "Eicar-Signature"}
    assert world.entries() == entries + 1


def test_while_the_scanner_is_down_all_wait_and_are_checked_later(world: World) -> None:
    document = added(world, world.home, scanned=True)
    with pytest.raises(ScannerUnavailable):
        scanned_by(partial(clamd.scan, "/nowhere/clamd.ctl"))
    assert known(world, document).shut
    with listening() as scanner:
        assert scanned_by(partial(clamd.scan, scanner.address))
    assert not known(world, document).shut


def test_one_that_is_too_large_for_the_scanner_waits_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = added(world, world.home, CARE_PLAN, LETTER * 400, scanned=True)
    small = added(world, world.home, scanned=True)
    with listening(limit=1000) as scanner, as_worker():
        monkeypatch.setattr(settings, "SCANNER", scanner.address)
        assert scan(Event()) and scan(Event())
        assert scan(Event()) is False
    assert (known(world, large).check, known(world, small).check) == ("WAITING", "CLEAN")


def test_one_that_was_tampered_with_is_no_verdict(world: World) -> None:
    document = added(world, world.home, scanned=True)
    as_superuser("UPDATE documents_part SET content = 'x'")
    with listening() as scanner, pytest.raises(NotScanned) as failed:
        scanned_by(partial(clamd.scan, scanner.address))
    assert isinstance(failed.value.__cause__, BytesChanged)
    assert known(world, document).check == "WAITING"


def test_without_a_scanner_it_opens_and_is_checked_once_there_is_one(world: World) -> None:
    document = added(world, world.home)
    assert (known(world, document).check, known(world, document).shut) == ("NOT_SCANNED", "")
    with as_worker():
        assert settings.SCANNER == ""
        assert scan(Event()) is False
    with listening() as scanner:
        assert scanned_by(partial(clamd.scan, scanner.address))
    assert known(world, document).check == "CLEAN"
