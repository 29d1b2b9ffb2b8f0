"""A service in live mode behind https, its people, an agency's sign-in service, and a browser.

Rehearsal mode has no passwords, so signing in is tried on a site of its own.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright
from tests.journeys.conftest import BROWSERS, DESKTOP, PHONE, QUIET, Visitor, _wait_for
from tests.journeys.stock import PASSWORD
from tests.provider import CLIENT, SECRET
from tests.provider.running import ROOT, free_port, provider

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass(frozen=True)
class Site:
    """Where the service is, as a browser sees it, and the digest of its certificate's key."""

    address: str
    key: str


def make_certificate(folder: Path) -> tuple[Path, str]:
    """A certificate for localhost with its key in one file, and the digest that names the key."""
    both = folder / "both.pem"
    asked = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    asked += ["-nodes", "-days", "2", "-subj", "/CN=localhost"]
    asked += ["-addext", "subjectAltName=DNS:localhost"]
    asked += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(asked, check=True, capture_output=True)
    both.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    public = subprocess.run(
        ["openssl", "pkey", "-in", str(both), "-pubout", "-outform", "DER"],
        check=True,
        capture_output=True,
    ).stdout
    return both, base64.b64encode(hashlib.sha256(public).digest()).decode()


def handing_on(port: int) -> type[BaseHTTPRequestHandler]:
    """What a proxy does: https in front, plain behind, and a word that it was https."""

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def hand_on(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            given = {n: v for n, v in self.headers.items() if n.lower() not in HOP}
            behind = HTTPConnection("127.0.0.1", port, timeout=30)
            given["X-Forwarded-Proto"] = "https"
            behind.request(self.command, self.path, self.rfile.read(length), given)
            answer = behind.getresponse()
            body = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {*HOP, "date", "server"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            behind.close()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    for verb in ("GET", "HEAD", "POST"):
        setattr(Proxy, f"do_{verb}", Proxy.hand_on)
    return Proxy


@pytest.fixture(scope="module")
def live_site() -> Iterator[Site]:
    """A running service in live mode, with the people of `stock.py`."""
    with ExitStack() as stack:
        var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hwl-")))
        port, front = free_port(), free_port()
        address = f"https://localhost:{front}"
        entering = [sys.executable, "-m", "tests.journeys.stock"]
        stocked = surroundings(var, "http://127.0.0.1:9")
        with subprocess.Popen(entering, env=stocked, cwd=ROOT) as filling:
            issuer = stack.enter_context(provider(f"{address}/sign-in/with/york/back/"))
        assert filling.returncode == 0
        environment = surroundings(var, issuer)
        service = subprocess.Popen(
            [sys.executable, "-m", "homeward", "server", "run", "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        stack.callback(service.wait, timeout=60)
        stack.callback(service.send_signal, signal.SIGTERM)
        both, key = make_certificate(var)
        proxy = ThreadingHTTPServer(("127.0.0.1", front), handing_on(port))
        proxy.daemon_threads = True
        guarded = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        guarded.load_cert_chain(both)
        proxy.socket = guarded.wrap_socket(proxy.socket, server_side=True)
        Thread(target=proxy.serve_forever, daemon=True).start()
        stack.callback(proxy.server_close)
        stack.callback(proxy.shutdown)
        _wait_for(f"http://127.0.0.1:{port}/health/ready", service)
        yield Site(address, key)


def surroundings(var: Path, issuer: str) -> dict[str, str]:
    """The environment of a live service that knows York's sign-in service."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("HOMEWARD_")}
    return {
        **kept,
        "HOMEWARD_VAR": str(var),
        "HOMEWARD_HOSTS": "localhost",
        "HOMEWARD_PROCESSES": "1",
        "HOMEWARD_OIDC": "york",
        "HOMEWARD_OIDC_YORK_NAME": "City of York",
        "HOMEWARD_OIDC_YORK_ISSUER": issuer,
        "HOMEWARD_OIDC_YORK_CLIENT_ID": CLIENT,
        "HOMEWARD_OIDC_YORK_SECRET": SECRET,
        "HOMEWARD_OIDC_YORK_SECOND_FACTOR": "amr:mfa",
    }


@pytest.fixture(scope="module")
def live_browser(driver: Playwright, live_site: Site) -> Iterator[Browser]:
    """Chromium that trusts the site's certificate, by its key; keys need a page without fault."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert found, "Chromium is not installed."
    trusted = f"--ignore-certificate-errors-spki-list={live_site.key}"
    launched = driver.chromium.launch(executable_path=found, args=[*QUIET, trusted])
    yield launched
    launched.close()


class Newcomer(Visitor):
    """Somebody at the live site, with a password."""

    def gives(self, email: str, password: str = PASSWORD) -> None:
        """Fill in the sign-in page and send it."""
        self.goes_to("/sign-in/")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_load_state()

    def types(self, label: str, text: str) -> None:
        """Fill in one box."""
        self.page.get_by_label(label, exact=True).fill(text)

    def has_a_key(self) -> None:
        """A virtual key in this browser that answers at once."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.fixture
def newcomer(live_browser: Browser, live_site: Site) -> Iterator[Callable[..., Newcomer]]:
    """Somebody new at a browser of their own; `phone=True` on a phone."""
    with ExitStack() as stack:

        def arrive(*, phone: bool = False) -> Newcomer:
            size: Any = PHONE if phone else DESKTOP
            context = live_browser.new_context(viewport=size)
            stack.callback(context.close)
            return Newcomer(context.new_page(), live_site.address)

        yield arrive
