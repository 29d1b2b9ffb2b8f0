"""The second step at sign-in: asked for here unless the agency's service has asked already."""

from __future__ import annotations

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse

#: In the session: through which service somebody came, and whether it asked for a second factor.
BY_SERVICE = "by_service"
SECOND_FACTOR_SHOWN = "second_factor_shown"


class SecondStep(AuthenticateStage):
    """As allauth's, but a service that says that it asked for a second factor is believed.

    Whose word counts is said in the environment, service by service.
    """

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Ask, or go on."""
        login = (self.login.signal_kwargs or {}).get("sociallogin")
        if login is not None and login.state.get(SECOND_FACTOR_SHOWN):
            return None, True
        asked: tuple[HttpResponse | None, bool] = super().handle()
        return asked


def factor_was_shown(request: HttpRequest) -> bool:
    """Whether this session began through a service that asked for a second factor."""
    return bool(request.session.get(SECOND_FACTOR_SHOWN))
