"""What kind of file is this, and in which encoding: settled from its bytes alone."""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final, Literal

from homeward.intake.download.shapes import BadFile

Kind = Literal["text", "workbook"]

STRAY: Final = "stray-bytes-as-windows-1252"  # the error handler registered below
_SURROGATE: Final = re.compile("[\udc80-\udcff]")  # how a stray byte shows
_CHUNK: Final = 1 << 20
_LARGE_FILE: Final = 20_000_000
_LARGE_UNPACKED: Final = 200_000_000
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a text file: Python's codec and error handler, and the name to show.

    `nuls` and `strays` count NUL bytes and bytes that were not UTF-8.
    """

    codec: str
    errors: str
    name: str
    nuls: int = 0
    strays: int = 0


def kind_of(path: Path) -> Kind:
    """Say whether the bytes begin a workbook or a text, whatever the file is called.

    Raises `BadFile` when the file is empty or cannot be opened.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise BadFile(f"{path.name or path} cannot be opened: {reason}.") from error
    if not head:
        raise BadFile(f"{path.name} is empty.")
    return "workbook" if head.startswith(_WORKBOOKS) else "text"


def is_large_workbook(path: Path) -> bool:
    """Say whether a workbook must go through the streaming reader, by packed or unpacked size.

    Only the XLSX kind can be streamed.
    """
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        return False
    unpacked = sum(part.file_size for part in parts)
    return path.stat().st_size > _LARGE_FILE or unpacked > _LARGE_UNPACKED


def settle_encoding(path: Path) -> Encoding:
    """Settle the encoding of a text file by going through all its bytes once.

    UTF-8 with or without mark, UTF-16 with mark, else Windows-1252. A file that is UTF-8 but for
    a few bytes (a text cut in the middle of a letter) stays UTF-8, those bytes are read as
    Windows-1252 and counted. Raises `BadFile` when no encoding fits.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
        stream.seek(0)
        for mark, codec, name in _MARKS:
            if head.startswith(mark):
                return _marked(stream, path.name, codec, name)
        return _unmarked(stream, path.name)


def _marked(stream: BinaryIO, file: str, codec: str, name: str) -> Encoding:
    decoder = codecs.getincrementaldecoder(codec)()
    nuls = 0
    try:
        for chunk in _chunks(stream):
            nuls += decoder.decode(chunk).count("\0")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise BadFile(f"{file} is marked as {name} but holds bytes that are not.") from error
    return Encoding(codec, "strict", name, nuls)


def _unmarked(stream: BinaryIO, file: str) -> Encoding:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    nuls = letters = strays = 0
    for chunk in chain(_chunks(stream), (b"",)):
        nuls += chunk.count(b"\0")
        text = decoder.decode(chunk, final=not chunk)
        if not text.isascii():
            bad = _count_strays(text)
            strays += bad
            letters += len(text) - len(text.encode("ascii", "ignore")) - bad
    if not strays:
        return Encoding("utf-8", "strict", "UTF-8", nuls)
    if letters > strays:
        return Encoding("utf-8", STRAY, "UTF-8", nuls, strays)
    _check_windows(stream, file)
    return Encoding("cp1252", "strict", "Windows-1252", nuls)


def _count_strays(text: str) -> int:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return len(_SURROGATE.findall(text))
    return 0


def _check_windows(stream: BinaryIO, file: str) -> None:
    stream.seek(0)
    for number, line in enumerate(stream, start=1):
        try:
            line.decode("cp1252")
        except UnicodeDecodeError as error:
            raise BadFile(
                f"{file} holds bytes that are neither UTF-8 nor Windows-1252, first in line "
                f"{number}."
            ) from error


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(STRAY, _as_windows)
