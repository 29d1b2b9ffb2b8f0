"""Put the child whose duties cannot be worked out at the end of the queue, for a while."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from homeward.access.scope import scoped
from homeward.protocol.repeats import postpone_oldest
from homeward.rules.acts import Act

A_WHILE = timedelta(minutes=10)


def postpone_refresh(act: Act) -> UUID | None:
    """Let the oldest queued child wait for ten minutes; its id, None when the queue is empty.

    The worker's work, after that child alone could not be judged anew.
    """
    with scoped(act.viewer):
        return postpone_oldest(act, act.at + A_WHILE)
