"""Signing in, in a real browser, in live mode: phone, spare code, key, service, lock-out."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from tests.journeys.live import Newcomer, live_browser, live_site, newcomer
from tests.journeys.stock import BY_SERVICE, KEY, LOCKED, PHONE, SPARE
from tests.provider import PASSWORD as AT_THE_SERVICE

from homeward.ground import clock

pytestmark = pytest.mark.e2e
__all__ = ["live_browser", "live_site", "newcomer"]
Arrives = Callable[..., Newcomer]


def code_of(key: str) -> str:
    """What a phone with this key shows now."""
    return format_hotp_value(hotp_value(key, clock.milliseconds() // 30_000))


def sets_up_a_phone(someone: Newcomer, email: str) -> tuple[str, list[str]]:
    """First sign-in, as far as the desk: the phone's key and the spare codes."""
    someone.gives(email)
    someone.types("Password", "four plain words here")
    someone.presses("Go on")
    someone.finds_no_barrier()
    assert "Set up a code on your phone" in someone.reads()
    key = someone.page.locator("code.hw-key").inner_text()
    square = someone.page.locator("main img")
    assert square.evaluate("image => image.naturalWidth") > 0
    someone.types("Code", code_of(key))
    someone.presses("Go on")
    someone.finds_no_barrier()
    spare = someone.page.locator("code.hw-key").all_inner_texts()
    assert len(spare) == 10
    someone.presses("I have kept them: go on")
    agrees(someone)
    return key, spare


def agrees(someone: Newcomer) -> None:
    """Read the code of conduct; nothing opens without the tick."""
    assert "Code of conduct" in someone.reads()
    someone.presses("Go on")
    assert "Without that nothing opens" in someone.reads()
    someone.finds_no_barrier()
    someone.page.get_by_label("I have read this and I agree").check()
    someone.presses("Go on")
    assert someone.page.url == someone.site + "/"


def test_password_and_a_code_from_the_phone(newcomer: Arrives) -> None:
    someone = newcomer()
    someone.goes_to("/sign-in/")
    someone.finds_no_barrier()
    key, _ = sets_up_a_phone(someone, PHONE)
    someone.goes_to("/sign-in/yours/")
    someone.finds_no_barrier()
    assert re.search(r"Codes from your phone\s+In use since", someone.reads())
    someone.presses("Sign out everywhere")
    someone.gives(PHONE)
    someone.finds_no_barrier()
    someone.types("Code", "000000")
    someone.presses("Sign in")
    assert "The code is not right" in someone.reads()
    someone.types("Code", code_of(key))
    someone.presses("Sign in")
    assert someone.page.url == someone.site + "/"


def test_a_spare_code_when_the_phone_is_lost(newcomer: Arrives) -> None:
    someone = newcomer(phone=True)
    _, spare = sets_up_a_phone(someone, SPARE)
    someone.presses("Sign out")
    someone.gives(SPARE)
    someone.types("Code", spare[3])
    someone.presses("Sign in")
    someone.goes_to("/sign-in/yours/")
    assert "9 unused codes" in someone.reads()
    someone.finds_no_barrier()


def test_a_key_as_the_second_step_and_then_alone(newcomer: Arrives) -> None:
    someone = newcomer()
    someone.goes_to("/sign-in/")
    someone.has_a_key()
    someone.gives(KEY)
    someone.types("Password", "four plain words here")
    someone.presses("Go on")
    someone.presses("Use a passkey or security key instead")
    someone.finds_no_barrier()
    someone.types("Name of the key", "Blue key")
    someone.page.get_by_label("Sign in with this key alone, without the password").check()
    someone.page.get_by_role("button", name="Add the key").click()
    someone.page.wait_for_url("**/sign-in/spare-codes/")
    someone.presses("I have kept them: go on")
    agrees(someone)
    someone.presses("Sign out")
    someone.gives(KEY)
    assert "The second step" in someone.reads()
    someone.finds_no_barrier()
    someone.page.get_by_role("button", name="Use my key").click()
    someone.page.wait_for_url(someone.site + "/")
    someone.presses("Sign out")
    someone.page.get_by_role("button", name="Sign in with a passkey").click()
    someone.page.wait_for_url(someone.site + "/")
    someone.goes_to("/sign-in/yours/")
    assert "Blue key, added" in someone.reads()
    someone.finds_no_barrier()


def test_through_the_agencys_own_service(newcomer: Arrives) -> None:
    someone = newcomer()
    someone.goes_to("/sign-in/")
    someone.presses("Sign in with City of York")
    someone.page.wait_for_url("**/accounts/login/**")
    someone.page.locator("input[name=login]").fill(BY_SERVICE)
    someone.page.locator("input[name=password]").fill(AT_THE_SERVICE)
    someone.page.locator("form[action*=login] button, button[type=submit]").first.click()
    someone.page.wait_for_url("**/sign-in/conduct/")
    someone.finds_no_barrier()
    agrees(someone)
    someone.goes_to("/sign-in/yours/")
    assert "You came in through your agency's sign-in service" in someone.reads()
    someone.presses("Sign out")
    assert someone.page.url.startswith(someone.site + "/sign-in/")


def test_five_wrong_passwords_and_what_the_page_says_then(newcomer: Arrives) -> None:
    someone = newcomer()
    for _ in range(5):
        someone.gives(LOCKED, "not the password")
    assert "Too many tries to sign in" in someone.reads()
    assert re.search(r"closed for half an hour, until .*\d:\d\d", someone.reads())
    assert "Nobody was signed in and nothing was changed" in someone.reads()
    someone.finds_no_barrier()
    someone.gives(LOCKED)
    assert "Too many tries to sign in" in someone.reads()
