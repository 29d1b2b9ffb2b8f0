"""The whole product, as `make run` starts it, and a browser to use it with."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a running service with the rehearsal partnership in it."""
    var = Path(tempfile.mkdtemp(prefix="hwj-"))
    port = _free_port()
    kept = {name: text for name, text in os.environ.items() if not name.startswith("HOMEWARD_")}
    environment = {**kept, "HOMEWARD_VAR": str(var), "HOMEWARD_REHEARSAL": "1"}
    environment["HOMEWARD_REHEARSAL_YEARS"] = "0"
    service = subprocess.Popen(
        [sys.executable, "-m", "homeward", "server", "run", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/health/ready", service)
        yield address
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait(timeout=60)
        shutil.rmtree(var, ignore_errors=True)


def _wait_for(address: str, service: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert service.poll() is None, "The service ended before it was ready."
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("The service was not ready in two minutes.")


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives browsers: one for the session, as two cannot run in one process."""
    with sync_playwright() as driving:
        yield driving


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """The system's own Chromium; nothing is downloaded."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert found, "Chromium is not installed."
    launched = driver.chromium.launch(executable_path=found, args=QUIET)
    yield launched
    launched.close()


class Visitor:
    """Somebody at a browser: signs in as one of the cast, goes places, reads, presses."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self._troubles: list[str] = []
        page.on("pageerror", lambda error: self._troubles.append(str(error)))

    def signs_in_as(self, name: str) -> Visitor:
        """Press the button with this name of the cast."""
        self.goes_to("/sign-in/")
        self.page.get_by_role("button", name=name).click()
        self.page.wait_for_load_state()
        assert "/sign-in/" not in self.page.url
        return self

    def goes_to(self, path: str) -> int:
        """Open a page of the service; the answer's status.

        An address that differs from the open page by its fragment alone asks the
        service nothing, so the page is asked for again.
        """
        answer = self.page.goto(self.site + path) or self.page.reload()
        assert answer is not None
        return answer.status

    def presses(self, words: str) -> None:
        """Press the first button or link with these words."""
        target = self.page.get_by_role("button", name=words).or_(
            self.page.get_by_role("link", name=words)
        )
        target.first.click()
        self.page.wait_for_load_state()

    def reads(self) -> str:
        """The words of the main part of the page."""
        return self.page.locator("main").inner_text()

    def finds_no_barrier(self) -> None:
        """The page has no violation that axe knows, and no script failed."""
        found = Axe().run(self.page, options={"runOnly": WCAG})
        assert found.violations_count == 0, found.generate_report()
        assert self._troubles == []

    def links(self, part: str) -> list[str]:
        """Addresses of links on the page with this part in them."""
        found = self.page.eval_on_selector_all(
            "main a[href]", "links => links.map(link => link.getAttribute('href'))"
        )
        return [href for href in found if part in href]


WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    """Somebody new at a browser of their own; `phone=True` on a phone, `script=False` without."""
    contexts = []

    def arrive(*, phone: bool = False, script: bool = True) -> Visitor:
        size: Any = PHONE if phone else DESKTOP
        context = browser.new_context(viewport=size, java_script_enabled=script)
        contexts.append(context)
        return Visitor(context.new_page(), site)

    yield arrive
    for context in contexts:
        context.close()
