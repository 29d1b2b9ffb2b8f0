"""The episode page: whose time is used and why, what is owed, what can be done next."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.casework.cast import HOUR, STARTED, World
from tests.casework.reports import download
from tests.casework.worlds import NOW
from tests.standing import Stand
from tests.web.records import LEFT, boxes, cost, earlier, home_says_earlier, part, plain, send
from tests.web.visitors import at, signed_in, words

from homeward.casework.claim_time import claim_time
from homeward.casework.regrade import regrade
from homeward.casework.settle_dates import settle_dates
from homeward.rules.acts import Viewer
from homeward.rules.clocks import Clock, Source
from homeward.rules.risk import Grade
from homeward.web.episodes import urls
from homeward.web.episodes.verbs import VERBS

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
RETURN = {"source": "CARER", **boxes("returned_at", STARTED + 8 * HOUR)}


@pytest.fixture
def world(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> World:
    """Bryony, missing since last evening; it is Monday morning."""
    at(monkeypatch, NOW)
    return stand(
        RISK_INITIAL="LOW",
        FLAGS="PREPLANNED_BAG",
        LAST_SEEN_PLACE="the harbour",
        PREVENTION_CHECK_DTTM="31/02/2026 10:00",
    )


def page_of(world: World, verb: str = "") -> str:
    return f"/episodes/{world.episode}/" + (f"{verb}/" if verb else "")


def opened(world: World, viewer: Viewer) -> Any:
    return signed_in(viewer).get(page_of(world))


def buttons(response: Any) -> list[str]:
    """The verbs that are offered, the primary one first where there is one."""
    return re.findall(r'hw-verb" href="[^"]+"[^>]*>([^<]+)', response.content.decode())


class TestClocks:
    def test_every_source_has_its_column_and_the_rule_says_why(self, world: World) -> None:
        home_says_earlier(world)
        said = plain(part(opened(world, world.coordinator), "clocks"))
        assert "Time Police download Carer or home Used Why" in said
        assert (
            "Start of the episode Sun 22 Nov, 22:10 Sun 22 Nov, 20:45 Sun 22 Nov, 22:10"
            " The police download comes first for the start of the episode."
            " 2 dates differ , by 1 h 25 min"
        ) in said

    def test_dates_that_differ_open_their_claims_with_file_row_version_and_column(
        self, world: World
    ) -> None:
        home_says_earlier(world)
        html = part(opened(world, world.coordinator), "clocks")
        assert 'href="#claims-start"' in html
        claims = plain(html[html.index('id="claims-start"') :])
        assert (
            "police · police download, MSPR_12_20261123_01.csv, row 1, version 1,"
            " column RECORDED_MISSING_DTTM · known Mon 23 Nov, 06:05"
            " written as “22/11/2026 22:10”"
        ) in claims
        assert "larkfield · carer or home, written by HOME_MANAGER" in claims
        assert "“Bed empty at the room check”" in claims

    def test_a_time_nobody_stated_says_so(self, world: World) -> None:
        said = plain(part(opened(world, world.coordinator), "clocks"))
        assert "Return - not known" in said

    def test_a_time_of_an_older_version_is_kept_and_struck(
        self, world: World, tmp_path: Path
    ) -> None:
        again = {"RECORD_VERSION": "2", "RECORDED_MISSING_DTTM": "22/11/2026 22:20"}
        download(tmp_path, again, name="MSPR_12_20261123_02.csv")
        html = part(opened(world, world.coordinator), "clocks")
        assert "<s>Sun 22 Nov, 22:10</s> (replaced by a later version)" in html

    def test_the_picture_says_in_words_what_it_shows(self, world: World) -> None:
        home_says_earlier(world)
        html = part(opened(world, world.coordinator), "clocks")
        assert 'role="img" aria-labelledby="picture-title picture-words"' in html
        assert "Times of the episode that started Sun 22 Nov, 22:10</title>" in html
        assert "start of the episode Sun 22 Nov, 22:10. The table of clocks has every" in html
        assert html.count("<circle") == 4
        assert html.count('class="hw-picture__used"') == 3


class TestDuties:
    def test_every_count_opens_its_lines(self, world: World) -> None:
        html = part(opened(world, world.coordinator), "duties")
        counts = re.findall(r'href="#(duties-\w+)">(\d+) ', html)
        groups = ("overdue", "soon", "running", "met")
        assert [name for name, _ in counts] == [f"duties-{group}" for group in groups]
        for name, count in counts:
            begun = html.index(f'id="{name}"')
            listed = html[begun : html.index("</details>", begun)]
            assert listed.count('class="hw-duty__title"') == int(count)

    def test_each_duty_says_whose_it_is_and_where_the_rule_comes_from(self, world: World) -> None:
        said = plain(part(opened(world, world.coordinator), "duties"))
        assert (
            "30 min over Mon 23 Nov, 08:30 Tell the school that the child is missing"
            " Police (police team) · before 08:30 next school day SCH-02 · NYSCP deep dive audit"
        ) in said
        assert "a rule of Torbay, here a local default, not policy" in said
        assert "local default, no source (local default, not policy)" in said

    def test_what_is_not_needed_says_why(self, world: World) -> None:
        page = send(signed_in(world.coordinator), page_of(world, "return"), **RETURN)
        said = plain(part(page, "duties"))
        assert "not needed because: child returned" in said

    def test_results_judged_anew_are_kept(self, world: World) -> None:
        line = home_says_earlier(world)
        before = plain(part(opened(world, world.coordinator), "duties"))
        assert "judged anew since" not in before
        act = world.act(world.coordinator, "The home's log was read")
        settle_dates(act, world.episode, clock=Clock.START, line=line)
        after = plain(part(opened(world, world.coordinator), "duties"))
        assert "judged anew since" in after
        assert "no longer counted since Mon 23 Nov, 09:00" in after


class TestGrades:
    def test_a_police_grade_below_the_floor_is_kept_as_a_claim_and_flagged(
        self, world: World
    ) -> None:
        said = plain(part(opened(world, world.coordinator), "grades"))
        assert "Low risk below the floor police, police download, version 1" in said
        assert "so medium is used and the police grade is kept beside it." in said

    def test_a_new_grade_has_its_time_its_author_and_its_reason(self, world: World) -> None:
        page = send(
            signed_in(world.coordinator),
            page_of(world, "grade"),
            grade="HIGH",
            reason="No medicine with her",
            **boxes("at", STARTED + 4 * HOUR),
        )
        said = plain(part(page, "grades"))
        assert "Mon 23 Nov, 02:10 High risk POLICE_COORDINATOR, police No medicine with her" in said
        assert world.stands().grade == "HIGH"

    def test_only_a_supervisor_goes_below_the_floor(self, world: World) -> None:
        typed = {"grade": "LOW", "reason": "At her aunt's"}
        refused = send(signed_in(world.coordinator), page_of(world, "grade"), **typed)
        assert (
            'href="#id_grade">For a child only a police supervisor can set a grade below medium.'
        ) in refused.content.decode()
        assert world.stands().grade == "MEDIUM"
        page = send(signed_in(world.supervisor), page_of(world, "grade"), **typed)
        assert "Below the floor for a child: flagged for audit." in words(page)

    def test_a_review_that_changes_nothing_is_shown_as_one(self, world: World) -> None:
        regrade(world.act(world.coordinator, "Still no word"), world.episode, grade=Grade.MEDIUM)
        said = plain(part(opened(world, world.coordinator), "grades"))
        assert "Medium risk reviewed POLICE_COORDINATOR, police Still no word" in said


class TestWhatIsOffered:
    def test_while_missing_the_return_is_the_primary_action(self, world: World) -> None:
        page = opened(world, world.coordinator)
        assert buttons(page) == [
            "Confirm return",
            "Record sighting",
            "Record enquiry",
            "Regrade",
            "Reclassify",
            "Add a time",
            "Take this on",
            "Close",
        ]
        html = page.content.decode()
        assert len(re.findall(r'class="govuk-button  hw-verb"', html)) == 1

    def test_after_the_return_only_what_still_makes_sense(self, world: World) -> None:
        page = send(signed_in(world.coordinator), page_of(world, "return"), **RETURN)
        offered = buttons(page)
        assert "Confirm return" not in offered
        assert "Record sighting" not in offered
        assert "Add a time" in offered

    def test_a_home_is_not_offered_what_belongs_to_police(self, world: World) -> None:
        offered = buttons(opened(world, world.home))
        assert offered == [
            "Confirm return",
            "Record sighting",
            "Record enquiry",
            "Add a time",
            "Take this on",
        ]


class TestWhoSeesWhat:
    def addresses(self, world: World) -> dict[str, str]:
        """Every address of the episode."""
        given = {"episode": world.episode, "clock": "start", "task": world.tasks()[0].id}
        made = {}
        for each in urls.urlpatterns:
            path = str(each.pattern)
            for name, value in given.items():
                path = re.sub(rf"<\w+:{name}>", str(value), path)
            made[str(each.name)] = f"/episodes/{path}"
        return made

    def test_the_addresses_are_those_of_all_verbs(self, world: World) -> None:
        assert set(self.addresses(world)) == {
            "episode",
            "settle",
            "tick",
            *(verb.slug for verb in VERBS),
        }

    def test_an_outsider_is_told_that_no_such_page_exists(self, world: World) -> None:
        addresses = self.addresses(world)
        written = world.written()
        client = signed_in(world.outsider)
        for name, address in addresses.items():
            asked = client.get(address).status_code
            assert asked == (405 if name == "tick" else 404), name
            sent = client.post(address, {"reason": "x"}).status_code
            assert sent == (405 if name == "episode" else 404), name
        assert world.written() == written

    def test_a_school_sees_status_and_dates_and_may_do_nothing(self, world: World) -> None:
        addresses = self.addresses(world)
        client = signed_in(world.school)
        said = words(client.get(addresses.pop("episode")))
        written = world.written()
        assert "Missing since Sun 22 Nov, 22:10" in said
        for hidden in ("Medium", "harbour", "Clocks", "Duties", "tea", "Confirm"):
            assert hidden not in said
        for address in addresses.values():
            assert client.post(address, {"reason": "x"}).status_code == 404
        assert world.written() == written

    def test_police_and_social_worker_may_open_every_page(self, world: World) -> None:
        addresses = self.addresses(world)
        del addresses["tick"]
        for viewer in (world.coordinator, world.social_worker):
            client = signed_in(viewer)
            answers = {name: client.get(address).status_code for name, address in addresses.items()}
            assert set(answers.values()) == {200}, answers

    def test_a_home_sees_neither_grades_nor_marks_of_risk(self, world: World) -> None:
        said = words(opened(world, world.home))
        assert "Duties" in said
        for hidden in ("Grades", "Medium", "bag was packed", "Response tasks"):
            assert hidden not in said
        assert signed_in(world.home).get(page_of(world, "grade")).status_code == 404


class TestReports:
    def test_each_report_says_where_it_came_from_and_what_was_left_out(self, world: World) -> None:
        said = plain(part(opened(world, world.coordinator), "reports"))
        assert "1 report joined here MSPR/2026/009001" in said
        assert "Police download: MSPR_12_20261123_01.csv, row 1, version 1" in said
        assert "“Left after tea”" in said
        assert "PREVENTION_CHECK_DTTM: 31/02/2026 10:00" in said

    def test_the_word_of_another_agency_is_not_put_in_the_mouth_of_police(
        self, world: World
    ) -> None:
        home_says_earlier(world)
        said = plain(part(opened(world, world.coordinator), "reports"))
        assert "Bed empty" not in said

    def test_a_second_report_of_the_same_night_stands_beside_the_first(
        self, world: World, tmp_path: Path
    ) -> None:
        second = {
            "REPORT_REF": "MSPR/2026/009002",
            "REPORTED_DTTM": "22/11/2026 23:00",
            "RECORDED_MISSING_DTTM": "22/11/2026 23:10",
        }
        download(tmp_path, second, name="MSPR_12_20261123_02.csv")
        said = plain(part(opened(world, world.coordinator), "reports"))
        assert "2 reports joined here MSPR/2026/009001" in said
        assert "MSPR/2026/009002" in said


class TestCost:
    def test_the_page_costs_the_same_however_much_there_is(
        self, world: World, tmp_path: Path
    ) -> None:
        client = signed_in(world.coordinator)
        few = cost(client, page_of(world))
        for number in range(40):
            claim_time(
                world.act(world.home),
                world.episode,
                clock=Clock.NOTICED,
                at=LEFT + number * MINUTE,
                source=Source.CARER,
            )
        rows = [earlier(number) for number in range(39)]
        download(tmp_path, *rows, name="MSPR_12_20261123_02.csv")
        many = cost(client, page_of(world))
        assert len(world.episodes()) == 40
        assert few <= many <= 10
