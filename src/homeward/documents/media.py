"""What a file is, by what is in it. Its name and what the sender's browser says count for nothing.

Anything not on the list is refused. Office files with macros are refused by name: they can
act on the reader's machine.
"""

from __future__ import annotations

import re
import zipfile
from codecs import getincrementaldecoder
from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO

from homeward.rules.acts import Refusal

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
TEXT = "text/plain"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OPEN_XML}wordprocessingml.document"
XLSX = f"{_OPEN_XML}spreadsheetml.sheet"

#: What may be kept: the ending of the file handed out, and its words.
MEDIA: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        PDF: (".pdf", "PDF"),
        JPEG: (".jpg", "JPEG picture"),
        PNG: (".png", "PNG picture"),
        WEBP: (".webp", "WebP picture"),
        TEXT: (".txt", "plain text"),
        DOCX: (".docx", "Word document"),
        XLSX: (".xlsx", "Excel workbook"),
    }
)
PICTURES = frozenset({JPEG, PNG, WEBP})
MAY_BE = "PDF, JPEG, PNG, WebP, plain text, Word (.docx) or Excel (.xlsx)"

HEAD = 4096
PIECE = 64 * 1024
_OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<head", b"<body")
_APPLE = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"avif")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]").search
_SAVE_AS = f"Nothing was kept. Save it as {MAY_BE} and send that."


def media_of(content: BinaryIO) -> str:
    """The media type of a file, its reading place back at the start. Refusal with the reason."""
    content.seek(0)
    head = content.read(HEAD)
    if not head:
        raise _refused("This file is empty. Nothing was kept. Choose the file again.", "empty")
    media = _by_signature(head) or _office(content, head) or _text(content, head)
    content.seek(0)
    return media


def _by_signature(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    return ""


def _office(content: BinaryIO, head: bytes) -> str:
    """A Word or Excel file of today; blank for what is no archive."""
    if head.startswith(_OLD_OFFICE):
        raise _refused(
            f"This is an old Office file, or one with a password. {_SAVE_AS}", "old-office"
        )
    if not head.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(content) as archive:
            names = {name.casefold() for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        names = set()
    if any(name.endswith("vbaproject.bin") for name in names):
        raise _refused(f"This Office file has macros in it. {_SAVE_AS}", "macros")
    if "[content_types].xml" in names:
        if "word/document.xml" in names:
            return DOCX
        if "xl/workbook.xml" in names:
            return XLSX
    raise _refused(f"This is an archive, not a document. {_SAVE_AS}", "archive")


def _text(content: BinaryIO, head: bytes) -> str:
    """Plain text: UTF-8 to the end, no control signs, no markup that a browser would run."""
    if head[4:8] == b"ftyp" and head[8:12] in _APPLE:
        raise _refused(
            "This picture is in a format (HEIC or AVIF) that not every agency can open. Nothing"
            " was kept. Save it as JPEG and send that.",
            "apple",
        )
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise _refused(f"This is a web page or other markup. {_SAVE_AS}", "markup")
    if not _is_text(content):
        raise _refused(f"This is not a kind of file that can be kept. {_SAVE_AS}", "unknown")
    return TEXT


def _is_text(content: BinaryIO) -> bool:
    """Whether it is UTF-8 without control signs, from end to end."""
    content.seek(0)
    decoder = getincrementaldecoder("utf-8")()
    try:
        for piece in iter(lambda: content.read(PIECE), b""):
            if _CONTROL(piece):
                return False
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refused(sentence: str, code: str) -> Refusal:
    return Refusal(sentence, code=code, field="file")
