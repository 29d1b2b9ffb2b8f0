"""Coming in through an agency's own sign-in service (OpenID Connect).

Stricter than allauth where it matters: the issuer must be the one that was set up, and the
token's signature is always checked, even when it came over a line of our own.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

KEPT = ("iss", "sub", "email", "email_verified", "acr", "amr")


class Service(OpenIDConnectOAuth2Adapter):
    """One sign-in service, as the callback sees it."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the service says of itself; refused when it is not the issuer that was set up."""
        found: dict[str, Any] = super().openid_config
        if found.get("issuer") != self.get_provider().app.settings["issuer"]:
            raise OAuth2Error("The issuer is not the one that was set up.")
        return found

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Who it is, from a token whose signature, issuer, audience and time are right."""
        try:
            said = jwtkit.verify_and_decode(
                credential=kwargs["response"]["id_token"],
                keys_url=self.openid_config["jwks_uri"],
                issuer=app.settings["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
                verify_signature=True,
            )
        except (KeyError, ValueError, TypeError) as error:
            raise OAuth2Error("The token is no token.") from error
        kept = {name: said[name] for name in KEPT if name in said}
        return self.get_provider().sociallogin_from_response(request, {"id_token": kept})


@require_POST
def go(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the service. What it needs to know stands in the address, the rest in our session."""
    service = Service(request, provider_id)
    provider = provider_of(service)
    wanted = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    try:
        _ = service.openid_config
        answer: HttpResponse = provider.redirect(
            request, AuthProcess.LOGIN, next_url=wanted if allowed else "/"
        )
    except (OAuth2Error, RequestException, ValueError) as error:
        answer = render_authentication_error(request, provider, exception=error)
    return answer


@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the service: signed in, asked for the second step, or told why not."""
    service = Service(request, provider_id)
    provider = provider_of(service)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(service)(request)
    except ImmediateHttpResponse as page:
        answer = page.response
    except ValueError as error:
        answer = render_authentication_error(request, provider, exception=error)
    return answer


def provider_of(service: Service) -> Any:
    """What allauth knows of the service; no such page for one that was not set up."""
    try:
        return service.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
