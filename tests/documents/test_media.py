"""What a file is, by what is in it; photographs drawn anew."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image
from tests.documents.files import EICAR, EXCEL, LETTER, PDF, WORD, archive, picture

from homeward.documents.media import DOCX, JPEG, MEDIA, PNG, TEXT, WEBP, XLSX, media_of
from homeward.documents.media import PDF as PDF_MEDIA
from homeward.documents.photographs import draw_anew
from homeward.rules.acts import Refusal


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (PDF, PDF_MEDIA),
        (picture("JPEG"), JPEG),
        (picture("PNG"), PNG),
        (picture("WEBP"), WEBP),
        (LETTER, TEXT),
        ("Zażółć gęślą jaźń\r\n\tein".encode() * 9000, TEXT),
        (EICAR, TEXT),
        (WORD, DOCX),
        (EXCEL, XLSX),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_is_on_the_list_is_known_by_its_content(content: bytes, media: str) -> None:
    file = io.BytesIO(content)
    file.seek(3)
    assert media_of(file) == media
    assert media in MEDIA and file.tell() == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00", "unknown"),
        (b"GIF89a\x00\x01", "unknown"),
        (b"plain, then \x00 not", "unknown"),
        (b"caf\xe9", "unknown"),
        (b"a" * 70_000 + b"\xff", "unknown"),
        ("é".encode()[:1], "unknown"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><script>", "markup"),
        (b"<svg onload=x>", "markup"),
        (b"\x00\x00\x00\x18ftypheic\x00", "apple"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"x", "old-office"),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        (archive("a.exe"), "archive"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "archive"),
        (b"PK\x03\x04 cut short", "archive"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_everything_else_is_refused_by_name(content: bytes, code: str) -> None:
    with pytest.raises(Refusal, match="Nothing was kept") as refused:
        media_of(io.BytesIO(content))
    assert (refused.value.code, refused.value.field) == (code, "file")


class TestDrawnAnew:
    def test_where_and_with_what_it_was_taken_is_gone(self) -> None:
        given = picture(hidden=True)
        with Image.open(io.BytesIO(given)) as before:
            assert before.getexif().get_ifd(0x8825)
        drawn = draw_anew(io.BytesIO(given + b"PK hung on the end " + EICAR)).getvalue()
        with Image.open(io.BytesIO(drawn)) as after:
            assert (after.format, after.size) == ("JPEG", (64, 48))
            assert not after.getexif()
            assert not {"exif", "xmp", "comment", "icc_profile", "photoshop"} & set(after.info)
        assert b"Examplephone" not in drawn and EICAR not in drawn

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_it_stands_upright(self, kind: str) -> None:
        with Image.open(draw_anew(io.BytesIO(picture(kind, turned=6)))) as drawn:
            assert drawn.size == (48, 64)
            _, green, blue = drawn.getpixel((24, 5))
            assert green > 90 > blue

    def test_a_large_one_is_made_smaller(self) -> None:
        with Image.open(draw_anew(io.BytesIO(picture(size=(3300, 1100))))) as drawn:
            assert drawn.size == (1600, 533)

    def test_what_can_be_seen_through_stands_on_white(self) -> None:
        made = io.BytesIO()
        Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(made, "PNG")
        with Image.open(draw_anew(made)) as drawn:
            assert drawn.getpixel((4, 4)) == (255, 255, 255)

    def test_one_of_few_colours_is_drawn_too(self) -> None:
        made = io.BytesIO()
        Image.new("P", (8, 8)).save(made, "PNG")
        assert draw_anew(made).getvalue().startswith(b"\xff\xd8")

    @pytest.mark.parametrize("size", [(6000, 6000), (20_000, 20_000)])
    def test_a_bomb_is_refused_before_it_is_unpacked(self, size: tuple[int, int]) -> None:
        with pytest.raises(Refusal, match="more pixels than a photograph needs"):
            draw_anew(io.BytesIO(bomb(*size)))

    @pytest.mark.parametrize(
        "content",
        [b"", b"no picture", picture()[:400], picture("PNG")[:90]],
        ids=["empty", "none", "JPEG cut", "PNG cut"],
    )
    def test_a_broken_one_is_refused(self, content: bytes) -> None:
        with pytest.raises(Refusal, match="cannot be read"):
            draw_anew(io.BytesIO(content))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is very large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack("!L", len(data)) + name + data + struct.pack("!L", zlib.crc32(name + data))
        )

    head = struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )
