"""A scanner that speaks clamd's protocol over a real socket, for tests.

It reads INSTREAM as clamd does, however the bytes are split, knows the EICAR test file, keeps
to a limit as clamd's StreamMaxLength does (answers and hangs up at once), and can be told to
misbehave. `test_clamd.py` holds it to clamd's documented answers.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Scanner:
    """A listening scanner. `heard` is what it was sent, one entry a connection."""

    def __init__(self, link: socket.socket, *, limit: int, says: bytes | None, dumb: bool) -> None:
        self.heard: list[bytes] = []
        self._link = link
        self._limit = limit
        self._says = says
        self._dumb = dumb
        self._over = Event()
        self._thread = Thread(target=self._serve)

    @property
    def address(self) -> str:
        """As HOMEWARD_CLAMD names it."""
        name = self._link.getsockname()
        return name if isinstance(name, str) else f"{name[0]}:{name[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        with suppress(OSError):
            self._link.shutdown(socket.SHUT_RDWR)
        self._link.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                one, _ = self._link.accept()
            except OSError:
                return
            with one, suppress(OSError):
                self._answer(one)

    def _answer(self, one: socket.socket) -> None:
        if self._dumb:
            self._over.wait(10)
            return
        if _exactly(one, 10) != b"zINSTREAM\0":
            one.sendall(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := struct.unpack("!L", _exactly(one, 4))[0]:
            if len(content) + size > self._limit:
                one.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
            content += _exactly(one, size)
        self.heard.append(content)
        found = b"Eicar-Signature FOUND" if EICAR in content else b"OK"
        for sign in self._says or b"stream: " + found + b"\0":  # sign by sign: split packets
            one.sendall(bytes([sign]))


def _exactly(one: socket.socket, size: int) -> bytes:
    """Exactly so many bytes, in as many packets as they come. OSError at the end."""
    got = b""
    while len(got) < size:
        more = one.recv(min(size - len(got), 7))
        if not more:
            raise OSError("ended early")
        got += more
    return got


@contextmanager
def listening(
    folder: Path | None = None,
    *,
    limit: int = 1 << 20,
    says: bytes | None = None,
    dumb: bool = False,
) -> Iterator[Scanner]:
    """A scanner at a socket in `folder`, or on a local port."""
    if folder is None:
        link = socket.create_server(("127.0.0.1", 0))
    else:
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.bind(str(folder / "clamd.ctl"))
        link.listen()
    scanner = Scanner(link, limit=limit, says=says, dumb=dumb)
    scanner.start()
    try:
        yield scanner
    finally:
        scanner.stop()
