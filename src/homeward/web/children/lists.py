"""The lists of a child's page as files: the chronology as narrowed, and the episodes."""

from __future__ import annotations

from homeward.episodes.queries import EpisodeFacts
from homeward.rules.episodes import State
from homeward.rules.sharing import Section
from homeward.web.children.chronology import Filters, Item
from homeward.web.children.reading import ChildRecord
from homeward.web.children.wording import code_words, grade_words
from homeward.web.lists.columns import Column, Listing
from homeward.web.words import day, local


def chronology_listing(record: ChildRecord) -> Listing[Item]:
    """The lines of this child; a line of a bare day has no time to say."""
    return Listing(
        "chronology",
        "Chronology",
        (
            Column("Happened", lambda item: local(item.at).date() if item.day_only else item.at),
            Column("Became known", lambda item: item.known_at),
            Column("What", lambda item: item.title, width=40),
            Column("Words", lambda item: item.text, width=60),
            Column("Agency", lambda item: item.agency, width=24),
            Column("Source", lambda item: item.source, width=24),
            Column("No longer stands", lambda item: item.why, width=40),
        ),
        lambda item: record.child.id,
        filters=("agency", "kind", "source", "hide"),
    )


def filters_told(filters: Filters, record: ChildRecord) -> list[tuple[str, str]]:
    """How the chronology is narrowed, in words."""
    given = [
        ("Agency", record.names.agency(filters.agency) if filters.agency else ""),
        ("Kind", filters.group),
        ("From", code_words(filters.source) if filters.source else ""),
        ("As known on", day(filters.known_at) if filters.known_at else ""),
        ("Left out", "lines that no longer stand" if filters.hide_gone else ""),
    ]
    return [(label, words) for label, words in given if words]


def episode_listing(record: ChildRecord) -> Listing[EpisodeFacts]:
    """The child's episodes with the columns that the reader's sections let through."""
    return Listing(
        "episodes-of-child",
        "Missing episodes of one child",
        (
            Column[EpisodeFacts]("Missing from", lambda each: each.started_at),
            Column("Returned", lambda each: each.returned_at),
            Column("How it stands", lambda each: State(each.state).words, section=Section.EPISODE),
            Column(
                "Grade",
                lambda each: grade_words(each.grade) if each.grade else "not graded",
                section=Section.RISK,
            ),
            Column("Last seen", lambda each: each.last_seen_at, section=Section.EPISODE),
            Column("Last place", lambda each: each.last_place, section=Section.PLACES, width=30),
            Column("Reported", lambda each: each.reported_at, section=Section.EPISODE),
            Column(
                "Owner",
                lambda each: record.directory.named(each.owner_team_id) or "nobody yet",
                section=Section.EPISODE,
                width=28,
            ),
        ),
        lambda each: each.child_id,
    ).within(record.sections)
