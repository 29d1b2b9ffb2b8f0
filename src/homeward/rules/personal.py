"""The data map in types: what a column holds of somebody, how long, what stands in for it.

Every noun has one table of its models in `<noun>/personal.py`. The same table is the page
`docs/data-map.md`, the build's check that no new column is forgotten, and the eraser: what
it says happens to a column when a child's record is erased is what is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Category(StrEnum):
    """What kind of personal data a column holds."""

    NAME = "Name"
    BIRTH = "Date of birth"
    IDENTITY = "Sex, ethnicity, language, faith"
    NUMBER = "Number another system knows the child by"
    PLACE = "Where somebody lives, learns or was"
    CARE = "Who cares for the child"
    STORY = "What somebody wrote about the child"
    SEEN = "Photograph or document"
    RELATIVE = "Somebody around the child"
    RAW = "As it arrived from outside"
    STAFF = "Somebody who works with the record"
    SIGN_IN = "How somebody signs in"
    TRAIL = "Who did or read what"


class Kept(StrEnum):
    """How long a column is kept."""

    CHILD = "as long as the child's record"
    STAFF = "while the person works here, then as long as what they did"
    SIGN_IN = "while the person may sign in"
    TRAIL = "as long as the ledger"
    WORK = "until the work is done"
    REQUEST = "with the request for a copy"


#: What a column of a child's record becomes when the record is erased. `BLANK` empties it;
#: any other text is the SQL that says what stays.
BLANK = ""
STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Column:
    """One column with personal data. `stand_in` is what an anonymised export says instead."""

    category: Category
    stand_in: str
    erased: str = BLANK
    kept: Kept = Kept.CHILD
    why: str = ""


class Erasing(StrEnum):
    """What an erasure does to a table's rows of the child."""

    ROWS = "the rows are removed"
    COLUMNS = "the columns are emptied, the rows stay"
    WORDS = "the words are erased, the rows stay and are added to alone"
    ACTION = "emptied by an action of its own, the rows stay"
    NOT = "holds no child's record"


@dataclass(frozen=True, slots=True)
class Table:
    """One model. `plain` names the columns that say nothing of anybody; all others are columns.

    `of_child` is the SQL condition for the rows of one child, %(child)s; blank where a table
    holds none. Columns of the same model are erased together, tables in their order.
    """

    model: str
    plain: str
    columns: Mapping[str, Column] = field(default_factory=dict)
    erasing: Erasing = Erasing.NOT
    of_child: str = "child_id = %(child)s"

    def names(self) -> Iterator[str]:
        """Every column that the table declares."""
        yield from self.plain.split()
        yield from self.columns


def problems(table: Table, found: set[str]) -> list[str]:
    """What is wrong with a table, given the columns that the model really has."""
    declared = list(table.names())
    wrong = [f"{table.model}.{name} is not declared" for name in sorted(found - set(declared))]
    wrong += [f"{table.model}.{name} is no column" for name in sorted(set(declared) - found)]
    wrong += [
        f"{table.model}.{name} is declared twice"
        for name in sorted({each for each in declared if declared.count(each) > 1})
    ]
    for name, column in table.columns.items():
        if not column.stand_in:
            wrong.append(f"{table.model}.{name} has no stand-in")
        if column.kept is Kept.CHILD and table.erasing is Erasing.NOT:
            wrong.append(f"{table.model}.{name} is kept with the child's record and never erased")
        if column.erased == STAYS and not column.why:
            wrong.append(f"{table.model}.{name} stays after an erasure: say why")
    return wrong
