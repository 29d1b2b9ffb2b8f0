"""The shell of every page, the macros that pages are made of, and the error pages.

Nothing here touches the database: that error pages come up without one is part of it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.management import call_command
from django.http import QueryDict
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import include, path
from django.views.decorators.http import require_POST

import homeward.web
from homeward.web.environment import with_query
from homeward.web.pages import views

NOW = datetime(2026, 11, 22, 23, 10, tzinfo=UTC)
WEB = Path(homeward.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
PLAIN_FILES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
NO_SESSION = [
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]


@require_POST
def broken(request: Any) -> None:
    """A view that fails, to see what a person is then told."""
    raise RuntimeError("the database went away")


urlpatterns = [path("", include("homeward.config.urls")), path("broken/", broken)]
handler404 = views.not_found
handler500 = views.failed


@pytest.fixture(autouse=True)
def plain_pages(settings: Any) -> None:
    """Pages on their own: this module's addresses, unhashed files, no session."""
    settings.ROOT_URLCONF = __name__
    settings.STORAGES = {**settings.STORAGES, **PLAIN_FILES}
    settings.MIDDLEWARE = NO_SESSION


def drawn(source: str, **context: object) -> str:
    """Return a template given as text, drawn with a context."""
    return engines["jinja2"].from_string(source).render(context)


