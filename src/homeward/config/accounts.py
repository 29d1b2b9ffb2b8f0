"""Nobody makes an account for themselves; who fails to sign in is counted by name."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homeward.access.queries import find_standing
from homeward.access.sign_in.queries import agencies_of, invited_with, ways_in
from homeward.casework.link_way_in import link_way_in
from homeward.ground import clock
from homeward.ground.encryption import open_text, seal_text, sealer
from homeward.ground.ids import new_id
from homeward.ground.sign_in_services import SignInService
from homeward.rules.acts import Act
from homeward.rules.sign_in import Shown, may_come_in, password_will_do, shows_second_factor
from homeward.web.sign_in.post import post
from homeward.web.sign_in.steps import BY_SERVICE, SECOND_FACTOR_SHOWN

#: allauth's step to ours.
STEPS = {"allauth.mfa.stages.AuthenticateStage": "homeward.web.sign_in.steps.SecondStep"}
NOT_CLEAR = (
    "Your agency's sign-in service did not answer as it should. Go back to the sign-in page and"
    " try once more. If it happens again, tell your agency's help desk."
)
#: What is told by e-mail, by allauth's name for it.
TOLD = {
    "password_changed": "Your password was changed by somebody who knew the old one.",
    "password_reset": "Your password was changed by a link from an e-mail.",
    "totp_activated": "Codes from a phone were set up as a second step.",
    "totp_deactivated": "Codes from a phone were switched off.",
    "webauthn_added": "A passkey or security key was added.",
    "webauthn_removed": "A passkey or security key was taken away.",
    "recovery_codes_generated": "New spare codes were made; the old ones no longer work.",
    "account_connected": "You signed in through your agency's sign-in service for the first time.",
}

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

    def get_login_stages(self) -> list[str]:
        """The steps after the password, ours in the place of allauth's second one."""
        return [STEPS.get(step, step) for step in super().get_login_stages()]

    def pre_login(self, request: HttpRequest, user: Any, **given: Any) -> HttpResponse | None:
        """Before anybody is signed in: a password or key alone, where the agency allows it."""
        response: HttpResponse | None = super().pre_login(request, user, **given)
        if response is None and not came_by_service(given["signal_kwargs"]):
            ways = ways_in(agencies_of(user.pk, clock.today()))
            if not password_will_do(ways):
                return render(request, "sign_in/by_service.html", status=403)
        return response

    def post_login(self, request: HttpRequest, user: Any, **given: Any) -> HttpResponse:
        """Note what the service said about the second factor: the session is trusted by it."""
        login = came_by_service(given["signal_kwargs"])
        if login is not None:
            request.session[BY_SERVICE] = login.account.provider
            request.session[SECOND_FACTOR_SHOWN] = bool(login.state.get(SECOND_FACTOR_SHOWN))
            record_authentication(request, user, "socialaccount", reauthenticated=True)
        response: HttpResponse = super().post_login(request, user, **given)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the page of one's own account."""
        return reverse("mfa_index")

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """A link for one use; to nobody whose agency has switched passwords off."""
        if password_will_do(ways_in(agencies_of(user.pk, clock.today()))):
            post([email], "password", {"link": context["password_reset_url"], "name": user.name})

    def send_notification_mail(
        self, template_prefix: str, user: Any, *_: Any, **given: Any
    ) -> None:
        """What has changed about signing in, told to whom it concerns."""
        words = TOLD.get(template_prefix.rpartition("/")[2])
        if words:
            post([user.email], "changed", {"name": user.name, "what": words})


class ServiceAdapter(DefaultSocialAccountAdapter):
    """Coming in through a sign-in service: only who was invited, only for their own agency."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let an invited person in, linking them on first use; show everybody else a sentence."""
        said = sociallogin.account.extra_data.get("id_token", {})
        shown = Shown(
            sociallogin.account.provider,
            str(said.get("email", "")),
            said.get("email_verified") is True,
        )
        person = sociallogin.user if sociallogin.is_existing else invited_with(shown.email)
        ways = ways_in(agencies_of(person.pk, clock.today())) if person else []
        decision = may_come_in(shown, person is not None, ways)
        if not decision:
            raise ImmediateHttpResponse(refused(request, decision.reason))
        wanted = service_of(shown.provider).second_factor
        sociallogin.state[SECOND_FACTOR_SHOWN] = shows_second_factor(said, wanted)
        if not sociallogin.is_existing:
            link(request, sociallogin, person)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, *_: Any, **given: Any
    ) -> None:
        """Whatever went wrong between the two services: nobody is signed in."""
        LOG.warning("Signing in through %s failed: %s", provider.sub_id, fault(given))
        raise ImmediateHttpResponse(refused(request, NOT_CLEAR))


def link(request: HttpRequest, sociallogin: Any, person: Any) -> None:
    """The account at the service is this person's from now on; not where theirs is closed."""
    if not person.is_active:
        sociallogin.user = person
        return
    with transaction.atomic():
        sociallogin.connect(request, person)
        viewer = find_standing(person.pk, clock.today()).viewer
        link_way_in(Act(new_id(), viewer, clock.now(), "link_way_in"))


def fault(given: Mapping[str, Any]) -> str:
    """The kind of a failure, never its words: they may hold a token."""
    return type(given.get("exception")).__name__ if given.get("exception") else "no such state"


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    """The page for somebody who was not let in."""
    return render(request, "sign_in/refused.html", {"sentence": sentence}, status=403)


def service_of(name: str) -> SignInService:
    """The service of this short name."""
    return next(each for each in settings.SIGN_IN_SERVICES if each.id == name)


def came_by_service(kwargs: Mapping[str, Any] | None) -> Any:
    """What the service said at this sign-in; None for a password or a key."""
    return (kwargs or {}).get("sociallogin")


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
