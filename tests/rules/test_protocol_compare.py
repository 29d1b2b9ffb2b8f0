"""What differs between two editions."""

from __future__ import annotations

from homeward.rules.protocol.catalogue import read_edition
from homeward.rules.protocol.compare import Change, Comparison, compare

HEAD = '[edition]\nid = "e"\ntitle = "E"\nin_force = 2020-02-21\ntimezone = "Europe/London"\n'


def duty(name: str, within: str = "72 h", evidence: str = "P") -> str:
    """One duty as TOML."""
    return (
        f'[[duty]]\nid = "{name}"\ntitle = "T"\nowner = "o"\nstarts = "child.returned"\n'
        f'within = "{within}"\nmet_by = ["interview.held"]\nevidence = "{evidence}"\n'
        'jurisdiction = "DEF"\nsource = "s"\n'
    )


def test_added_removed_changed_and_the_same() -> None:
    old = read_edition(HEAD + duty("GONE") + duty("SAME") + duty("OTHER"), "old")
    new = read_edition(HEAD + duty("OTHER", "48 h", "S") + duty("SAME") + duty("NEW"), "new")

    assert compare(old, new) == Comparison(
        added=("NEW",),
        removed=("GONE",),
        changed=(Change("OTHER", {"within": ("72 h", "48 h"), "evidence": ("P", "S")}),),
    )


def test_an_edition_against_itself() -> None:
    edition = read_edition(HEAD + duty("SAME"), "e")

    assert compare(edition, edition) == Comparison((), (), ())
