"""Starting and stopping the provider, and the service that homeward takes it for."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.provider import CLIENT, SECRET

from homeward.ground.sign_in_services import SignInService

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def provider(callback: str) -> Iterator[str]:
    """The address of a running provider whose client is called back there."""
    port = free_port()
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("HOMEWARD_", "DJANGO_"))}
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    with tempfile.TemporaryDirectory(prefix="hwp-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.provider", folder, str(port), callback],
            cwd=ROOT,
            env={**kept, "PYTHONPATH": paths},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate()


def service(address: str, *, issuer: str = "") -> SignInService:
    """The provider as homeward is told of it."""
    return SignInService("york", "York", issuer or address, CLIENT, SECRET, {"amr": "mfa"})
