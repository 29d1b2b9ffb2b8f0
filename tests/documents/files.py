"""Files as people send them, made here: nothing but invented bytes."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
LETTER = b"Dear colleague, her aunt in Leeds has room for her.\n"
GPS = {1: "N", 2: (54.0, 17.0, 5.0), 3: "W", 4: (0.0, 24.0, 1.0)}


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (64, 48), *, hidden: bool = False, turned: int = 1
) -> bytes:
    """A picture, left half green, right half blue; `hidden`: where and with what it was taken."""
    drawn = Image.new("RGB", size, "green")
    drawn.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[0x0112] = turned
    if hidden:
        exif[0x010F] = "Examplephone"
        exif.get_ifd(0x8825).update(GPS)
    made = io.BytesIO()
    drawn.save(made, kind, exif=exif)
    return made.getvalue()


def archive(*names: str) -> bytes:
    """A ZIP archive of these names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return made.getvalue()


WORD = archive("[Content_Types].xml", "word/document.xml")
EXCEL = archive("[Content_Types].xml", "xl/workbook.xml")
