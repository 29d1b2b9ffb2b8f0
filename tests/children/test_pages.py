"""The child page's family, placements, school and needs: who reads what, and the forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.casework.cast import World
from tests.casework.life import with_life
from tests.casework.worlds import NOW, person
from tests.children.test_entries import sibling
from tests.web.records import boxes, cost, part, plain, send
from tests.web.visitors import at, signed_in, words

from homeward.access.scope import scoped
from homeward.casework.add_line import add_line
from homeward.casework.record_need import record_need
from homeward.casework.record_tie import NewRelative, NewTie, record_tie
from homeward.children.facts import Kept
from homeward.children.queries import get_life
from homeward.ledger.models import Entry
from homeward.rules.acts import Refusal, Viewer


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Monday morning."""
    at(monkeypatch, NOW)


def page(world: World, viewer: Viewer) -> Any:
    return signed_in(viewer).get(f"/children/{world.child}/")


def section(world: World, viewer: Viewer, name: str) -> str:
    return plain(part(page(world, viewer), name))


def form_of(world: World, slug: str, thread: UUID | None = None, end: str = "") -> str:
    return f"/children/{world.child}/record/{slug}/" + (f"{thread}/{end}" if thread else "")


PERSON = {
    "name": "Dilys Harrow",
    "kind": "MOTHER",
    "words": "Mam",
    "responsibility": "YES",
    "lives_with": "YES",
    "safe": "NO",
    "why_unsafe": "Told him where she was",
    "reach": "07700 900123",
    "notes": "Works nights",
    "said_by": "CHILD",
}


class TestFamily:
    def test_a_person_is_added_corrected_and_ended(self, world: World) -> None:
        client = signed_in(world.social_worker)
        answer = send(client, form_of(world, "person"), **PERSON)
        assert "The person is on the record." in words(answer)
        said = plain(part(answer, "family"))
        assert (
            "Mother Dilys Harrow , Mam, has parental responsibility, lives with the child,"
            " 07700 900123 Not safe to contact: Told him where she was Works nights"
            " north-yorkshire · says the child, written by SOCIAL_WORKER Mon 23 Nov" in said
        )
        (tie,) = self.ties(world)
        changed = form_of(world, "person", tie)
        assert 'value="Dilys Harrow"' in client.get(changed).content.decode()
        refused = send(client, changed, **PERSON)
        assert "Say what changed, or what was wrong." in words(refused)
        answer = send(client, changed, **{**PERSON, "safe": "YES", "reason": "He has left"})
        assert "Not safe" not in plain(part(answer, "family"))
        before = words(client.get(changed))
        assert "What was said before Mother Dilys Harrow" in before
        assert "Not safe to contact: Told him where she was" in before
        ended = form_of(world, "person", tie, "end/")
        answer = send(client, ended, how="ENDED", reason="Moved abroad")
        assert "1 earlier entry" in plain(part(answer, "family"))
        assert "until Mon 23 Nov. Moved abroad" in plain(part(answer, "family"))
        answer = send(client, ended, how="ERROR", reason="Another family's")
        assert "Dilys" not in words(answer)
        assert client.get(changed).status_code == 404

    def ties(self, world: World) -> list[UUID]:
        with scoped(world.social_worker):
            life = get_life(world.social_worker, world.child, [Kept.TIE])
        return [tie.stated.thread for tie in life.ties]

    def test_sending_a_page_twice_adds_one_person(self, world: World) -> None:
        client = signed_in(world.social_worker)
        opened = client.get(form_of(world, "person")).content.decode()
        token = opened.split('name="token" value="')[1].split('"')[0]
        for _ in range(2):
            assert client.post(form_of(world, "person"), {"token": token, **PERSON}).url
        assert len(self.ties(world)) == 1

    def test_why_it_is_not_safe_must_be_said(self, world: World) -> None:
        typed = {**PERSON, "why_unsafe": ""}
        answer = send(signed_in(world.social_worker), form_of(world, "person"), **typed)
        assert "Say why it is not safe to contact them." in words(answer)

    def test_an_interviewer_reads_who_but_not_how_to_reach_them(self, world: World) -> None:
        send(signed_in(world.social_worker), form_of(world, "person"), **PERSON)
        interviewer = person(world.teams["north-yorkshire"], "INTERVIEWER")
        said = section(world, interviewer, "family")
        assert "Mother Dilys Harrow" in said
        assert "Not safe to contact" in said
        for hidden in ("07700", "nights", "Told him", "Correct", "Add a person"):
            assert hidden not in said
        assert signed_in(interviewer).get(form_of(world, "person")).status_code == 404

    def test_one_person_around_two_children_is_said_on_both(
        self, world: World, tmp_path: Path
    ) -> None:
        sister = sibling(world, tmp_path)
        client = signed_in(world.social_worker)
        send(client, form_of(world, "person"), **PERSON)
        assert "Is it somebody on the record" not in words(
            client.get(f"/children/{sister}/record/person/")
        )
        record_tie(
            world.act(world.manager),
            world.child,
            tie=NewTie("SIBLING"),
            said_by="CHILD",
            other_child=sister,
        )
        hers = f"/children/{sister}/record/person/"
        assert "Dilys Harrow, of Bryony Harrow" in words(client.get(hers))
        with scoped(world.social_worker):
            (relative,) = get_life(world.social_worker, world.child, Kept).relatives
        answer = send(client, hers, **{**PERSON, "reach": "", "relative": str(relative)})
        assert "mother of Bryony Harrow too" in plain(part(answer, "family"))
        assert "07700" not in plain(part(answer, "family"))
        said = section(world, world.social_worker, "family")
        assert "mother of Tamsin Harrow too" in said

    def test_a_household_lists_who_lives_there(self, world: World) -> None:
        threads = with_life(world)
        answer = send(
            signed_in(world.social_worker),
            form_of(world, "household"),
            name="Nan's",
            postcode="yo1 7hh",
            said_by="PARENT",
            members=[str(threads[Kept.TIE])],
        )
        said = plain(part(answer, "family"))
        assert "Household Nan's , YO1 7HH, with Dilys Harrow (mother)" in said


