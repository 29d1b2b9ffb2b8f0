"""Who may come in through a service, and when a lost second step is taken away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from homeward.rules import conduct
from homeward.rules.acts import Viewer
from homeward.rules.sign_in import (
    ALONE_AFTER,
    Shown,
    WayIn,
    may_carry_out,
    may_come_in,
    may_reset,
    password_will_do,
    shows_second_factor,
)

YORK = WayIn("york", ("york.example", "schools.york.example"), password=False)
LEEDS = WayIn("leeds", ("leeds.example",), password=True)


@pytest.mark.parametrize(
    ("provider", "email", "verified", "invited", "code"),
    [
        ("york", "a@york.example", True, True, ""),
        ("york", "A@Schools.York.Example", True, True, ""),
        ("york", "a@york.example", False, True, "unverified"),
        ("york", "a@york.example", False, False, "unverified"),
        ("york", "a@york.example", True, False, "unknown"),
        ("york", "a@leeds.example", True, True, "not-for-agency"),
        ("leeds", "a@york.example", True, True, "not-for-agency"),
        ("york", "a@not-york.example", True, True, "not-for-agency"),
        ("york", "york.example", True, True, ""),
        ("york", "", True, True, "not-for-agency"),
    ],
)
def test_a_service_speaks_only_for_its_own_agency(
    provider: str, email: str, verified: bool, invited: bool, code: str
) -> None:
    decision = may_come_in(Shown(provider, email, verified), invited, [YORK, LEEDS])
    assert decision.code == code
    assert bool(decision) == (code == "")


def test_the_strictest_agency_decides_about_passwords() -> None:
    assert password_will_do([])
    assert password_will_do([LEEDS])
    assert not password_will_do([LEEDS, YORK])


@pytest.mark.parametrize(
    ("claims", "wanted", "shown"),
    [
        ({"amr": ["pwd", "mfa"]}, {"amr": "mfa"}, True),
        ({"amr": ["pwd"]}, {"amr": "mfa"}, False),
        ({"amr": "mfa"}, {"amr": "mfa"}, True),
        ({"acr": "urn:high"}, {"acr": "urn:high"}, True),
        ({"acr": "urn:higher"}, {"acr": "urn:high"}, False),
        ({}, {"amr": "mfa"}, False),
        ({"amr": ["mfa"]}, {}, False),
    ],
)
def test_only_the_word_that_was_agreed_on_counts_as_a_second_factor(
    claims: dict[str, object], wanted: dict[str, str], shown: bool
) -> None:
    assert shows_second_factor(claims, wanted) is shown


@pytest.mark.parametrize(
    ("role", "agency", "keeps", "may"),
    [
        ("ADMINISTRATOR", "york", False, True),
        ("ADMINISTRATOR", "leeds", False, False),
        ("ADMINISTRATOR", "partnership", True, True),
        ("SOCIAL_WORKER", "york", False, False),
        ("SOCIAL_WORKER", "partnership", True, False),
    ],
)
def test_an_administrator_helps_the_people_of_their_own_agency(
    role: str, agency: str, keeps: bool, may: bool
) -> None:
    viewer = Viewer(uuid4(), agency, roles=frozenset({role}))
    assert bool(may_reset(viewer, "york", keeps)) is may


def test_a_second_administrator_at_once_the_same_one_after_a_day() -> None:
    one, other = uuid4(), uuid4()
    asked = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    soon = asked + timedelta(minutes=1)
    assert may_carry_out(one, asked, other, soon)
    assert not may_carry_out(one, asked, one, asked + ALONE_AFTER - timedelta(seconds=1))
    assert may_carry_out(one, asked, one, asked + ALONE_AFTER)
    assert not may_carry_out(one, asked, None, soon)


#: Versions and the digests of their texts. A changed text needs a new version.
VERSIONS = {"2026-11": "3c282ea21cd2095c5bf0e9754d0f0b0f2b569002e634fc22f17aef7d2e1ed520"}


def test_the_code_of_conduct_has_a_new_version_whenever_its_words_change() -> None:
    assert VERSIONS[conduct.VERSION] == conduct.fingerprint()
    assert len(conduct.PROMISES) == 6
