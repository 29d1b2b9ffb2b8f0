"""People of an agency: invited, moved, leaving with their work handed on; both walls."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.casework.cast import World
from tests.casework.worlds import NOW, as_worker, person, system_act
from tests.standing import Stand

from homeward.access.facts import NewContact
from homeward.access.models import Membership, Person
from homeward.access.people.queries import (
    PersonFacts,
    contacts,
    get_person,
    list_people,
    newest_invitation,
    open_work,
    roles_held,
)
from homeward.access.queries import get_viewer
from homeward.access.scope import scoped
from homeward.agencies.models import Team
from homeward.casework.allocate import allocate
from homeward.casework.carry_out_handovers import carry_out_handover
from homeward.casework.change_role import change_role, give_role
from homeward.casework.close_account import close_account, hand_on
from homeward.casework.invite import (
    Invited,
    Made,
    accept_invitation,
    invite,
    send_again,
    withdraw_invitation,
)
from homeward.casework.record_contact import record_contact
from homeward.casework.save_draft import save_draft
from homeward.casework.take_ownership import take_ownership
from homeward.intake.queries import get_submission
from homeward.rules.acts import NotFound, Refusal, Viewer
from homeward.rules.sharing import Role

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
SITE = "https://homeward.example/"
STRONG = "four quiet herons wading"


@pytest.fixture
def world(stand: Stand) -> World:
    return stand()


@pytest.fixture
def boss(world: World) -> Viewer:
    """Who administers North Yorkshire's people."""
    return person(world.teams["north-yorkshire"], "ADMINISTRATOR")


def invited(world: World, boss: Viewer, team: str = "north-yorkshire") -> Made:
    wanted = Invited("jo@agency.example", "Jo Bell", world.teams[team].id, Role.NURSE)
    return invite(world.act(boss), wanted, SITE)


def entered(world: World, made: Made, password: str = STRONG) -> None:
    accept_invitation(world.act(Viewer(made.person_id, "")), made.id, password)


def undone(boss: Viewer, leaver: Viewer) -> dict[str, int]:
    assert leaver.person is not None
    with scoped(boss):
        return {each.kind: each.number for each in open_work(boss, leaver.person)}


def carried_out() -> int:
    steps = 0
    with as_worker():
        while carry_out_handover(system_act("carry_out_handovers")):
            steps += 1
    return steps


class TestInviting:
    def test_the_invited_person_signs_in_once_they_chose_a_password(
        self, world: World, boss: Viewer
    ) -> None:
        made = invited(world, boss)
        assert not Person.objects.get(pk=made.person_id).is_active
        entered(world, made)
        joined = Person.objects.get(pk=made.person_id)
        assert joined.is_active
        assert joined.check_password(STRONG)
        assert get_viewer(made.person_id, TODAY).roles == {"NURSE"}
        with pytest.raises(Refusal, match="no longer be used"):
            entered(world, made, "another good password")

    def test_a_weak_password_uses_nothing_up(self, world: World, boss: Viewer) -> None:
        made = invited(world, boss)
        with pytest.raises(Refusal) as refused:
            entered(world, made, "short")
        assert refused.value.field == "password"
        entered(world, made)

    def test_a_link_is_for_its_own_person_and_for_seven_days(
        self, world: World, boss: Viewer
    ) -> None:
        made = invited(world, boss)
        with pytest.raises(Refusal):
            accept_invitation(world.act(world.outsider), made.id, STRONG)
        late = world.act(Viewer(made.person_id, ""), at=NOW + timedelta(days=7, seconds=1))
        with pytest.raises(Refusal):
            accept_invitation(late, made.id, STRONG)

    def test_a_new_link_makes_the_old_one_worthless(self, world: World, boss: Viewer) -> None:
        old = invited(world, boss)
        new = send_again(world.act(boss), old.person_id, SITE)
        with pytest.raises(Refusal):
            entered(world, old)
        entered(world, new)
        with pytest.raises(Refusal, match="signs in already"):
            send_again(world.act(boss), old.person_id, SITE)

    def test_withdrawing_ends_the_role_too(self, world: World, boss: Viewer) -> None:
        made = invited(world, boss)
        withdraw_invitation(world.act(boss), made.person_id)
        with pytest.raises(Refusal):
            entered(world, made)
        with scoped(boss):
            assert [each.until_on for each in roles_held(boss, [made.person_id])] == [TODAY]
        with pytest.raises(Refusal, match="no open invitation"):
            withdraw_invitation(world.act(boss), made.person_id)

    @pytest.mark.parametrize("team", ["york", "police"])
    def test_nobody_is_invited_into_another_agency(
        self, world: World, boss: Viewer, team: str
    ) -> None:
        with pytest.raises(Refusal, match="administrator of that agency"):
            invited(world, boss, team)

    def test_others_may_not_and_see_no_invitation(self, world: World, boss: Viewer) -> None:
        with pytest.raises(Refusal):
            invited(world, world.manager)
        made = invited(world, boss)
        other = person(world.teams["york"], "ADMINISTRATOR")
        for viewer, sees in ((boss, True), (other, False), (world.manager, False)):
            with scoped(viewer):
                assert (newest_invitation(viewer, made.person_id) is not None) == sees
                assert (get_person(other, made.person_id)) is None


