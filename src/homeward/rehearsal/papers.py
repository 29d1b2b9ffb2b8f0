"""A photograph and a document for each worked case, made when the rehearsal is loaded.

The photographs are drawn here: a silhouette with the word EXERCISE on it. There is no
picture of anybody in the rehearsal.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from PIL import Image, ImageDraw, ImageFont

from homeward.casework.add_document import add_document
from homeward.ground.key_ring import KeyRing
from homeward.rehearsal.story import Step, Story
from homeward.rules.documents import DocumentKind, NewDocument

LARGEST = 1024 * 1024
SIZE = (480, 600)
#: One for each case: ground and silhouette.
COLOURS = (
    ("#d5e8e0", "#2f6f5e"),
    ("#d7e3f0", "#2c5a86"),
    ("#efe3d3", "#8a5a1f"),
    ("#e9dff0", "#5d3f86"),
    ("#f0dcdc", "#8a3434"),
    ("#e2e8d4", "#566b25"),
)
GIVEN = (
    ("worker", "her mother", DocumentKind.INFORMATION_PACK, "Information pack filled in at home"),
    ("worker", "his grandmother", DocumentKind.CARE_PLAN, "Plan of help for the family"),
    ("carer", "his foster carer", DocumentKind.INFORMATION_PACK, "Information pack, kept by us"),
    ("worker", "her father", DocumentKind.LETTER, "Letter of the school about attendance"),
    ("worker", "his mother", DocumentKind.RISK_ASSESSMENT, "Risk assessment after the meeting"),
    ("home", "her key worker", DocumentKind.CARE_PLAN, "Placement plan of Larkfield House"),
)
TEXT = """EXERCISE. Everyone in this document is invented.

{title}

Looks: as in the photograph on the record.
Places: the river, the bus station, a friend's house two streets away.
Who would know: an aunt; a friend from the last school.
What helps on the way back: one calm person, something to eat, no questions at the door.
Needs to hand: an inhaler. No other medicine.
"""


def with_papers(stories: Sequence[Story], ring: KeyRing) -> list[Story]:
    """The stories of the worked cases, each with two more steps: a photograph, a document."""
    for number, story in enumerate(stories):
        who, giver, kind, title = GIVEN[number]
        at = story.at(1, "10:20")
        taken = story.opened_on - timedelta(days=60 + 31 * number)
        face = NewDocument(
            DocumentKind.PHOTOGRAPH,
            "",
            giver,
            taken,
            "A drawn silhouette, for the exercise",
            f"{giver.capitalize()} agreed: to find the child, not for the press.",
        )
        paper = NewDocument(kind, title, giver, story.opened_on - timedelta(days=30))
        text = TEXT.format(title=title).encode()
        add = partial(_step, story, who, ring)
        add(at, face, silhouette(*COLOURS[number]))
        add(at + timedelta(minutes=5), paper, io.BytesIO(text))
    return list(stories)


def _step(
    story: Story, who: str, ring: KeyRing, at: datetime, new: NewDocument, content: io.BytesIO
) -> None:
    details = {
        "new": new,
        "content": content,
        "ring": ring,
        "largest": LARGEST,
        "scanned": False,
    }
    story.steps.append(Step(who, add_document, True, at, details))


def silhouette(ground: str, figure: str) -> io.BytesIO:
    """A head and shoulders without a face, and the words that it is an exercise."""
    width, height = SIZE
    drawn = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((width * 0.3, height * 0.14, width * 0.7, height * 0.52), fill=figure)
    pen.ellipse((width * 0.08, height * 0.58, width * 0.92, height * 1.3), fill=figure)
    pen.rectangle((0, height - 84, width, height), fill="#0b0c0c")
    font = ImageFont.load_default(44)
    pen.text((width / 2, height - 42), "EXERCISE", fill="white", font=font, anchor="mm")
    made = io.BytesIO()
    drawn.save(made, "PNG")
    return made
