"""The sign-in page, the rehearsal's cast, and the way out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.views import LoginView, PasswordResetView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import LoginWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from homeward.access.queries import rehearsal_cast, rehearsal_person
from homeward.ground import clock
from homeward.web.sign_in.present import cast_lines

KEY_REFUSED = "key-refused"
NO_SUCH_KEY = (
    "That key does not sign anybody in here. Nobody was signed in. Use your password, then the"
    " key or a code as the second step."
)
SESSION_ENDED = (
    "You were signed out: nothing was pressed for an hour, twelve hours had passed, or you signed"
    " out elsewhere. What you had sent is kept; what stood in a form is not."
)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class SignIn(LoginView):
    """E-mail address and password; in rehearsal the cast, one button each."""

    template_name = "account/login.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """The form, where to go afterwards, and the cast in rehearsal mode alone."""
        context: dict[str, Any] = super().get_context_data(**given)
        if settings.REHEARSAL:
            context["cast"] = cast_lines(rehearsal_cast(clock.today()))
        if "ended" in self.request.GET:
            context["warning"] = SESSION_ENDED
        if KEY_REFUSED in self.request.GET:
            context["warning"] = NO_SUCH_KEY
        context["services"] = settings.SIGN_IN_SERVICES
        return {**context, "next": self.request.GET.get("next", "")}


class KeyIn(LoginWebAuthnView):
    """A passkey instead of the password; one that does not fit leads back with a sentence."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the sign-in page, which says what to do."""
        return redirect(f"{settings.LOGIN_URL}?{KEY_REFUSED}")


class Forgotten(PasswordResetView):
    """A link by e-mail; where none is sent, the page says whom to ask instead."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """The form, and whether e-mail is sent at all."""
        return {**super().get_context_data(**given), "sends_mail": settings.SENDS_MAIL}


class KeyAway(RemoveWebAuthnView):
    """Take a key away; never the only second step."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Take it away, or say why not."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            form.add_error(None, adapter.error_messages["cannot_delete_authenticator"])
            answer: HttpResponse = self.form_invalid(form)
        else:
            answer = super().form_valid(form)
        return answer


@require_POST
def sign_in_as(request: HttpRequest, person: UUID) -> HttpResponse:
    """Be one of the rehearsal's cast. There is no such address outside rehearsal mode."""
    found = rehearsal_person(person) if settings.REHEARSAL else None
    if found is None:
        raise Http404
    logout(request)
    login(request, found, backend=BACKEND)
    wanted = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if allowed else "/")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; the session is gone."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@require_safe
def is_set_up(request: HttpRequest) -> HttpResponse:
    """Where allauth sends somebody whose keys have changed: to the page of their own account."""
    return redirect("mfa_index")
