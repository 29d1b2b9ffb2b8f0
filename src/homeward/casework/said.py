"""What a report says of its child, kept on the report, so that it can be said again.

Not a verb. The child's summary is always that of the newest report; when a join is
undone, or a version comes late, it is worked out anew from the reports that remain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from homeward.children.actions import Said
from homeward.episodes.facts import ReportFacts
from homeward.linkage.actions import merged_profile
from homeward.rules.linkage import Person

_NOT_KEPT = ("source_id", "rank", "known_at")
_NAMES = tuple(field.name for field in fields(Said) if field.name not in _NOT_KEPT)


def to_detail(said: Said) -> dict[str, Any]:
    """What was said, for the report's detail; blanks are left out."""
    kept: dict[str, Any] = {}
    for name in _NAMES:
        value = getattr(said, name)
        if value:
            kept[name] = value
    kept["dob"] = said.dob.isoformat()
    kept["known_at"] = said.known_at.isoformat()
    return kept


def from_detail(report: ReportFacts) -> Said:
    """What a report said of its child."""
    kept = dict(report.detail["said"])
    known_at = datetime.fromisoformat(kept.pop("known_at"))
    kept["dob"] = date.fromisoformat(kept["dob"])
    kept["aliases"] = tuple(kept.get("aliases", ()))
    kept["identifiers"] = tuple(tuple(each) for each in kept.get("identifiers", ()))
    names = {"surname": "", "forename": ""}
    return Said(report.id, rank_of(report), known_at, **{**names, **kept})


def rank_of(report: ReportFacts) -> tuple[datetime, str, int]:
    """The order of what was said: the newest report, then its newest version."""
    return report.reported_at, report.ref or report.id.hex, report.version


def person_said(said: Said) -> Person:
    """The child as matching compares it."""
    numbers = {kind: value for kind, _, value, _ in said.identifiers}
    return Person(
        said.surname,
        said.forename,
        said.forename2,
        said.aliases,
        said.dob,
        said.sex,
        said.postcode,
        said.address,
        said.school_urn,
        numbers.get("NHS_NO", ""),
        numbers.get("UPN", ""),
        numbers.get("LA_CHILD_ID", ""),
        said.responsible_la,
    )


def profile_of(reports: Iterable[ReportFacts], names: Iterable[str] = ()) -> Person | None:
    """The profile that these reports make, oldest word first; None without any.

    `names` are other names that people added by hand.
    """
    profile: Person | None = None
    for report in sorted(reports, key=rank_of):
        profile = merged_profile(profile, person_said(from_detail(report)))
    if profile is None:
        return None
    return replace(profile, aliases=tuple(sorted({*profile.aliases, *names})))


def newest_said(reports: Iterable[ReportFacts]) -> Said | None:
    """The newest word on the child; None without any report."""
    newest = max(reports, key=rank_of, default=None)
    return from_detail(newest) if newest else None
