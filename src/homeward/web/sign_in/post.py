"""E-mail about signing in: handed over in a thread of its own, so that a page takes as long
for an address that nobody has as for one that somebody has. It never holds a child's name.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

LOG = logging.getLogger(__name__)
_HANDS = ThreadPoolExecutor(max_workers=1, thread_name_prefix="post")
SUBJECTS = {
    "password": "A new password for homeward",
    "changed": "How you sign in to homeward has changed",
    "reset-asked": "Your second step at homeward: somebody says that you lost it",
    "reset-ended": "Your second step at homeward",
}


def post(to: Sequence[str], template: str, facts: Mapping[str, object]) -> Future[None]:
    """Hand in one e-mail; nothing is sent where no server is named."""
    body = render_to_string(f"sign_in/mail/{template}.txt", dict(facts))
    message = EmailMessage(SUBJECTS[template], body, settings.DEFAULT_FROM_EMAIL, list(to))
    return _HANDS.submit(_send, message)


def _send(message: EmailMessage) -> None:
    if not settings.SENDS_MAIL:
        return
    try:
        message.send()
    except (OSError, SMTPException) as error:
        LOG.error("An e-mail about signing in was not taken: %s.", type(error).__name__)