class TestRoles:
    def held(self, boss: Viewer, who: Viewer) -> int:
        assert who.person is not None
        with scoped(boss):
            return next(each.id for each in roles_held(boss, [who.person]) if each.until_on is None)

    def test_a_move_ends_the_old_role_today_and_leaves_the_work_with_the_team(
        self, world: World, boss: Viewer
    ) -> None:
        who, team = world.social_worker, world.teams["north-yorkshire"].id
        take_ownership(world.act(who), world.episode, team=team)
        assert who.person is not None
        held = self.held(boss, who)
        new = {"team": team, "role": Role.SOCIAL_CARE_MANAGER, "until_on": None}
        change_role(world.act(boss), who.person, held, **new)
        with scoped(boss):
            runs = {each.role: each.until_on for each in roles_held(boss, [who.person])}
        assert runs == {"SOCIAL_WORKER": TODAY, "SOCIAL_CARE_MANAGER": None}
        assert get_viewer(who.person, TODAY + timedelta(days=1)).roles == {"SOCIAL_CARE_MANAGER"}
        assert world.stands().owner_team_id == team
        with pytest.raises(Refusal, match="held already"):
            give_role(world.act(boss), who.person, **new)

    def test_an_end_is_set_taken_off_and_never_in_the_past(
        self, world: World, boss: Viewer
    ) -> None:
        who, team = world.social_worker, world.teams["north-yorkshire"].id
        assert who.person is not None
        held = self.held(boss, who)
        same = {"team": team, "role": Role.SOCIAL_WORKER}
        for until in (date(2026, 12, 24), None):
            change_role(world.act(boss), who.person, held, until_on=until, **same)
            assert Membership.objects.get(pk=held).until_on == until
        with pytest.raises(Refusal, match="today or later"):
            change_role(world.act(boss), who.person, held, until_on=date(2026, 1, 2), **same)

    def test_another_agencys_people_are_not_there(self, world: World, boss: Viewer) -> None:
        assert world.outsider.person is not None
        with scoped(boss):
            held = roles_held(boss, [world.outsider.person])[0].id
            names = [each.name for each in list_people(boss, "", None, 50)]
        team = world.teams["north-yorkshire"].id
        change = {"team": team, "role": Role.NURSE, "until_on": None}
        with pytest.raises(NotFound):
            change_role(world.act(boss), world.outsider.person, held, **change)
        with pytest.raises(NotFound):
            give_role(world.act(boss), world.outsider.person, **change)
        assert names == ["ADMINISTRATOR", "SOCIAL_CARE_MANAGER", "SOCIAL_WORKER"]

    def test_the_last_administrator_stays_one(self, world: World, boss: Viewer) -> None:
        assert boss.person is not None
        held, team = self.held(boss, boss), world.teams["north-yorkshire"].id
        change = {"team": team, "role": Role.NURSE, "until_on": None}
        with pytest.raises(Refusal, match="last administrator"):
            change_role(world.act(boss), boss.person, held, **change)
        with pytest.raises(Refusal, match="last administrator"):
            close_account(world.act(boss), boss.person)
        assert world.manager.person is not None
        give_role(
            world.act(boss), world.manager.person, team=team, role=Role.ADMINISTRATOR, until_on=None
        )
        change_role(world.act(boss), boss.person, held, **change)


