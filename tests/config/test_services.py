"""Sign-in services and mail of the environment: read whole, or refused in one sentence."""

from __future__ import annotations

import pytest

from homeward.ground.env import EnvironmentRefused
from homeward.ground.mail import read_mail
from homeward.ground.sign_in_services import read_services

YORK = {
    "HOMEWARD_OIDC": "york",
    "HOMEWARD_OIDC_YORK_NAME": "City of York",
    "HOMEWARD_OIDC_YORK_ISSUER": "https://login.york.example/tenant",
    "HOMEWARD_OIDC_YORK_CLIENT_ID": "homeward",
    "HOMEWARD_OIDC_YORK_SECRET": "kept by both",
    "HOMEWARD_OIDC_YORK_SECOND_FACTOR": "amr:mfa",
}


def test_without_a_name_there_is_none() -> None:
    assert read_services({}) == ()


def test_a_service_is_read_whole_and_never_shows_its_secret() -> None:
    (york,) = read_services(YORK)
    assert (york.id, york.name, york.origin) == (
        "york",
        "City of York",
        "https://login.york.example",
    )
    assert york.second_factor == {"amr": "mfa"}
    assert "kept by both" not in repr(york)


@pytest.mark.parametrize(
    "changed",
    [
        {"HOMEWARD_OIDC": "york,york"},
        {"HOMEWARD_OIDC": "York!"},
        {"HOMEWARD_OIDC_YORK_NAME": ""},
        {"HOMEWARD_OIDC_YORK_SECRET": ""},
        {"HOMEWARD_OIDC_YORK_CLIENT_ID": " "},
        {"HOMEWARD_OIDC_YORK_ISSUER": "http://login.york.example"},
        {"HOMEWARD_OIDC_YORK_ISSUER": "https://login.york.example?tenant=1"},
        {"HOMEWARD_OIDC_YORK_ISSUER": "login.york.example"},
        {"HOMEWARD_OIDC_YORK_SECOND_FACTOR": "mfa"},
        {"HOMEWARD_OIDC_YORK_SECOND_FACTOR": "email:mfa"},
    ],
)
def test_a_sloppy_service_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(EnvironmentRefused, match="HOMEWARD_OIDC"):
        read_services({**YORK, **changed})


def test_mail_goes_where_the_address_says() -> None:
    assert read_mail({}) is None
    mail = read_mail(
        {
            "HOMEWARD_MAIL_URL": "smtp+tls://post:a%40b@mail.example",
            "HOMEWARD_MAIL_FROM": "homeward@york.example",
        }
    )
    assert mail is not None
    assert (mail.host, mail.port, mail.user, mail.password) == ("mail.example", 587, "post", "a@b")
    assert (mail.start_tls, mail.tls) == (True, False)


@pytest.mark.parametrize(
    ("url", "sender"),
    [("mail.example", "a@b.example"), ("smtp://", "a@b.example"), ("smtp://mail.example", "")],
)
def test_sloppy_mail_is_refused(url: str, sender: str) -> None:
    with pytest.raises(EnvironmentRefused, match="HOMEWARD_MAIL"):
        read_mail({"HOMEWARD_MAIL_URL": url, "HOMEWARD_MAIL_FROM": sender})