class TestOtherChildren:
    """Another child is shown as far as the viewer's own involvement with that child reaches."""

    def tie(self, world: World, typed: dict[str, str]) -> Any:
        address = form_of(world, "child")
        born = {"dob_day": "4", "dob_month": "5", "dob_year": "2013"}
        return send(signed_in(world.coordinator), address, **born, **typed)

    TYPED = {
        "forename": "tamsin",
        "surname": "HARROW",
        "kind": "SIBLING",
        "words": "younger sister",
        "lives_with": "YES",
        "said_by": "POLICE",
    }

    @pytest.fixture
    def sister(self, world: World, tmp_path: Path) -> UUID:
        """Tamsin, who lives in York: its team has her, North Yorkshire's has not."""
        apart = {"RESPONSIBLE_LA": "E06000014", "SCHOOL_URN": "", "PLACEMENT_URN": ""}
        return sibling(world, tmp_path, **apart)

    def test_whoever_has_both_reads_name_and_episodes(self, world: World, sister: UUID) -> None:
        said = plain(part(self.tie(world, self.TYPED), "family"))
        assert "Brother or sister Tamsin Harrow , younger sister, lives with the child" in said
        assert "1 missing episode, missing now" in said
        back = signed_in(world.coordinator).get(f"/children/{sister}/")
        assert "Brother or sister of Bryony Harrow" in plain(part(back, "family"))
        with scoped(world.coordinator):
            read = Entry.objects.filter(verb="log_reading").order_by("-id")[0]
        assert set(read.children) == {sister, world.child}

    def test_whoever_has_one_reads_what_stands_on_that_one(
        self, world: World, sister: UUID
    ) -> None:
        self.tie(world, self.TYPED)
        html = part(page(world, world.social_worker), "family")
        assert "Brother or sister younger sister, lives with the child" in plain(html)
        for hidden in ("Tamsin", str(sister), "episode", "missing"):
            assert hidden not in html
        outside = signed_in(world.outsider).get(f"/children/{sister}/")
        assert "Nobody is recorded yet." in plain(part(outside, "family"))
        assert "Bryony" not in words(outside)

    def test_a_child_they_do_not_have_is_not_found(self, world: World, sister: UUID) -> None:
        client = signed_in(world.social_worker)
        born = {"dob_day": "4", "dob_month": "5", "dob_year": "2013"}
        answers = [
            words(send(client, form_of(world, "child"), **born, **{**self.TYPED, **named}))
            for named in ({}, {"forename": "Nobody"})
        ]
        for answer in answers:
            assert "None of the other children you are involved with has this name" in answer


