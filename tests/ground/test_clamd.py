"""Asking clamd: every answer that it gives, over real sockets, and none at all."""

from __future__ import annotations

import socket
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ground.scanner import EICAR, listening

from homeward.ground.clamd import ScannerRefuses, ScannerUnavailable, scan


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path: the name of a socket may have no more than about 100 signs."""
    with tempfile.TemporaryDirectory(prefix="hw-") as made:
        yield Path(made)


class TestTheFakeItself:
    """Held to what clamd's manual says of INSTREAM."""

    def speak(self, address: str, *packets: bytes) -> bytes:
        host, _, port = address.rpartition(":")
        with socket.create_connection((host, int(port)), 5) as link:
            for packet in packets:
                link.sendall(packet)
            return b"".join(iter(lambda: link.recv(64), b""))

    def test_it_answers_as_clamd_does_however_the_packets_are_split(self) -> None:
        whole = b"zINSTREAM\0" + struct.pack("!L", len(EICAR)) + EICAR + bytes(4)
        with listening() as scanner:
            one_by_one = [whole[n : n + 1] for n in range(len(whole))]
            assert self.speak(scanner.address, *one_by_one) == b"stream: Eicar-Signature FOUND\0"
            plain = b"zINSTREAM\0" + struct.pack("!L", 2) + b"hi" + bytes(4)
            assert self.speak(scanner.address, plain) == b"stream: OK\0"
            assert self.speak(scanner.address, b"zPONG____\0") == b"UNKNOWN COMMAND\0"

    def test_over_its_limit_it_answers_before_all_has_come(self) -> None:
        with listening(limit=10) as scanner:
            begun = b"zINSTREAM\0" + struct.pack("!L", 11)
            said = self.speak(scanner.address, begun)
            assert said == b"INSTREAM size limit exceeded. ERROR\0"


def test_over_a_socket_in_a_folder_and_over_a_port(folder: Path) -> None:
    for place in (folder, None):
        with listening(place) as scanner:
            assert scan(scanner.address, [b"Dear ", b"", b"colleague"]).found == ""
            assert scanner.heard == [b"Dear colleague"]


def test_something_harmful_is_named_though_it_is_split_over_pieces() -> None:
    with listening() as scanner:
        pieces = [b"before " + EICAR[:20], EICAR[20:], b" after"]
        assert scan(scanner.address, pieces).found == "Eicar-Signature"


def test_more_than_the_scanner_takes_is_no_verdict() -> None:
    with listening(limit=100_000) as scanner, pytest.raises(ScannerRefuses, match="StreamMaxLen"):
        scan(scanner.address, (bytes(64_000) for _ in range(400)))


@pytest.mark.parametrize(
    "says", [b"\0", b"stream: Can't allocate memory ERROR\0", b"stream: OKAY\0", b"Hello" * 2000]
)
def test_anything_else_that_it_says_is_no_verdict(says: bytes) -> None:
    with listening(says=says) as scanner, pytest.raises(ScannerUnavailable, match="an error"):
        scan(scanner.address, [b"x"])


def test_a_scanner_that_says_nothing_is_given_up() -> None:
    with listening(dumb=True) as scanner, pytest.raises(ScannerUnavailable, match="TimeoutError"):
        scan(scanner.address, [b"x"], timeout=0.1)


def test_nobody_listening(folder: Path) -> None:
    with pytest.raises(ScannerUnavailable, match="FileNotFoundError"):
        scan(str(folder / "clamd.ctl"), [b"x"])
    with listening() as scanner:
        address = scanner.address
    with pytest.raises(ScannerUnavailable, match="ConnectionRefusedError"):
        scan(address, [b"x"])


def test_an_error_of_the_sender_is_not_taken_for_one_of_the_scanner() -> None:
    def broken() -> Iterator[bytes]:
        yield b"x"
        raise LookupError("not to be read")

    with listening() as scanner, pytest.raises(LookupError):
        scan(scanner.address, broken())
