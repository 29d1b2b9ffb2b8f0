"""The work that time brings: sealing, repeating duties, the download that did not come."""

from __future__ import annotations

from django.conf import settings

from homeward.agencies.queries import police_agencies
from homeward.casework.check_downloads import check_downloads
from homeward.casework.find_due_records import find_due_records
from homeward.casework.forget_searches import forget_searches as forget
from homeward.casework.make_copy import destroy_copies
from homeward.casework.seal_ledger import seal_ledger
from homeward.casework.spread_adoption import spread_adoption
from homeward.casework.sweep_repeats import sweep_repeats as sweep
from homeward.jobs.lanes import Stopping
from homeward.jobs.tasks import system_act


def seal(stopping: Stopping) -> bool:
    """Seal what the ledger holds: no entry stands unsealed for a minute."""
    seal_ledger(system_act("seal_ledger"), settings.VAR)
    return False


def spread(stopping: Stopping) -> bool:
    """Queue the children whom a newly adopted edition concerns."""
    spread_adoption(system_act("spread_adoption"))
    return False


def sweep_repeats(stopping: Stopping) -> bool:
    """Queue the children whose repeating duty has run out: the next one must be started."""
    sweep(system_act("sweep_repeats"))
    return False


def look_for_downloads(stopping: Stopping) -> bool:
    """Raise and clear the alarm that no download came, for every police agency."""
    for agency in police_agencies():
        check_downloads(system_act("check_downloads"), agency)
    return False


def look_for_due_records(stopping: Stopping) -> bool:
    """Work out anew when records are due, a thousand a transaction; old copies are destroyed."""
    last = find_due_records(system_act("find_due_records"))
    while last is not None and not stopping.is_set():
        last = find_due_records(system_act("find_due_records"), last)
    destroy_copies(system_act("destroy_copies"))
    return False


def forget_searches(stopping: Stopping) -> bool:
    """Take away what people typed into the search box more than a working day ago."""
    forget(system_act("forget_searches"))
    return False
