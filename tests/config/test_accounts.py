"""Who may have an account, and under which name failed sign-ins are counted."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.test import RequestFactory

from homeward.config.accounts import ClosedAdapter, name_at_sign_in

REQUEST = RequestFactory()


def test_nobody_signs_up() -> None:
    assert not ClosedAdapter().is_open_for_signup(REQUEST.get("/"))


@pytest.mark.parametrize(
    ("form", "credentials", "name"),
    [
        ({}, {"email": " Asha@Example.org "}, "asha@example.org"),
        ({}, {"username": "asha@example.org"}, "asha@example.org"),
        ({"login": "Asha@example.org"}, None, "asha@example.org"),
        ({}, None, ""),
    ],
)
def test_a_failed_sign_in_counts_for_the_address_tried(
    form: dict[str, str], credentials: dict[str, str] | None, name: str
) -> None:
    assert name_at_sign_in(REQUEST.post("/", form), credentials) == name


@pytest.mark.django_db
def test_after_five_wrong_passwords_even_the_right_one_is_refused() -> None:
    get_user_model().objects.create_user("asha@example.org", "Asha", "a long enough password")
    right = {"email": "asha@example.org", "password": "a long enough password"}
    wrong = {**right, "password": "guess"}
    assert authenticate(REQUEST.post("/"), **right) is not None
    for _ in range(5):
        assert authenticate(REQUEST.post("/"), **wrong) is None
    assert authenticate(REQUEST.post("/"), **right) is None
