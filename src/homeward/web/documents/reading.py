"""What the pages of documents need besides them: the child, names of agencies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404

from homeward.agencies.queries import get_directory
from homeward.children.facts import ChildFacts
from homeward.children.queries import get_child
from homeward.documents.queries import papers_of_child, reader_of
from homeward.rules.acts import Viewer
from homeward.rules.documents import adds, reads_any
from homeward.web.documents.present import Section, section_of

NEWEST = 6


def child_with_papers(viewer: Viewer, child: UUID) -> ChildFacts:
    """The child. Http404 where this viewer has none, or reads no document at all."""
    facts = get_child(viewer, child) if reads_any(reader_of(viewer).sections) else None
    if facts is None:
        raise Http404
    return facts


def agency_names() -> Mapping[str, str]:
    """Names of agencies by code."""
    return {team.agency: team.agency_name for team in get_directory().by_id.values()}


def read_section(
    viewer: Viewer, child: ChildFacts, agencies: Mapping[str, str], now: datetime
) -> Section | None:
    """What the page of a child shows of its documents: one query. None: nothing for this reader."""
    reader = reader_of(viewer)
    if not reads_any(reader.sections):
        return None
    papers = papers_of_child(viewer, child.id, NEWEST)
    return section_of(
        papers,
        child.name,
        agencies,
        reader,
        now,
        has_scanner=bool(settings.SCANNER),
        may_add=adds(reader.sections),
    )
