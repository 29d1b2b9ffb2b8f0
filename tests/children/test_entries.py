"""Family, placements, schooling, needs: what is kept, what is refused, who may, who may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from tests.casework.cast import World
from tests.casework.life import FOSTER, with_life
from tests.casework.reports import child_of, download
from tests.casework.worlds import NOW, as_worker, person, system_act

from homeward.access.queries import SYSTEM_VIEWER, involvements_of
from homeward.access.scope import scoped
from homeward.casework.add_alias import add_alias
from homeward.casework.end_entry import end_entry
from homeward.casework.record_household import record_household
from homeward.casework.record_need import record_need
from homeward.casework.record_placement import NewPlacement, record_placement
from homeward.casework.record_schooling import NewSchooling, record_schooling
from homeward.casework.record_tie import NewRelative, NewTie, record_tie
from homeward.casework.refresh_duties import refresh_duties
from homeward.children.actions import NewEntry, keep_entry
from homeward.children.facts import ChildFacts, Kept, Life
from homeward.children.queries import children_born_on, find_children, get_life, versions_of
from homeward.linkage.models import Profile
from homeward.rules.acts import NotFound, Refusal, Viewer

TODAY = NOW.date()
MOTHER = NewTie("MOTHER", responsibility="YES", lives_with="YES", safe="YES")


def life_of(viewer: Viewer, child: UUID) -> Life:
    """Everything recorded of a child, as a viewer reads it."""
    with scoped(viewer):
        return get_life(viewer, child, Kept)


def child_as_system(child: UUID) -> ChildFacts:
    with as_worker(), scoped(SYSTEM_VIEWER):
        return find_children(SYSTEM_VIEWER, [child])[child]


def mother(world: World, **said: object) -> UUID:
    given = {"tie": MOTHER, "said_by": "CHILD", "person": NewRelative("Dilys", "07700 900123")}
    return record_tie(world.act(world.social_worker), world.child, **{**given, **said})


def sibling(world: World, tmp_path: Path, **cells: str) -> UUID:
    """A sister with a report of her own, known to the same area."""
    row = {
        "REPORT_REF": "MSPR/2026/070001",
        "FORENAME1": "Tamsin",
        "DOB": "2013-05-04",
        "LA_CHILD_ID": "",
        "NHS_NO": "",
        **cells,
    }
    download(tmp_path, row, name="MSPR_12_20261123_07.csv")
    with as_worker(), scoped(SYSTEM_VIEWER):
        return next(each.id for each in children_born_on(SYSTEM_VIEWER, date(2013, 5, 4)))


class TestTies:
    def test_a_relative_is_kept_with_whose_word_it_is(self, world: World) -> None:
        mother(world, since_on=date(2011, 1, 1))
        life = life_of(world.social_worker, world.child)
        (tie,) = life.ties
        assert tie.relative is not None
        assert life.relatives[tie.relative].name == "Dilys"
        assert (tie.stated.said_by, tie.stated.agency) == ("CHILD", "north-yorkshire")
        assert tie.stated.person_id == world.social_worker.person
        assert [line.data["kind"] for line in world.lines("family.recorded")] == ["MOTHER"]

    def test_a_newer_word_stands_and_the_older_can_be_read(self, world: World) -> None:
        thread = mother(world)
        unsafe = NewTie("MOTHER", safe="NO", why_unsafe="Told him where she was")
        record_tie(
            world.act(world.manager, "New information"),
            world.child,
            tie=unsafe,
            said_by="SOCIAL_CARE",
            person=NewRelative("Dilys Harrow", "07700 900123"),
            thread=thread,
        )
        life = life_of(world.social_worker, world.child)
        assert [(tie.safe, tie.why_unsafe) for tie in life.ties] == [
            ("NO", "Told him where she was")
        ]
        assert [each.name for each in life.relatives.values()] == ["Dilys Harrow"]
        with scoped(world.social_worker):
            versions = versions_of(world.social_worker, Kept.TIE, world.child, thread)
        assert [each.safe for each in versions] == ["NO", "YES"]

    def test_unsafe_needs_a_reason_and_a_person_needs_a_name(self, world: World) -> None:
        with pytest.raises(Refusal, match="not safe") as refused:
            mother(world, tie=NewTie("MOTHER", safe="NO"))
        assert refused.value.field == "why_unsafe"
        with pytest.raises(Refusal, match="name"):
            mother(world, person=NewRelative("  "))
        with pytest.raises(Refusal, match="future"):
            mother(world, since_on=TODAY + timedelta(days=2))
        assert life_of(world.social_worker, world.child).ties == []

    def test_a_tie_ends_with_a_reason_and_stays_readable(self, world: World) -> None:
        thread = mother(world)
        end = {"kept": Kept.TIE, "thread": thread}
        with pytest.raises(Refusal, match="Say why"):
            end_entry(world.act(world.social_worker), world.child, **end)
        end_entry(world.act(world.social_worker, "Moved abroad"), world.child, **end)
        (tie,) = life_of(world.social_worker, world.child).ties
        assert (tie.stated.until_on, tie.stated.reason) == (TODAY, "Moved abroad")
        with pytest.raises(Refusal, match="ended already"):
            end_entry(world.act(world.social_worker, "Again"), world.child, **end)

    def test_an_entry_in_error_is_shown_no_more(self, world: World) -> None:
        thread = mother(world)
        end_entry(
            world.act(world.social_worker, "Other family"),
            world.child,
            kept=Kept.TIE,
            thread=thread,
            in_error=True,
        )
        assert life_of(world.social_worker, world.child).ties == []
        with pytest.raises(NotFound):
            mother(world, thread=thread)
        with pytest.raises(NotFound):
            end_entry(world.act(world.manager, "Again"), world.child, kept=Kept.TIE, thread=thread)

    def test_another_child_is_tied_by_reference_alone(self, world: World, tmp_path: Path) -> None:
        sister = sibling(world, tmp_path)
        act = world.act(world.social_worker)
        record_tie(act, world.child, tie=NewTie("SIBLING"), said_by="PARENT", other_child=sister)
        (tie,) = life_of(world.social_worker, world.child).ties
        assert (tie.other_child, tie.relative) == (sister, None)
        (back,) = life_of(world.social_worker, sister).back
        assert back.child == world.child
        with pytest.raises(Refusal, match="same child"):
            record_tie(
                world.act(world.manager),
                world.child,
                tie=NewTie("SIBLING"),
                said_by="CHILD",
                other_child=world.child,
            )
        with pytest.raises(Refusal, match="not what one child"):
            record_tie(
                world.act(world.manager),
                world.child,
                tie=NewTie("GUARDIAN"),
                said_by="CHILD",
                other_child=sister,
            )

    def test_whoever_knows_only_the_other_child_learns_nothing(
        self, world: World, tmp_path: Path
    ) -> None:
        sister = sibling(
            world, tmp_path, RESPONSIBLE_LA="E06000014", SCHOOL_URN="", PLACEMENT_URN=""
        )
        police = world.coordinator
        record_tie(
            world.act(police), world.child, tie=NewTie("SIBLING"), said_by="POLICE",
            other_child=sister,
        )  # fmt: skip
        only_sister, only_bryony = world.outsider, world.social_worker
        assert life_of(only_sister, sister) == Life()
        (tie,) = life_of(only_bryony, world.child).ties
        with scoped(only_bryony):
            assert find_children(only_bryony, [sister]) == {}
        # Whoever does not have the other child may still correct what stands on this one.
        record_tie(
            world.act(only_bryony, "She said so"),
            world.child,
            tie=NewTie("HALF_SIBLING"),
            said_by="CHILD",
            thread=tie.stated.thread,
        )
        assert life_of(police, world.child).ties[0].other_child == sister
        with pytest.raises(NotFound):
            record_tie(
                world.act(only_bryony),
                world.child,
                tie=NewTie("SIBLING"),
                said_by="CHILD",
                other_child=sister,
            )

    def test_one_relative_of_two_children_is_one_person_with_two_descriptions(
        self, world: World, tmp_path: Path
    ) -> None:
        sister = sibling(world, tmp_path)
        mother(world)
        (tie,) = life_of(world.social_worker, world.child).ties
        act = world.act(world.social_worker)
        record_tie(act, world.child, tie=NewTie("SIBLING"), said_by="PARENT", other_child=sister)
        record_tie(
            world.act(world.manager),
            sister,
            tie=MOTHER,
            said_by="PARENT",
            relative=tie.relative,
            person=NewRelative("Mrs Harrow"),
        )
        hers = life_of(world.social_worker, sister)
        assert list(hers.relatives) == [tie.relative]
        assert [each.name for each in hers.relatives.values()] == ["Mrs Harrow"]
        nobody = UUID(int=7)
        with pytest.raises(NotFound):
            mother(world, relative=nobody)

    def test_a_household_names_those_who_are_tied(self, world: World) -> None:
        tie = mother(world)
        given = {"name": "Mum's", "said_by": "CHILD", "postcode": "yo1 7hh"}
        act = world.act(world.social_worker)
        thread = record_household(act, world.child, members=[tie], **given)
        record_household(world.act(world.manager, "Moved"), world.child, thread=thread, **given)
        (home,) = life_of(world.social_worker, world.child).households
        assert (home.postcode, home.members) == ("YO1 7HH", ())
        with pytest.raises(NotFound):
            record_household(act, world.child, members=[UUID(int=7)], **given)
        with pytest.raises(Refusal, match="whose household"):
            record_household(act, world.child, name=" ", said_by="CHILD")


class TestPlacements:
    def place(self, world: World, since: date, until: date | None = None, **said: object) -> UUID:
        given = {"placement": FOSTER, "said_by": "SOCIAL_CARE", **said}
        act = world.act(world.social_worker)
        return record_placement(act, world.child, since_on=since, until_on=until, **given)

    def test_it_says_where_the_child_lives_and_that_another_authority_placed_them(
        self, world: World
    ) -> None:
        assert child_as_system(world.child).setting == "CHILDRENS_HOME"
        thread = self.place(world, date(2026, 9, 1))
        child = child_as_system(world.child)
        assert (child.setting, child.placed_by_other_la) == ("FOSTER", True)
        assert world.stands().setting == "FOSTER"
        with as_worker(), scoped(SYSTEM_VIEWER):
            involved = involvements_of(SYSTEM_VIEWER, [world.child])
        assert (world.teams["leeds"].id, "PLACEMENT") in {row[1:3] for row in involved}
        assert world.is_as_counted_anew()
        end_entry(
            world.act(world.social_worker, "Back to Larkfield"),
            world.child,
            kept=Kept.PLACEMENT,
            thread=thread,
        )
        child = child_as_system(world.child)
        assert (child.setting, child.placed_by_other_la) == ("CHILDRENS_HOME", False)
        assert [line.kind for line in world.lines() if line.kind.startswith("placement.")] == [
            "placement.made",
            "placement.ended",
        ]

    def test_a_later_report_does_not_undo_it(self, world: World, tmp_path: Path) -> None:
        self.place(world, date(2026, 9, 1))
        later = {"REPORT_REF": "MSPR/2026/070002", "RECORDED_MISSING_DTTM": "23/11/2026 02:00"}
        download(tmp_path, later, name="MSPR_12_20261123_08.csv")
        child = child_as_system(child_of())
        assert (child.setting, child.placed_by_other_la) == ("FOSTER", True)

    def test_two_at_once_are_refused_in_words_and_by_the_table(self, world: World) -> None:
        self.place(world, date(2026, 9, 1))
        with pytest.raises(Refusal, match="Another entry covers") as refused:
            self.place(world, date(2026, 8, 1), date(2026, 9, 2))
        assert refused.value.field == "since_on"
        self.place(world, date(2026, 8, 1), date(2026, 9, 1))
        act = world.act(world.social_worker)
        twice = NewEntry(
            "CARER",
            {
                "setting": "HOME", "provider": "", "provider_urn": "", "host_la": "",
                "placing_la": "", "home_la": "", "school_urn": "",
            },
            date(2026, 10, 1),
        )  # fmt: skip
        with (
            pytest.raises(IntegrityError, match="placemententry_never_two"),
            scoped(world.social_worker),
            transaction.atomic(),
        ):
            keep_entry(act, Kept.PLACEMENT, world.child, twice)

    def test_one_that_says_too_little_is_refused(self, world: World) -> None:
        with pytest.raises(Refusal, match="who provides"):
            self.place(world, TODAY, placement=NewPlacement("FOSTER"))
        with pytest.raises(Refusal, match="residential school"):
            self.place(world, TODAY, placement=NewPlacement("SCHOOL"))
        with pytest.raises(Refusal, match="end lies before"):
            self.place(world, TODAY, TODAY - timedelta(days=1))

    def test_a_residential_school_is_the_school_as_well(self, world: World) -> None:
        at_school = NewPlacement("SCHOOL", school_urn="990302", host_la="E06000014")
        self.place(world, date(2026, 9, 1), placement=at_school)
        child = child_as_system(world.child)
        assert (child.school_urn, child.place) == ("990302", "york")


class TestSchooling:
    def teach(self, world: World, since: date, **said: object) -> UUID:
        act = world.act(world.social_worker)
        return record_schooling(
            act,
            world.child,
            schooling=NewSchooling(**said),
            said_by="SCHOOL",
            since_on=since,
        )

    def test_a_child_taught_at_home_has_no_school_to_tell(self, world: World) -> None:
        assert child_as_system(world.child).school_urn == "121678"
        thread = self.teach(world, date(2026, 9, 1), route="HOME_EDUCATED", year_group="10")
        assert child_as_system(world.child).school_urn == ""
        end_entry(
            world.act(world.social_worker, "Back on the roll"),
            world.child,
            kept=Kept.SCHOOLING,
            thread=thread,
        )
        assert child_as_system(world.child).school_urn == "121678"
        assert world.is_as_counted_anew()

    def test_two_schools_at_once_only_where_both_rolls_are_meant(self, world: World) -> None:
        self.teach(world, date(2026, 9, 1), route="SCHOOL", school_urn="121678")
        with pytest.raises(Refusal, match="Another entry covers"):
            self.teach(world, date(2026, 10, 1), route="ALTERNATIVE", school_name="The Forge")
        self.teach(
            world, date(2026, 10, 1), route="ALTERNATIVE", school_name="The Forge", is_second=True
        )
        assert len(life_of(world.social_worker, world.child).schooling) == 2
        assert child_as_system(world.child).school_urn == "121678"


class TestNeeds:
    def need(self, world: World, viewer: Viewer, kind: str, words: str, said: str) -> UUID:
        act = world.act(viewer)
        return record_need(act, world.child, kind=kind, words=words, said_by=said)

    def test_a_new_preferred_name_takes_the_place_of_the_one_before(self, world: World) -> None:
        first = self.need(world, world.social_worker, "PREFERRED_NAME", "Bee", "CHILD")
        assert self.need(world, world.manager, "PREFERRED_NAME", "Bryn", "CHILD") == first
        (name,) = life_of(world.social_worker, world.child).needs
        assert (name.words, name.stated.said_by) == ("Bryn", "CHILD")

    def test_several_things_may_help_to_communicate(self, world: World) -> None:
        self.need(world, world.social_worker, "COMMUNICATION", "Short sentences", "SCHOOL")
        self.need(world, world.social_worker, "COMMUNICATION", "Pictures", "PARENT")
        assert len(life_of(world.social_worker, world.child).needs) == 2

    def test_of_an_unknown_kind_or_without_words_nothing_is_kept(self, world: World) -> None:
        for kind, words in (("STAR_SIGN", "Leo"), ("LANGUAGE", " ")):
            with pytest.raises(Refusal):
                self.need(world, world.social_worker, kind, words, "CHILD")
        thread = self.need(world, world.social_worker, "LANGUAGE", "Polish", "CHILD")
        with pytest.raises(Refusal, match="something new"):
            record_need(
                world.act(world.manager),
                world.child,
                kind="INTERPRETER",
                words="Polish",
                said_by="CHILD",
                thread=thread,
            )


class TestAliases:
    def test_a_name_is_added_once_as_it_is_written(self, world: World) -> None:
        add_alias(world.act(world.social_worker), world.child, name="  Bry  Vale ")
        for again in ("Bry Vale", "BRYONY HARROW", "Unknown", " "):
            with pytest.raises(Refusal):
                add_alias(world.act(world.manager), world.child, name=again)
        assert len(world.lines("alias.recorded")) == 1

    def test_matching_knows_of_it_once_the_worker_was_there(self, world: World) -> None:
        add_alias(world.act(world.social_worker), world.child, name="Bry Vale")
        with as_worker():
            assert refresh_duties(system_act("refresh_duties")) == 1
            with scoped(SYSTEM_VIEWER):
                profile = Profile.objects.get(pk=world.child)
        assert "Bry Vale" in profile.person["aliases"]
        assert world.is_as_counted_anew()


VERBS: dict[str, Callable[..., object]] = {
    "tie": lambda act, child: record_tie(
        act, child, tie=MOTHER, said_by="CHILD", person=NewRelative("Dilys")
    ),
    "household": lambda act, child: record_household(act, child, name="Mum's", said_by="CHILD"),
    "placement": lambda act, child: record_placement(
        act, child, placement=FOSTER, said_by="CARER", since_on=TODAY
    ),
    "schooling": lambda act, child: record_schooling(
        act, child, schooling=NewSchooling("NO_SCHOOL"), said_by="CARER", since_on=TODAY
    ),
    "need": lambda act, child: record_need(
        act, child, kind="HEALTH", words="Inhaler", said_by="CARER"
    ),
    "alias": lambda act, child: add_alias(act, child, name="Bry"),
    "end": lambda act, child: end_entry(act, child, kept=Kept.NEED, thread=UUID(int=7)),
}


def test_outsiders_and_roles_that_may_not_read_find_nothing_to_write(world: World) -> None:
    written = world.written()
    for verb in VERBS.values():
        for viewer in (world.outsider, world.school):
            with pytest.raises(NotFound):
                verb(world.act(viewer, "Because"), world.child)
    for name in ("tie", "household", "alias"):
        with pytest.raises(NotFound):
            VERBS[name](world.act(world.home, "Because"), world.child)
    assert world.written() == written


def test_a_colleague_of_another_agency_records_what_their_role_may_read(world: World) -> None:
    VERBS["need"](world.act(world.home), world.child)
    VERBS["placement"](world.act(world.coordinator), world.child)
    VERBS["schooling"](world.act(world.coordinator), world.child)
    life = life_of(world.social_worker, world.child)
    assert [len(each) for each in (life.needs, life.placements, life.schooling)] == [1, 1, 1]


def test_whoever_looks_after_a_child_does_not_decide_who_else_sees_the_record(
    world: World,
) -> None:
    """A placement or a school makes teams involved: police and social care record them."""
    nurse = person(world.teams["larkfield"], "NURSE")
    placed = with_life(world)[Kept.PLACEMENT]
    for verb, viewer in (("placement", world.home), ("schooling", nurse)):
        with pytest.raises(Refusal, match="who else sees the record"):
            VERBS[verb](world.act(viewer), world.child)
    with pytest.raises(Refusal, match="who else sees the record"):
        end_entry(world.act(world.home, "Left"), world.child, kept=Kept.PLACEMENT, thread=placed)


def test_not_even_the_app_itself_may_change_what_was_recorded(world: World) -> None:
    mother(world)
    for statement in (
        "UPDATE children_tie SET safe = 'YES'",
        "UPDATE children_relativeword SET name = 'X'",
        "DELETE FROM children_tie",
    ):
        with (
            pytest.raises(Exception, match="permission denied"),
            scoped(world.social_worker),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
