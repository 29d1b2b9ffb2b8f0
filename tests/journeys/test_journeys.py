"""What people do with the whole product, each journey in a real browser, each page checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.e2e

Arrive = Callable[..., Visitor]

COORDINATOR = "Marta Holroyd"
DUTY_WORKER = "Temitope Adeyemi"
NIGHT_WORKER = "Gareth Pryce-Llewellyn"
HOME_MANAGER = "Declan Ó Briain"
CARER = "Jacqueline Baptiste"
SCHOOL_LEAD = "Harpreet Dhillon"
AUDIT_LEAD = "Chidi Okonjo"
KEEPER = "Ingrid Sørensen"
PERSONAS = (
    COORDINATOR,
    DUTY_WORKER,
    NIGHT_WORKER,
    "Siân Wardle",
    HOME_MANAGER,
    CARER,
    SCHOOL_LEAD,
    "Agnieszka Wójcik",
    "Yusuf Rahmani",
    "Lorna Fairweather",
    AUDIT_LEAD,
    "Eleri Vaughan",
)
SAMPLES = Path(__file__).parents[2] / "src" / "homeward" / "rehearsal" / "samples"
[MESSY] = SAMPLES.glob("*messy.csv")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", PERSONAS)
def test_every_persona_lands_on_a_desk_without_barriers(
    visitor: Arrive, name: str, phone: bool
) -> None:
    # given one of the cast at a browser
    someone = visitor(phone=phone)
    # when they sign in with one press
    someone.signs_in_as(name)
    # then their desk is there, and nothing on it stands in anybody's way
    assert someone.page.locator("h1").count() == 1
    someone.finds_no_barrier()


def test_a_duty_social_worker_sees_who_is_missing_and_what_is_owed(visitor: Arrive) -> None:
    # given the duty social worker
    worker = visitor().signs_in_as(DUTY_WORKER)
    assert "overdue" in worker.reads().lower()
    # when she opens the board
    worker.goes_to("/board/")
    assert "Missing now" in worker.page.locator("h1").inner_text()
    worker.finds_no_barrier()
    # and from it an episode
    worker.goes_to(worker.links("/episodes/")[0])
    # then she reads its clocks with their sources, and its duties
    assert "Clocks" in worker.reads() and "Duties" in worker.reads()
    worker.finds_no_barrier()
    # and the child behind it
    worker.goes_to(worker.links("/children/")[0] if worker.links("/children/") else "/board/")
    worker.finds_no_barrier()


def test_a_coordinator_drops_in_a_messy_file_and_sees_what_became_of_it(visitor: Arrive) -> None:
    # given the police coordinator
    officer = visitor().signs_in_as(COORDINATOR)
    officer.goes_to("/intake/")
    officer.finds_no_barrier()
    # when she uploads the messy sample
    officer.page.set_input_files("input[type=file]", MESSY)
    officer.page.locator("form:has(input[type=file]) button[type=submit]").click()
    officer.page.wait_for_load_state()
    officer.page.locator("main").get_by_text("Refused").first.wait_for(timeout=30_000)
    # then the page says what went in, what was refused and what waits
    told = officer.reads().lower()
    assert "waiting" in told and "new" in told
    officer.finds_no_barrier()


def test_a_return_is_confirmed_and_the_interview_clock_starts(visitor: Arrive) -> None:
    # given an officer with an open episode in front of her
    officer = visitor().signs_in_as(COORDINATOR)
    officer.goes_to("/board/")
    episode = officer.links("/episodes/")[-1].split("#")[0]
    officer.goes_to(episode)
    # when she confirms the return
    officer.presses("Confirm return")
    officer.finds_no_barrier()
    _fill_in_now(officer)
    officer.page.locator("main form button[type=submit]").last.click()
    officer.page.wait_for_load_state()
    # then the episode says so, and the return interview is owed
    officer.goes_to(episode)
    assert "interview" in officer.reads().lower()
    officer.finds_no_barrier()
    # and the child is off the board
    officer.goes_to("/board/")
    assert not any(link.startswith(episode) for link in officer.links("/episodes/"))


def _fill_in_now(officer: Visitor) -> None:
    """Fill the first date and time with a moment five minutes ago, local time."""
    moment = officer.page.evaluate(
        "() => new Date(Date.now() - 300000).toLocaleString('en-GB',"
        " {timeZone: 'Europe/London', hour12: false})"
    )
    day, clock = moment.split(", ")
    date, month, year = day.split("/")
    for part, text in (("day", date), ("month", month), ("year", year), ("time", clock[:5])):
        officer.page.locator(f"input[name$='returned_at_{part}']").fill(text)
    chosen = officer.page.locator("main form input[type=radio]")
    if chosen.count():
        chosen.first.check()


def test_the_keeper_decides_and_takes_it_back(visitor: Arrive) -> None:
    # given the keeper of the record with something in the queue
    keeper = visitor().signs_in_as(KEEPER)
    keeper.goes_to("/review/")
    keeper.finds_no_barrier()
    review = next(link for link in keeper.links("/review/") if len(link) > 30)
    keeper.goes_to(review)
    keeper.finds_no_barrier()
    # when she says that these are different children
    keeper.presses("Different")
    # then it is among the decided, with a way back
    keeper.page.wait_for_timeout(1500)
    keeper.goes_to("/review/decided/")
    keeper.finds_no_barrier()
    assert "ndo" in keeper.reads()


def test_the_outsider_finds_nothing(visitor: Arrive) -> None:
    # given a child whom the audit lead has nothing to do with
    officer = visitor().signs_in_as(COORDINATOR)
    officer.goes_to("/board/")
    found = [*officer.links("/episodes/"), *officer.links("/children/")]
    addresses = sorted({link.split("#")[0] for link in found})
    assert addresses
    # when the audit lead tries every address
    outsider = visitor().signs_in_as(AUDIT_LEAD)
    # then each answers as if there were no such page
    assert {outsider.goes_to(address) for address in addresses} == {404}
    assert "nothing here for you" in outsider.page.locator("h1").inner_text()
    outsider.finds_no_barrier()


def test_everything_works_without_script(visitor: Arrive) -> None:
    # given a worker whose browser runs no script
    worker = visitor(script=False).signs_in_as(NIGHT_WORKER)
    # when she reads the board and switches refreshing on
    worker.goes_to("/board/?refresh=on")
    # then the page renews itself and says how old it is
    assert worker.page.locator("meta[http-equiv=refresh]").count() == 1
    assert worker.goes_to("/report/") == 200


def test_the_keyboard_leads_from_the_top_to_the_main_part(visitor: Arrive) -> None:
    worker = visitor().signs_in_as(DUTY_WORKER)
    worker.page.keyboard.press("Tab")
    assert "Skip" in worker.page.evaluate("document.activeElement.innerText")
    worker.page.keyboard.press("Enter")
    assert worker.page.url.endswith("#main-content")


def test_a_new_report_appears_on_the_board_by_itself(visitor: Arrive, tmp_path: Path) -> None:
    # given an officer watching the board
    watcher = visitor().signs_in_as(COORDINATOR)
    watcher.goes_to("/board/")
    assert "Wrenfield" not in watcher.reads()
    # when a colleague sends a download with a new report in it
    colleague = visitor().signs_in_as(COORDINATOR)
    colleague.goes_to("/intake/")
    colleague.page.set_input_files("input[type=file]", _one_report(tmp_path, colleague))
    colleague.page.locator("form:has(input[type=file]) button[type=submit]").click()
    colleague.page.wait_for_load_state()
    # then it slides in without anything being pressed
    watcher.page.get_by_text("Wrenfield").first.wait_for(timeout=45_000)


def _one_report(folder: Path, officer: Visitor) -> Path:
    """A download of one report, made an hour ago, of a child nobody knew."""
    moments = officer.page.evaluate(
        "() => [7200, 5400, 3600, 60].map(ago => new Date(Date.now() - ago * 1000)"
        ".toLocaleString('sv-SE', {timeZone: 'Europe/London'}).slice(0, 16))"
    )
    seen, reported, recorded, extract = moments
    path = folder / f"MSPR_12_{extract[:10].replace('-', '')}_77.csv"
    path.write_text(
        "EXTRACT_ID,EXTRACT_DTTM,FORCE_CODE,REPORT_REF,RECORD_VERSION,RECORD_STATUS,SURNAME,"
        "FORENAME1,DOB,SEX,RESPONSIBLE_LA,RESIDENCE_TYPE,LAST_SEEN_DTTM,REPORTED_DTTM,"
        "RECORDED_MISSING_DTTM,RISK_INITIAL\n"
        f"X-77,{extract},12,MSPR/2026/777777,1,OPEN,Wrenfield,Tamsin,2012-05-17,F,E06000065,HOME,"
        f"{seen},{reported},{recorded},MEDIUM\n",
        encoding="utf-8",
    )
    return path