class TestSecondWall:
    @pytest.mark.parametrize("who", ["manager", "elsewhere", "nobody"])
    def test_the_web_gives_no_role_but_as_administrator_of_that_agency(
        self, world: World, boss: Viewer, who: str
    ) -> None:
        people = {"manager": world.manager, "nobody": Viewer(None, "")}
        people["elsewhere"] = person(world.teams["york"], "ADMINISTRATOR")
        team = world.teams["north-yorkshire"].id
        assert world.manager.person is not None
        for table in (
            "access_membership (person_id, team_id, role, since_on)"
            " VALUES (%s, %s, 'ADMINISTRATOR', '2026-11-01')",
            "access_contact (person_id, team_id, phone, email, hours, verified_on, entered_at,"
            " act_id) VALUES (%s, %s, '1', '', '', now(), now(), gen_random_uuid())",
        ):
            with (
                pytest.raises(ProgrammingError, match="only an administrator"),
                transaction.atomic(),
                scoped(people[who]),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"INSERT INTO {table}", [world.manager.person, team])
        with pytest.raises(ProgrammingError), transaction.atomic(), scoped(people[who]):
            Membership.objects.filter(person_id=world.manager.person).update(role="NURSE")

    def test_a_role_is_never_made_another_teams(self, world: World, boss: Viewer) -> None:
        held = Membership.objects.filter(team=world.teams["york"])
        with pytest.raises(ProgrammingError), transaction.atomic(), scoped(boss):
            held.update(team=world.teams["north-yorkshire"])

    def test_open_work_of_another_agencys_people_is_not_counted(
        self, world: World, boss: Viewer
    ) -> None:
        take_ownership(world.act(world.coordinator), world.episode, team=world.teams["police"].id)
        assert undone(boss, world.coordinator) == {}
        assert undone(world.manager, world.social_worker) == {}


