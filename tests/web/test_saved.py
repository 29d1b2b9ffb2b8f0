"""Kept filters: one's own or the team's, the default, removed; no name ever in an address."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.casework.worlds import act_of, as_worker, partnership, person, take
from tests.web.nights import busy_night
from tests.web.visitors import MORNING, at, charged, signed_in, words

from homeward.access.queries import SYSTEM_VIEWER
from homeward.access.scope import scoped
from homeward.casework.keep_filter import MOST, keep_filter
from homeward.casework.prefer_filter import prefer_filter
from homeward.casework.remove_filter import remove_filter
from homeward.ledger.models import Entry
from homeward.lists.models import SavedFilter
from homeward.lists.queries import saved_filters
from homeward.rules.acts import NotFound, Refusal, Viewer

pytestmark = pytest.mark.django_db

ASKED = {"path": "/board/", "asked": "grade=HIGH&refresh=on&surname=Night"}


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MORNING)


@pytest.fixture
def worker() -> Viewer:
    return person(partnership()["north-yorkshire"], "SOCIAL_WORKER")


@pytest.fixture
def colleague(worker: Viewer) -> Viewer:
    return person(partnership()["north-yorkshire"], "SOCIAL_CARE_MANAGER")


def keep(client: Client, name: str = "High ones", **typed: str) -> Any:
    return client.post("/lists/keep/", ASKED | {"name": name} | typed)


def kept_on(client: Client, address: str = "/board/?all=1") -> list[str]:
    found = re.search(
        r'<nav class="hw-saved.*?</nav>', client.get(address).content.decode(), re.DOTALL
    )
    links = (
        re.findall(r'<a class="govuk-link" href="([^"]*)"[^>]*>([^<]*)<', found[0]) if found else []
    )
    return [f"{words.strip()} {href}" for href, words in links if words != "Everything"]


def test_the_present_filter_is_kept_by_its_codes_alone(worker: Viewer, tmp_path: Path) -> None:
    take(busy_night(tmp_path, 4))
    client = signed_in(worker)
    assert "Keep this filter" not in words(client.get("/board/"))
    assert "Keep this filter" in words(client.get("/board/?grade=HIGH"))
    assert keep(client).headers["Location"] == "/board/?grade=HIGH"
    assert kept_on(client) == ["High ones ?grade=HIGH"]
    assert 'aria-current="true">High ones' in client.get("/board/?grade=HIGH").content.decode()
    with scoped(worker):
        assert SavedFilter.objects.get().query == {"grade": "HIGH"}
        assert Entry.objects.filter(verb="keep_filter", person_id=worker.person).count() == 1


def test_a_default_opens_the_list_until_it_is_lifted(worker: Viewer) -> None:
    client = signed_in(worker)
    keep(client, default="yes")
    assert client.get("/board/").headers["Location"] == "/board/?grade=HIGH"
    assert client.get("/board/?all=1").status_code == 200
    with scoped(worker):
        [kept] = saved_filters(worker, "missing-now")
    client.post(f"/lists/{kept.id}/prefer/", {"path": "/board/"})
    assert client.get("/board/").status_code == 200
    client.post(f"/lists/{kept.id}/prefer/", {"path": "/board/", "default": "yes"})
    assert client.get("/board/").status_code == 302
    answer = client.post(f"/lists/{kept.id}/remove/", {"path": "/board/"})
    assert answer.headers["Location"] == "/board/?all=1"
    assert client.get("/board/").status_code == 200
    assert kept_on(client) == []


def test_the_same_name_again_replaces_it(worker: Viewer) -> None:
    client = signed_in(worker)
    keep(client)
    keep(client, asked="grade=LOW")
    assert kept_on(client) == ["High ones ?grade=LOW"]


def test_the_team_sees_what_is_shared_and_nobody_else_anything(
    worker: Viewer, colleague: Viewer
) -> None:
    keep(signed_in(worker), "Mine")
    keep(signed_in(worker), "Ours", share="yes", default="yes")
    assert kept_on(signed_in(colleague)) == ["Ours (team) ?grade=HIGH"]
    assert signed_in(colleague).get("/board/").status_code == 200
    outsider = person(partnership()["york"], "SOCIAL_WORKER")
    assert kept_on(signed_in(outsider)) == []
    for viewer, rows in ((worker, 2), (colleague, 1), (outsider, 0)):
        with scoped(viewer):
            assert SavedFilter.objects.count() == rows
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SELECT count(*) FROM lists_savedfilter")
        assert cursor.fetchone()[0] == 0


def test_nobody_changes_a_colleagues_filter(worker: Viewer, colleague: Viewer) -> None:
    keep(signed_in(worker), "Ours", share="yes")
    with scoped(colleague):
        [ours] = saved_filters(colleague, "missing-now")
        assert (ours.own, ours.is_shared) == (False, True)
    client = signed_in(colleague)
    for verb in ("prefer", "remove"):
        assert client.post(f"/lists/{ours.id}/{verb}/", {"path": "/board/"}).status_code == 404
    with pytest.raises(NotFound):
        prefer_filter(act_of(colleague, "prefer_filter"), ours.id, default=True)
    with pytest.raises(NotFound):
        remove_filter(act_of(colleague, "remove_filter"), ours.id)
    with pytest.raises(ProgrammingError), transaction.atomic(), scoped(colleague):
        SavedFilter.objects.update(name="Theirs")
    with pytest.raises(ProgrammingError), transaction.atomic(), scoped(colleague):
        SavedFilter.objects.all().delete()


def test_what_cannot_be_kept_is_refused_with_a_sentence(worker: Viewer) -> None:
    client = signed_in(worker)
    assert "Give the filter a name" in words(keep(client, " "))
    assert "Give the filter a name" in words(keep(client, "x" * 61))
    nothing = keep(client, asked="surname=Night&grade=" + "x" * 80)
    assert "there is nothing to keep" in words(nothing)
    for path in ("", "/help/", "/nowhere/", "https://evil.example/board/", "//evil.example/"):
        assert keep(client, path=path).status_code == 404
    with pytest.raises(NotFound):
        keep_filter(act_of(worker, "keep_filter"), "x", "x", {"a": "b"}, team=999_999)
    for number in range(MOST):
        keep_filter(act_of(worker, "keep_filter"), "x", f"n{number}", {"a": "b"})
    with pytest.raises(Refusal, match="Remove one first"):
        keep_filter(act_of(worker, "keep_filter"), "x", "one more", {"a": "b"})


@pytest.mark.parametrize(
    ("address", "asked"),
    [("/", "who=mine"), ("/differences/", "within=60"), ("/protocol/", "owner=police&stage=SCH")],
)
def test_other_lists_keep_filters_too(worker: Viewer, address: str, asked: str) -> None:
    client = signed_in(worker)
    assert keep(client, path=address, asked=asked).headers["Location"] == f"{address}?{asked}"
    shown = client.get(f"{address}?{asked}")
    assert "High ones" in words(shown)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{address}?{asked}")
    assert len(charged(queries)) <= 10


def test_the_worker_role_keeps_none(worker: Viewer) -> None:
    with as_worker(), scoped(SYSTEM_VIEWER), pytest.raises(PermissionError):
        keep_filter(act_of(SYSTEM_VIEWER, "keep_filter"), "x", "x", {"a": "b"})
