"""Has today's police download come? An alarm when it has not by seven in the morning."""

from __future__ import annotations

from datetime import datetime, time

from homeward.access.scope import scoped
from homeward.ground.clock import LOCAL
from homeward.intake.actions import clear_alarms, raise_alarm
from homeward.intake.queries import came_since
from homeward.rules.acts import Act

#: No file by this hour in Europe/London is worth a telephone call (issue 2, part 6).
EXPECTED_BY = time(7)
KIND = "NO_FILE"


def check_downloads(act: Act, agency: str) -> bool:
    """Raise the alarm of this police agency, once a day, or clear it; whether one was raised.

    The worker's work, every minute. A file that was refused whole is no file.
    """
    local = act.at.astimezone(LOCAL)
    midnight = datetime.combine(local.date(), time.min, tzinfo=LOCAL)
    with scoped(act.viewer):
        if came_since(act.viewer, agency, midnight):
            clear_alarms(act, KIND, agency)
            return False
        if local.time() < EXPECTED_BY:
            return False
        return raise_alarm(act, KIND, local.date(), agency)
