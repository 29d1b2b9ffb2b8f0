"""Settings that keep people out: each would be missed by nobody until it mattered."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks

SOURCE = Path(__file__).resolve().parents[2] / "src"
QUESTION = """
import json
from homeward.config import settings as s
print(json.dumps({n: getattr(s, n) for n in (
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
    "DEBUG")}))
"""


def asked(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", QUESTION],
        env={**os.environ, "PYTHONPATH": str(SOURCE), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_outside_rehearsal_everything_goes_over_https() -> None:
    said = asked(HOMEWARD_REHEARSAL="0")
    assert '"SESSION_COOKIE_SECURE": true, "CSRF_COOKIE_SECURE": true' in said
    assert '"SECURE_SSL_REDIRECT": true, "SECURE_HSTS_SECONDS": 31536000, "DEBUG": false' in said


def test_rehearsal_works_without_https_and_without_debug() -> None:
    said = asked(HOMEWARD_REHEARSAL="1")
    assert '"SESSION_COOKIE_SECURE": false' in said
    assert '"DEBUG": false' in said


def test_django_finds_nothing_wrong() -> None:
    assert [str(found) for found in run_checks()] == []


def test_scripts_and_styles_come_from_us_alone() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'self'"]
    assert directives["frame-ancestors"] == ["'none'"]
    assert not any("unsafe" in source for sources in directives.values() for source in sources)


def test_passwords_are_hashed_slowly_and_nobody_signs_up() -> None:
    words = (SOURCE / "homeward" / "config" / "settings.py").read_text(encoding="utf-8")
    first = words.index("PASSWORD_HASHERS")
    assert "Argon2" in words[first : first + 120]
    assert settings.ACCOUNT_ADAPTER == "homeward.config.accounts.ClosedAdapter"
