"""The provider's people, and homeward as its client. Loaded when the provider's Django is up."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client
from django.contrib.auth import get_user_model
from tests.provider import CLIENT, PASSWORD, PEOPLE, SECRET


def stock(callback: str) -> None:
    """Enter them."""
    for email, verified in PEOPLE.items():
        person = get_user_model().objects.create_user(email, email, PASSWORD)
        EmailAddress.objects.create(user=person, email=email, verified=verified, primary=True)
    client = Client(
        id=CLIENT,
        name="homeward",
        scopes="openid\nprofile\nemail",
        redirect_uris=callback,
        skip_consent=True,
    )
    client.set_secret(SECRET)
    client.save()