class TestLeaving:
    def test_an_account_closes_only_when_its_work_is_handed_on(
        self, world: World, boss: Viewer
    ) -> None:
        leaver, team = world.social_worker, world.teams["north-yorkshire"].id
        assert leaver.person is not None
        take_ownership(world.act(leaver), world.episode, team=team)
        draft = save_draft(world.act(leaver), None, {"surname": "Vale"})
        assert undone(boss, leaver)["EPISODES"] == undone(boss, leaver)["DRAFTS"] == 1
        with pytest.raises(Refusal, match="Hand the open work on"):
            close_account(world.act(boss), leaver.person)
        act = world.act(boss, "Leaves on Friday")
        hand_on(act, leaver.person, "EPISODES", team=team, colleague=world.manager.person)
        with pytest.raises(Refusal, match="already"):
            hand_on(act, leaver.person, "EPISODES", team=team, colleague=world.manager.person)
        hand_on(act, leaver.person, "DRAFTS", team=team, colleague=world.manager.person)
        assert carried_out() == 3
        assert world.stands().owner_id == world.manager.person
        assert world.live_lines("ownership.taken")[-1].text == "Handed on: Leaves on Friday"
        assert world.is_as_counted_anew()
        with scoped(world.manager):
            kept = get_submission(world.manager, draft)
        assert kept is not None
        assert undone(boss, leaver) == {}
        close_account(world.act(boss), leaver.person)
        assert closed(boss, leaver.person)
        assert get_viewer(leaver.person, TODAY + timedelta(days=1)).teams == ()

    def test_work_goes_to_a_team_without_a_lead_too(self, world: World, boss: Viewer) -> None:
        leaver, team = world.social_worker, world.teams["north-yorkshire"].id
        assert leaver.person is not None
        take_ownership(world.act(leaver), world.episode, team=team)
        hand_on(world.act(boss, "Leaves"), leaver.person, "EPISODES", team=team, colleague=None)
        carried_out()
        assert (world.stands().owner_team_id, world.stands().owner_id) == (team, None)

    def test_work_goes_to_nobody_who_is_not_in_that_team(self, world: World, boss: Viewer) -> None:
        leaver, team = world.social_worker, world.teams["north-yorkshire"].id
        assert leaver.person is not None
        take_ownership(world.act(leaver), world.episode, team=team)
        act = world.act(boss, "Leaves")
        for colleague in (world.outsider.person, leaver.person):
            with pytest.raises(Refusal, match="works in that team"):
                hand_on(act, leaver.person, "EPISODES", team=team, colleague=colleague)
        with pytest.raises(NotFound):
            hand_on(act, leaver.person, "EPISODES", team=world.teams["york"].id, colleague=None)
        with pytest.raises(Refusal, match="goes to a person"):
            hand_on(act, leaver.person, "DRAFTS", team=team, colleague=None)
        with pytest.raises(NotFound):
            hand_on(
                world.act(world.manager),
                world.coordinator.person or UUID(int=0),
                "EPISODES",
                team=team,
                colleague=None,
            )

    def test_the_last_of_a_team_with_open_work_stays(self, world: World, boss: Viewer) -> None:
        north = world.teams["north-yorkshire"]
        small = Team.objects.create(
            agency=north.agency, code="small", name="Small team", kind="SOCIAL_WORK"
        )
        alone = person(small, "SOCIAL_WORKER")
        assert alone.person is not None
        allocate(world.act(world.manager, "Knows her"), world.child, team=small.id)
        take_ownership(world.act(alone), world.episode, team=small.id)
        assert undone(boss, alone) == {"EPISODES": 1, "TASKS": 1, "ALLOCATED": 1, "OWNED": 1} | {
            "TASKS": undone(boss, alone)["TASKS"]
        }
        hand_on(world.act(boss, "Leaves"), alone.person, "EPISODES", team=small.id, colleague=None)
        carried_out()
        with pytest.raises(Refusal, match="last person of a team"):
            close_account(world.act(boss), alone.person)
        give_role(
            world.act(boss),
            world.manager.person or UUID(int=0),
            team=small.id,
            role=Role.SOCIAL_WORKER,
            until_on=None,
        )
        close_account(world.act(boss), alone.person)

    def test_somebody_of_another_agency_too_is_not_closed(self, world: World, boss: Viewer) -> None:
        assert world.manager.person is not None
        with as_worker():
            Membership.objects.create(
                person_id=world.manager.person,
                team=world.teams["york"],
                role="NURSE",
                since_on=TODAY,
            )
        with pytest.raises(Refusal, match="another agency too"):
            close_account(world.act(boss), world.manager.person)


def closed(boss: Viewer, who: UUID) -> PersonFacts | None:
    with scoped(boss):
        found = get_person(boss, who)
    assert found is not None
    return found if found.closed_at and not found.is_active else None


class TestContacts:
    def test_the_newest_word_of_the_own_agency_counts(self, world: World, boss: Viewer) -> None:
        team = world.teams["north-yorkshire"].id
        first = NewContact(team, None, "01609 536 993", "", "Day and night", date(2026, 11, 1))
        record_contact(world.act(boss), first)
        record_contact(world.act(boss), NewContact(team, None, "", "d@a.example", "", TODAY))
        mine = NewContact(team, world.manager.person, "0777", "", "", TODAY)
        record_contact(world.act(boss), mine)
        with scoped(world.home):
            known = {each.person: each for each in contacts(world.home)}
        assert known[None].email == "d@a.example"
        assert known["SOCIAL_CARE_MANAGER"].phone == "0777"

    def test_what_reaches_nobody_or_is_not_theirs_is_refused(
        self, world: World, boss: Viewer
    ) -> None:
        team = world.teams["north-yorkshire"].id
        for contact, code in (
            (NewContact(team, None, " ", "", "", TODAY), "needed"),
            (NewContact(team, None, "1", "", "", TODAY + timedelta(days=1)), "future"),
            (NewContact(world.teams["york"].id, None, "1", "", "", TODAY), "needs-administrator"),
        ):
            with pytest.raises(Refusal) as refused:
                record_contact(world.act(boss), contact)
            assert refused.value.code == code
        with pytest.raises(NotFound):
            record_contact(
                world.act(boss), NewContact(team, world.outsider.person, "1", "", "", TODAY)
            )
