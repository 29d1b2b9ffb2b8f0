"""What is held of the people who work with the record, and of who may see whom."""

from __future__ import annotations

from homeward.rules.personal import Category, Column, Erasing, Kept, Table

_SIGN_IN = Column(Category.SIGN_IN, "left out", kept=Kept.SIGN_IN)

_STAFF = Column(Category.STAFF, "left out", kept=Kept.STAFF)
_WHY = Column(Category.STORY, "left out")
_OPENED = "SELECT {0} FROM access_emergency WHERE child_id = %(child)s"

TABLES = (
    Table(
        "Person",
        "id is_superuser is_active is_rehearsal",
        {
            "name": Column(Category.STAFF, "the person's role", kept=Kept.STAFF),
            "email": _SIGN_IN,
            "password": _SIGN_IN,
            "last_login": _SIGN_IN,
            "joined_at": _STAFF,
            "closed_at": _STAFF,
        },
    ),
    Table("Membership", "id person_id team_id role since_on until_on"),
    Table("Involvement", "id child_id team_id ground since_at until_at act_id"),
    Table("WayIn", "id agency_id provider domains password at act_id"),
    Table("Acceptance", "id person_id version digest at act_id"),
    Table(
        "FactorReset",
        "id person_id asked_by_id asked_at act_id",
        {"reason": Column(Category.STAFF, "left out", kept=Kept.STAFF)},
    ),
    Table("UsedCode", "id person_id at", {"digest": _SIGN_IN}),
    Table("FactorResetEnd", "reset_id done by_id at act_id"),
    Table(
        "Ask",
        "id person_id at",
        {"reason": _WHY},
        Erasing.WORDS,
        f"(person_id, at) IN ({_OPENED.format('person_id, opened_at')})",
    ),
    Table(
        "EmergencyReview",
        "id emergency_id person_id at right act_id",
        {"reason": _WHY},
        Erasing.WORDS,
        f"emergency_id IN ({_OPENED.format('id')})",
    ),
    Table(
        "Emergency",
        "id child_id person_id team_id agency opened_at until_at owner_team_id owner_agency"
        " told_at reviewed_at act_id",
        {"reason": _WHY},
        Erasing.COLUMNS,
    ),
    Table(
        "Invitation",
        "id person_id team_id site made_at expires_at used_at withdrawn_at mailed_at tries act_id",
    ),
    Table(
        "Handover",
        "id person_id kind agency to_team_id to_person_id asked_by asked_at carried_at",
        {"reason": _STAFF},
    ),
    Table(
        "Contact",
        "id team_id person_id verified_on entered_at entered_by act_id",
        {"phone": _STAFF, "email": _STAFF, "hours": _STAFF},
    ),
    Table("HomeMark", "id person_id at act_id", {"mark": _STAFF}),
    Table(
        "OddLook",
        "id kind child_id at on noticed_at answered_at agency",
        {
            "person_id": Column(Category.TRAIL, "left out", kept=Kept.TRAIL),
            "facts": Column(Category.TRAIL, "left out", kept=Kept.TRAIL),
        },
    ),
    Table(
        "OddAnswer",
        "id look_id person_id at explained act_id",
        {"reason": _STAFF},
    ),
    Table("Watermark", "name last_id"),
    Table("Preview", "id person_id team_id role began_at ended_at act_id"),
)
