"""Nobody makes an account for themselves; who fails to sign in is counted by name."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.http import HttpRequest

from homeward.ground.encryption import open_text, seal_text, sealer

LOG = logging.getLogger(__name__)


class ClosedAdapter(DefaultAccountAdapter):
    """Sign-in only; no sign-up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "incorrect_password": "The password is not right.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


def name_at_sign_in(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """The e-mail address that somebody tries to sign in with, in lower case; "" without one."""
    given = credentials or {}
    name = given.get("email") or given.get("username") or request.POST.get("login", "")
    return name.strip().lower()


class SecondFactor(DefaultMFAAdapter):
    """The second factor: our sentences, secrets sealed, and never nobody's last one taken away."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right. It changes every 30 seconds: enter the new one.",
        "cannot_delete_authenticator": (
            "This is the only second step you have. Set up another one first, then take this"
            " one away."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Sealed with the key outside the database."""
        return seal_text(sealer(settings.VAR, settings.FACTOR_KEY), text)

    def decrypt(self, encrypted_text: str) -> str:
        """Opened; what was not sealed here becomes a secret that nobody holds: no code is right."""
        found = open_text(sealer(settings.VAR, settings.FACTOR_KEY), encrypted_text)
        if found is None:
            LOG.error("The secret of a second factor was not sealed with this service's key.")
            nobody_holds: str = generate_totp_secret()
            return nobody_holds
        return found

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another second step than spare codes is left."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id)
        others = others.exclude(pk=authenticator.pk).exclude(type="recovery_codes")
        return bool(others.exists())

    def generate_authenticator_name(self, user: Any, kind: str) -> str:
        """A name for a new key: the person may choose another."""
        held = Authenticator.objects.filter(user_id=user.pk, type=kind).count()
        return "My key" if held == 0 else f"My key {held + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The service as a key knows it: by its host name."""
        return {**super().get_public_key_credential_rp_entity(), "name": "homeward"}
