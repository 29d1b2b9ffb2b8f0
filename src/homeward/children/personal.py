"""What is held of a child, and what becomes of it when the record is erased."""

from __future__ import annotations

from homeward.rules.personal import STAYS, Category, Column, Erasing, Table

_COUNTS = "figures of past years are counted by it; alone it names nobody"
_NAME = Column(Category.NAME, "a made-up name")
_FOUND_BY = Column(
    Category.NAME, "left out", STAYS, why="PostgreSQL makes it anew from the name, which is emptied"
)
_CODE = Column(Category.PLACE, "the kind of place")
_CARE = Column(Category.CARE, "kept as it is")

_ENTRY = (
    "id thread child_id replaced_by_id since_on until_on in_error said_by agency person_id act_id"
    " known_at recorded_at"
)
_WHY = {"reason": Column(Category.STORY, "left out")}
_RELATIVE = Column(Category.RELATIVE, "left out")

TABLES = (
    Table("Relative", "id child_id act_id recorded_at"),
    Table(
        "RelativeWord",
        f"{_ENTRY} relative_id",
        {**_WHY, "name": _RELATIVE, "reach": _RELATIVE, "notes": _RELATIVE},
        Erasing.ROWS,
    ),
    Table(
        "Tie",
        f"{_ENTRY} relative_id other_child_id",
        {
            **_WHY,
            "kind": Column(Category.RELATIVE, "kept as it is"),
            "words": _RELATIVE,
            "responsibility": Column(Category.RELATIVE, "kept as it is"),
            "lives_with": Column(Category.RELATIVE, "kept as it is"),
            "safe": Column(Category.RELATIVE, "kept as it is"),
            "why_unsafe": _RELATIVE,
        },
        Erasing.ROWS,
    ),
    Table(
        "Household",
        _ENTRY,
        {
            **_WHY,
            "name": _RELATIVE,
            "address": Column(Category.PLACE, "left out"),
            "postcode": Column(Category.PLACE, "the district, where 1,000 people live in it"),
            "members": Column(Category.RELATIVE, "how many they are"),
        },
        Erasing.ROWS,
    ),
    Table(
        "PlacementEntry",
        _ENTRY,
        {
            **_WHY,
            "setting": _CARE,
            "provider": _CODE,
            "provider_urn": _CODE,
            "host_la": _CARE,
            "placing_la": _CARE,
            "home_la": _CARE,
            "school_urn": _CODE,
        },
        Erasing.ROWS,
    ),
    Table(
        "Schooling",
        f"{_ENTRY} is_second",
        {
            **_WHY,
            "route": Column(Category.CARE, "kept as it is"),
            "school_urn": _CODE,
            "school_name": _CODE,
            "year_group": Column(Category.CARE, "kept as it is"),
        },
        Erasing.ROWS,
    ),
    Table(
        "Need",
        _ENTRY,
        {
            **_WHY,
            "kind": Column(Category.IDENTITY, "kept as it is"),
            "words": Column(Category.IDENTITY, "left out"),
        },
        Erasing.ROWS,
    ),
    Table(
        "Identifier",
        "id child_id kind issuer is_valid source_id",
        {"value": Column(Category.NUMBER, "left out")},
        Erasing.ROWS,
    ),
    Table(
        "Alias",
        "id child_id source_id",
        {"name": _NAME, "folded": _FOUND_BY, "name_keys": _FOUND_BY},
        Erasing.ROWS,
    ),
    Table(
        "Address",
        "id child_id known_at source_id",
        {
            "text": Column(Category.PLACE, "left out"),
            "postcode": Column(Category.PLACE, "the district, where 1,000 people live in it"),
            "uprn": Column(Category.PLACE, "left out"),
        },
        Erasing.ROWS,
    ),
    Table(
        "Placement",
        "id child_id known_at source_id",
        {
            "setting": _CARE,
            "provider_urn": _CODE,
            "responsible_la": _CARE,
            "placing_la": _CARE,
            "school_urn": _CODE,
        },
        Erasing.ROWS,
    ),
    Table(
        "Child",
        "id erased_at",
        {
            "surname": _NAME,
            "forename": _NAME,
            "forename2": _NAME,
            "folded": _FOUND_BY,
            "name_keys": _FOUND_BY,
            "dob": Column(
                Category.BIRTH, "the age in years", "make_date(extract(year FROM dob)::int, 1, 1)"
            ),
            "sex": Column(Category.IDENTITY, "kept as it is"),
            "ethnicity": Column(Category.IDENTITY, "one of five groups"),
            "school_urn": _CODE,
            "setting": Column(Category.CARE, "kept as it is", STAYS, why=_COUNTS),
            "place": Column(Category.PLACE, "kept as it is", STAYS, why=_COUNTS),
            "placed_by_other_la": Column(Category.CARE, "kept as it is", STAYS, why=_COUNTS),
        },
        Erasing.COLUMNS,
        "id = %(child)s",
    ),
)