class TestLiving:
    PLACED = {
        "setting": "FOSTER",
        "provider": "Hill carers",
        "placing_la": "leeds",
        "host_la": "E06000065",
        "home_la": "Kirklees Council",
        "said_by": "SOCIAL_CARE",
    }

    def test_a_placement_by_another_authority_says_so(self, world: World) -> None:
        client = signed_in(world.social_worker)
        since = boxes("since_on", NOW, time=False)
        answer = send(client, form_of(world, "placement"), **since, **self.PLACED)
        said = plain(part(answer, "living"))
        assert "Placed outside the area of the placing authority" in said
        assert (
            "Foster care Hill carers , since Mon 23 Nov, placed by leeds, host authority"
            " north-yorkshire, home authority Kirklees Council" in said
        )
        assert "Address 4 Mill Lane, Norbeck" in said
        assert "girl · foster care · placed here by leeds" in words(answer)
        again = send(client, form_of(world, "placement"), **since, **self.PLACED)
        assert "Another entry covers some of the days" in words(again)

    def test_a_home_reads_the_placement_and_cannot_record_another(self, world: World) -> None:
        threads = with_life(world)
        said = section(world, world.home, "living")
        assert "Foster care Hill carers" in said
        assert "Correct" not in said
        assert "Add a placement" not in said
        client = signed_in(world.home)
        for slug, kept in (("placement", Kept.PLACEMENT), ("school", Kept.SCHOOLING)):
            for address in (form_of(world, slug), form_of(world, slug, threads[kept], "end/")):
                assert client.get(address).status_code == 404

    def test_a_child_taught_at_home_is_on_no_roll(self, world: World) -> None:
        client = signed_in(world.social_worker)
        assert "By reports: norbeck-school (121678)." in section(
            world, world.social_worker, "school"
        )
        since = boxes("since_on", NOW, time=False)
        typed = {"route": "HOME_EDUCATED", "year_group": "10", "said_by": "PARENT", **since}
        answer = send(client, form_of(world, "school"), **typed)
        assert "Educated at home year 10, since Mon 23 Nov" in plain(part(answer, "school"))
        refused = send(client, form_of(world, "school"), **{**typed, "school_urn": "121678"})
        assert "A child on this route has no school to name." in words(refused)


class TestNeeds:
    def need(self, world: World, kind: str, said: str) -> UUID:
        act = world.act(world.social_worker)
        return record_need(act, world.child, kind=kind, words=said, said_by="CHILD")

    def test_what_the_child_wants_to_be_called_comes_first(self, world: World) -> None:
        self.need(world, "PREFERRED_NAME", "Bee")
        self.need(world, "PRONOUNS", "they")
        said = words(page(world, world.home))
        assert "Bee On record as Bryony Harrow · 15 · girl · they ·" in said
        # Whoever may not read needs is not told a name that the child may keep from them.
        assert "Bee" not in words(page(world, world.school))

    def test_language_is_for_all_who_meet_the_child_and_health_for_fewer(
        self, world: World
    ) -> None:
        self.need(world, "LANGUAGE", "Polish")
        thread = self.need(world, "HEALTH", "Inhaler in her bag")
        for role, may in (("NURSE", True), ("CARER", True), ("PANEL_COORDINATOR", False)):
            viewer = person(world.teams["larkfield"], role)
            said = words(page(world, viewer))
            assert ("Inhaler" in said, "Polish" in said) == (may, may), role
            asked = signed_in(viewer).get(form_of(world, "need", thread)).status_code
            assert asked == (200 if may else 404), role

    def test_what_a_searcher_must_know_stands_with_what_matters_now(self, world: World) -> None:
        self.need(world, "COMMUNICATION", "One thing at a time")
        assert "Communication One thing at a time" in section(world, world.coordinator, "matters")

    def test_a_need_is_added_by_form(self, world: World) -> None:
        typed = {"kind": "INTERPRETER", "words": "Polish, a woman", "said_by": "CHILD"}
        answer = send(signed_in(world.home), form_of(world, "need"), **typed)
        assert "Interpreter Polish, a woman larkfield · says the child" in plain(
            part(answer, "needs")
        )