def words_of(html: str) -> str:
    """Return the words that a reader sees, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(" ,", ",").strip()


class NameForm(forms.Form):
    """The smallest form."""

    name = forms.CharField()


class TestEveryPage:
    def test_a_person_without_roles_sees_no_links_of_others(self) -> None:
        page = drawn('{% extends "layout.html" %}')
        assert "govuk-service-navigation" not in page
        assert "Sign out" not in page
        assert "Exercise" not in page

    def test_links_person_and_exercise_are_shown_when_given(self) -> None:
        page = drawn(
            '{% extends "layout.html" %}',
            navigation=[("Desk", "/", False), ("Board", "/board/", True)],
            signed_in=SimpleNamespace(name="Sam Reed", agency="North Yorkshire Police"),
            sign_out_url="/sign-out/",
            rehearsal=True,
        )
        assert re.search(r'href="/board/"\s+aria-current="page"', page)
        assert 'method="post" action="/sign-out/"' in page
        assert "Exercise: everyone here is invented" in words_of(page)

    def test_the_title_says_when_a_form_was_not_taken(self) -> None:
        source = '{% extends "layout.html" %}{% block title %}Report{% endblock %}'
        assert "<title>Error: Report - homeward</title>" in drawn(
            source, form=NameForm(QueryDict("name="))
        )
        assert "<title>Report - homeward</title>" in drawn(source, form=NameForm())

    def test_without_scripts_a_viewer_may_have_the_page_reload_itself(self) -> None:
        page = drawn('{% extends "layout.html" %}', refresh_seconds=30)
        assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in page
        assert "http-equiv" not in drawn('{% extends "layout.html" %}')

    def test_a_page_that_knows_the_time_says_the_year_of_an_old_moment(self) -> None:
        old = datetime(2024, 11, 22, 23, 10, tzinfo=UTC)
        assert drawn("{{ at | when }}", at=old, now=NOW) == "Fri 22 Nov 2024, 23:10"
        assert drawn("{{ at | day }}", at=old, now=NOW) == "Fri 22 Nov 2024"
        assert drawn("{{ at | when }}", at=old) == "Fri 22 Nov, 23:10"

    def test_every_file_that_the_shell_names_is_there(self) -> None:
        named = re.findall(r'"/static/([^"]+)"', drawn('{% extends "layout.html" %}'))
        assert len(named) >= 6
        assert [file for file in named if not (WEB / "static" / file).is_file()] == []

    @pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.name))
    def test_no_template_holds_a_script_a_style_or_an_outside_address(self, template: Path) -> None:
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
        assert not re.search(r"<script(?![^>]*\ssrc=)", text)
        assert not re.search(r"(src|href|action)=[\"']?(https?:)?//", text)

    @pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.name))
    def test_every_template_compiles(self, template: Path) -> None:
        name = template.relative_to(WEB / "templates").as_posix()
        assert engines["jinja2"].get_template(name).template.name == name


class TestServedFiles:
    def test_neither_typeface_nor_crown_nor_outside_address_is_served(self) -> None:
        sheets = list((WEB / "static").rglob("*.css"))
        assert {"govuk-frontend.min.css", "moj-frontend.min.css", "homeward.css"} <= {
            sheet.name for sheet in sheets
        }
        for sheet in sheets:
            text = sheet.read_text(encoding="utf-8")
            assert not re.search(
                r"GDS Transport|@font-face|url\([^)]*cr(est|own)|url\(\W*(https?:)?//", text
            )
        assert not [
            file for file in (WEB / "static").rglob("*") if file.suffix in (".woff", ".woff2")
        ]

    def test_every_image_named_in_a_style_sheet_is_there(self) -> None:
        for sheet in (WEB / "static").rglob("*.css"):
            for image in re.findall(r"url\(([^)]+)\)", sheet.read_text(encoding="utf-8")):
                assert (sheet.parent / image).is_file(), image

    def test_they_can_be_served_under_hashed_names(self, settings: Any, tmp_path: Path) -> None:
        hashed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
        settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": hashed}}
        settings.STATIC_ROOT = tmp_path
        settings.STATICFILES_DIRS = [WEB / "static"]
        call_command("collectstatic", interactive=False, verbosity=0)
        page = drawn('{% extends "layout.html" %}')
        named = re.findall(r'"/static/([^"]+)"', page)
        assert re.search(r"js/init\.[0-9a-f]{12}\.js", page)
        assert [file for file in named if not (tmp_path / file).is_file()] == []

    def test_the_licences_and_versions_lie_beside_them(self) -> None:
        vendor = WEB / "static" / "vendor"
        versions = (vendor / "VERSIONS").read_text(encoding="utf-8")
        assert "govuk-frontend 6." in versions
        for notice in ("LICENSE-govuk-frontend.txt", "LICENSE-moj-frontend.txt"):
            assert "Permission is hereby granted" in (vendor / notice).read_text(encoding="utf-8")


class TestMacros:
    ROW = (
        '{% from "components/duties.html" import duty_row %}'
        '{{ duty_row("Tell the school", due, now, owner="Night team", verdict=verdict, at=now) }}'
    )

    @pytest.mark.parametrize(
        ("hours", "verdict", "said"),
        [
            (3, "RUNNING", "due in 3 h Mon 23 Nov, 02:10"),
            (-4, "RUNNING", "4 h over Sun 22 Nov, 19:10"),
            (-4, "LATE", "met late, 4 h over Sun 22 Nov, 23:10"),
            (3, "MET", "met Sun 22 Nov, 23:10"),
            (3, "EXCUSED", "not needed"),
        ],
    )
    def test_a_duty_says_how_it_stands_in_words(self, hours: int, verdict: str, said: str) -> None:
        html = drawn(self.ROW, due=NOW + timedelta(hours=hours), now=NOW, verdict=verdict)
        assert words_of(html).startswith(f"{said} Tell the school")
        assert ("hw-duty--over" in html) == (said.startswith("4 h over"))

    def test_a_grade_is_said_in_words(self) -> None:
        source = '{% from "components/tag.html" import grade %}{{ grade(code) }}'
        assert words_of(drawn(source, code="HIGH")) == "High risk"
        assert words_of(drawn(source, code="VERY_LOW")) == "Very low risk"
        assert words_of(drawn(source, code=None)) == "Not graded risk"

    def test_a_heading_sorts_by_a_plain_link_and_says_the_order(self) -> None:
        source = (
            '{% from "components/table.html" import table %}'
            '{{ table("Gaps", [{"label": "Child"}, {"label": "Gap", "sort": "gap"}],'
            ' [["<Kiran>", "85 min"]], query, sort) }}'
        )
        html = drawn(source, query=QueryDict("team=4&after=k9"), sort="gap")
        assert 'aria-sort="ascending"' in html
        assert 'href="?team=4&amp;sort=-gap"' in html
        assert "&lt;Kiran&gt;" in html

    def test_pages_go_by_key_and_keep_the_filter(self) -> None:
        source = (
            '{% from "components/pagination.html" import pages %}{{ pages(query, next_key, prev) }}'
        )
        html = drawn(source, query=QueryDict("team=4&after=k1"), next_key="k9", prev=None)
        assert 'href="?team=4&amp;after=k9"' in html
        assert 'rel="prev"' not in html
        assert drawn(source, query=None, next_key=None, prev=None).strip() == ""

    def test_a_superseded_line_stays_readable_with_its_reason(self) -> None:
        html = drawn(
            '{% from "components/timeline.html" import timeline %}{{ timeline(items) }}',
            items=[
                {"title": "Graded", "at": NOW, "superseded": True, "why": "wrong child", "id": 4}
            ],
        )
        assert "<s>Graded</s>" in html
        assert "No longer stands: wrong child" in words_of(html)

    def test_an_unknown_fact_says_so_with_its_source(self) -> None:
        html = drawn(
            '{% from "components/summary.html" import summary %}{{ summary(rows) }}',
            rows=[{"key": "School", "agency": "Police", "source": "download"}],
        )
        assert words_of(html) == "School not known Police · download"

    def test_empty_says_when_it_was_checked(self) -> None:
        html = drawn(
            '{% from "components/empty.html" import empty %}'
            '{{ empty("No child is missing.", now) }}',
            now=NOW,
        )
        assert words_of(html) == "No child is missing. Last checked 23:10."

    def test_a_link_changes_one_parameter_and_keeps_the_others(self) -> None:
        assert with_query(QueryDict("a=1&b=2"), b=3) == "?a=1&b=3"
        assert with_query(QueryDict("a=1"), a=None) == "?"
        assert with_query(None, sort="x y") == "?sort=x+y"


class TestPagesForAnybody:
    @pytest.mark.parametrize(
        ("address", "heading"),
        [
            ("/help/", "Help"),
            ("/privacy/", "Privacy notice"),
            ("/accessibility/", "Accessibility statement"),
        ],
    )
    def test_they_open_without_signing_in(self, address: str, heading: str) -> None:
        answer = Client().get(address)
        assert answer.status_code == 200
        assert f"<title>{heading} - homeward</title>" in answer.content.decode()

    def test_the_accessibility_statement_does_not_claim_an_audit(self) -> None:
        said = words_of(render_to_string("pages/accessibility.html"))
        assert "nobody independent has audited the service" in said


class TestErrors:
    @pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "stale"])
    def test_each_says_what_happened_what_is_safe_and_what_next(self, name: str) -> None:
        said = words_of(render_to_string(f"errors/{name}.html"))
        assert said.index("What is safe") < said.index("What to do next")

    def test_an_unknown_address_reads_like_a_record_of_somebody_else(self) -> None:
        answer = Client().get("/nowhere/")
        assert answer.status_code == 404
        assert "There is nothing here for you" in answer.content.decode()

    def test_a_fault_is_answered_without_the_database(self) -> None:
        answer = Client(raise_request_exception=False).post("/broken/")
        assert answer.status_code == 500
        assert "Each step is saved whole or not at all" in answer.content.decode()
        assert "database went away" not in answer.content.decode()

    def test_other_answers_carry_their_status(self) -> None:
        nobody: Any = None
        assert views.bad_request(nobody, ValueError()).status_code == 400
        assert views.forbidden(nobody, PermissionError()).status_code == 403
        assert views.stale_form(nobody, reason="token").status_code == 403
        tried = RequestFactory().post("/sign-in/")
        assert views.locked_out(tried, None, {}).status_code == 429
