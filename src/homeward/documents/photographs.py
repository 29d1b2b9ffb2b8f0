"""Photographs are drawn anew: only what can be seen is kept, never what the file hides.

Where and with what a picture was taken, its thumbnail, anything hung on its end: all gone,
because only the picture itself is carried over, smaller, as a plain JPEG.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from homeward.rules.acts import Refusal
from homeward.rules.documents import PHOTOGRAPH_SIDE

FORMATS = ("JPEG", "PNG", "WEBP")
#: A JPEG is read at a fraction of its size; the others must be unpacked whole.
MOST_PIXELS = {"JPEG": 80_000_000, "PNG": 30_000_000, "WEBP": 30_000_000}
QUALITY = 85
_BROKEN = (
    "This picture cannot be read. Nothing was kept. Open it on your computer, save it anew as"
    " JPEG and send that."
)
_TOO_LARGE = (
    "This picture has more pixels than a photograph needs (30 million; 80 million in a JPEG)."
    " Nothing was kept. Save it smaller and send that."
)
_BROKEN_ERRORS = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
)


def draw_anew(content: BinaryIO) -> io.BytesIO:
    """The picture as a JPEG of at most 1,600 pixels a side, upright, without hidden data.

    Refusal where it is no picture, is broken, or unpacks to more than a picture needs.
    """
    content.seek(0)
    try:
        with Image.open(content, formats=FORMATS) as picture:
            _check_size(picture)
            return _drawn(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused(_TOO_LARGE, "picture-too-large") from None
    except _BROKEN_ERRORS:
        raise _refused(_BROKEN, "broken-picture") from None


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS[picture.format or ""]:
        raise _refused(_TOO_LARGE, "picture-too-large")


def _drawn(picture: Image.Image) -> io.BytesIO:
    picture.draft("RGB", (PHOTOGRAPH_SIDE, PHOTOGRAPH_SIDE))
    shown = picture if picture.mode in ("RGB", "RGBA", "L") else picture.convert("RGBA")
    shown.thumbnail((PHOTOGRAPH_SIDE, PHOTOGRAPH_SIDE))
    clear = ImageOps.exif_transpose(shown).convert("RGBA")
    plain = Image.new("RGB", clear.size, "white")
    plain.paste(clear, mask=clear.getchannel("A"))
    kept = io.BytesIO()
    plain.save(kept, "JPEG", quality=QUALITY, optimize=True)
    kept.seek(0)
    return kept


def _refused(sentence: str, code: str) -> Refusal:
    return Refusal(sentence, code=code, field="file")