class TestReasons:
    """Reasons, harms and risks come from the dated list and are stored as codes."""

    def test_a_return_says_why_and_what_harm_came_to_light(self, world: World) -> None:
        client = signed_in(world.coordinator)
        answer = send(
            client,
            f"/episodes/{world.episode}/return/",
            **boxes("returned_at", NOW),
            source="POLICE_CALL",
            reasons=["WANTED_PERSON", "COERCION"],
            harms=["NO_MEANS"],
        )
        assert "The return is on the record" in words(answer)
        (line,) = [each for each in world.lines("clock.claimed") if "reasons" in each.data]
        assert line.data["reasons"] == ["WANTED_PERSON", "COERCION"]
        said = words(page(world, world.coordinator))
        assert "Why A person they want to be with , Mon 23 Nov Made to go by somebody" in said
        assert "Why: A person they want to be with; Made to go by somebody." in said
        assert "Harm: No means of support." in said
        for code in ("WANTED_PERSON", "NO_MEANS"):
            assert code not in said
        assert "Why A person" not in words(page(world, world.home))

    def test_a_sighting_and_a_line_may_say_so_too(self, world: World) -> None:
        client = signed_in(world.coordinator)
        seen = {**boxes("seen_at", NOW), "place": "the pier", "seen_by": "a warden"}
        send(client, f"/episodes/{world.episode}/sighting/", **seen, harms=["SUBSTANCES"])
        typed = {"kind": "note.added", **boxes("happened_at", NOW), "text": "Said by her aunt"}
        answer = send(client, f"/children/{world.child}/add-line/", **typed, risks=["HOMELESSNESS"])
        said = words(answer)
        assert "Harm: Alcohol or other substances." in said
        assert "Said by her aunt Longer-term risk: Homelessness." in said

    def test_what_the_list_does_not_offer_is_refused(self, world: World) -> None:
        with pytest.raises(Refusal, match="from the list"):
            add_line(
                world.act(world.coordinator),
                world.child,
                kind="note.added",
                happened_at=NOW,
                reasons=["BOREDOM"],
            )


class TestPage:
    def test_another_name_is_added_by_form(self, world: World) -> None:
        client = signed_in(world.social_worker)
        answer = send(client, form_of(world, "alias"), name="Bryony Vale")
        assert "Bryony Vale" in plain(part(answer, "numbers"))
        assert "has this name already" in words(send(client, form_of(world, "alias"), name="bry"))

    def test_no_part_of_another_is_opened_with_the_thread_of_one(self, world: World) -> None:
        threads = with_life(world)
        client = signed_in(world.social_worker)
        for slug in ("child", "household", "placement", "school", "alias", "nothing"):
            assert client.get(form_of(world, slug, threads[Kept.TIE])).status_code == 404, slug

    def test_stored_codes_are_never_shown(self, world: World) -> None:
        with_life(world)
        said = words(page(world, world.social_worker))
        for code in ("MOTHER", "FOSTER", "PREFERRED_NAME", "UNKNOWN", "SOCIAL_CARE", "E08"):
            assert code not in said.replace("SOCIAL_WORKER", "")
        assert "Family or associate recorded: Mother" in said

    def test_it_costs_the_same_however_many_people_there_are(
        self, world: World, tmp_path: Path
    ) -> None:
        with_life(world)
        sister = sibling(world, tmp_path)
        client = signed_in(world.social_worker)
        few = cost(client, f"/children/{world.child}/")
        for number in range(20):
            act = world.act(world.social_worker)
            record_tie(
                act,
                world.child,
                tie=NewTie("FRIEND"),
                said_by="CHILD",
                person=NewRelative(f"Friend {number}"),
            )
        record_tie(
            world.act(world.manager),
            world.child,
            tie=NewTie("SIBLING"),
            said_by="CHILD",
            other_child=sister,
        )
        assert few == cost(client, f"/children/{world.child}/") <= 10
