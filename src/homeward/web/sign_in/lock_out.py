"""Wrong codes count like wrong passwords: five, and the person is locked out for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.core import context
from allauth.mfa.signals import authentication_failed
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest


def is_locked_out(person: Any) -> bool:
    """Whether signing in is closed for this person now."""
    credentials = {"email": person.email}
    return not AxesProxyHandler.is_allowed(context.request, credentials)


def open_again_at(username: str) -> datetime | None:
    """When signing in with this address opens again (UTC); None when nothing is counted."""
    rows = AccessAttempt.objects.filter(username=username.strip().lower())
    last = rows.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    cool_off: timedelta = settings.AXES_COOLOFF_TIME
    return last + cool_off if last else None


@receiver(authentication_failed, dispatch_uid="homeward.web.sign_in.count_wrong_code")
def count_wrong_code(
    sender: Any, request: HttpRequest, user: Any, reauthentication: bool, **given: Any
) -> None:
    """Tell the lock-out of a wrong code at sign-in."""
    if not reauthentication:
        credentials = {"email": user.email}
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
