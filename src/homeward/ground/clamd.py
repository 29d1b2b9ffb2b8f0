"""Asking clamd whether bytes are harmful: its INSTREAM command, over a socket.

`zINSTREAM`, then pieces, each after its length in four bytes, then a length of nought. clamd
answers `stream: OK`, `stream: NAME FOUND`, or a sentence ending in `ERROR`; over its own limit
(StreamMaxLength) it answers and hangs up while the sender is still sending.
"""

from __future__ import annotations

import select
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass

TIMEOUT = 60.0
LONGEST_ANSWER = 4096


class ScannerUnavailable(RuntimeError):
    """No verdict on anything: the scanner is down, too slow, or talks nonsense."""


class ScannerRefuses(RuntimeError):
    """No verdict on these bytes: they are more than the scanner takes."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner found: a name, blank for nothing harmful."""

    found: str = ""


def scan(address: str, pieces: Iterable[bytes], timeout: float = TIMEOUT) -> Verdict:
    """Ask the clamd at a path or `host:port`. ScannerUnavailable or ScannerRefuses: no verdict."""
    try:
        with _connected(address, timeout) as link:
            hung_up = _send(link, pieces)
            answer = _answer(link, hung_up)
    except OSError as error:
        raise ScannerUnavailable(f"clamd gave no answer ({type(error).__name__}).") from error
    if hung_up and not answer:
        raise ScannerRefuses("clamd hung up on it, as it does over its StreamMaxLength.")
    return _verdict(answer)


def _connected(address: str, timeout: float) -> socket.socket:
    if address.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(timeout)
        try:
            link.connect(address)
        except OSError:
            link.close()
            raise
        return link
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout)


def _send(link: socket.socket, pieces: Iterable[bytes]) -> bool:
    """Send all of it, or what goes before clamd answers or hangs up; whether it hung up."""
    try:
        link.sendall(b"zINSTREAM\0")
        for piece in filter(None, pieces):
            if select.select([link], [], [], 0)[0]:
                return True
            link.sendall(struct.pack("!L", len(piece)) + piece)
        link.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        return True
    return False


def _answer(link: socket.socket, hung_up: bool) -> str:
    """What comes until the closing NUL, the end, or too much of it."""
    heard = b""
    while b"\0" not in heard and len(heard) < LONGEST_ANSWER:
        try:
            more = link.recv(LONGEST_ANSWER)
        except ConnectionResetError:
            if hung_up:
                break
            raise
        if not more:
            break
        heard += more
    return heard.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _verdict(answer: str) -> Verdict:
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return Verdict()
    if said.endswith(" FOUND"):
        return Verdict(said.removesuffix(" FOUND").strip()[:200])
    if "size limit" in said:
        raise ScannerRefuses("clamd takes no more than its StreamMaxLength: raise that.")
    raise ScannerUnavailable("clamd answered with an error.")
