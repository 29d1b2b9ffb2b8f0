"""The people of the live site: `python -m tests.journeys.stock` enters them, as the worker."""

from __future__ import annotations

from pkgutil import resolve_name

from homeward.cli.record import record

PASSWORD = "four plain words here"
PHONE = "phone@york.example"
SPARE = "spare@york.example"
KEY = "key@york.example"
LOCKED = "locked@york.example"
BY_SERVICE = "factor@york.example"
PEOPLE = (PHONE, SPARE, KEY, LOCKED, BY_SERVICE)


def enter() -> None:
    """York, a team, its people, and that York signs in through its own service too."""
    create = resolve_name("homeward.cli.people:create_first_administrator")
    add = resolve_name("homeward.cli.people:add_person")
    create("admin@york.example", "Ada Min", PASSWORD)
    for email in PEOPLE:
        add(email, email.partition("@")[0].title(), PASSWORD, "record-keepers", "SOCIAL_WORKER")
    sign_in_by = resolve_name("homeward.cli.people:sign_in_by")
    sign_in_by("partnership", "york", ["york.example"], True)


if __name__ == "__main__":
    with record("worker"):
        enter()
