"""The units, the proxy and the environment of deploy/: that they fit the commands there are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from homeward.cli.main import main
from homeward.config.children import Child
from homeward.config.supervisor import CannotServe, become, worker_alone
from homeward.ground.env import read_env
from homeward.ground.env_table import FAMILY, SETTINGS, weak_secret

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
COMMAND = "/opt/homeward/.venv/bin/homeward"


def starts(unit: Path) -> list[str]:
    return re.findall(r"^ExecStart=(.+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("unit", [u for u in UNITS if u.suffix == ".service"], ids=lambda u: u.name)
def test_what_a_unit_starts_is_a_command_with_options_that_exist(unit: Path) -> None:
    (line,) = starts(unit)
    program, *words = line.split()
    assert program == COMMAND
    command: click.Command = main
    context = click.Context(main)
    while isinstance(command, click.Group):
        found = command.get_command(context, words.pop(0))
        assert found is not None
        command = found
    assert command.make_context(unit.name, words).params


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(COMMAND, shutil.which("true") or "")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *[str(tmp_path / u.name) for u in UNITS]],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "homeward" in line]
    assert ours == []


def test_every_timer_has_its_service_and_who_serves_is_nobody_else() -> None:
    names = {unit.name for unit in UNITS}
    assert {u.with_suffix(".service").name for u in UNITS if u.suffix == ".timer"} <= names
    users = {
        unit.name: re.findall(r"^User=(.+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
        for unit in UNITS
        if unit.suffix == ".service"
    }
    assert users["homeward-web.service"] == ["homeward-web"]
    assert users["homeward-worker.service"] == ["homeward-worker"]
    assert "root" not in str(users)


def test_the_environment_names_settings_there_are_and_no_secret_that_would_be_taken() -> None:
    for path in (DEPLOY / "env").iterdir():
        pairs = dict(
            re.findall(r"^([A-Z_]+)=(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        )
        known = {each.name for each in SETTINGS}
        assert {name for name in pairs if not FAMILY.fullmatch(name)} <= known
        secrets = {each.name for each in SETTINGS if each.secret} & set(pairs)
        assert all("PUT-" in pairs[name] for name in secrets)
        keys = [name for name in secrets if name.endswith("_KEY")]
        assert all(weak_secret(name, pairs[name], 40) for name in keys)


def test_web_and_worker_apart_need_a_database_of_their_own(tmp_path: Path) -> None:
    env = read_env({"HOMEWARD_VAR": str(tmp_path)})
    with pytest.raises(CannotServe, match="set DATABASE_URL"):
        worker_alone(env, "127.0.0.1", 8000)
    with pytest.raises(CannotServe, match="set DATABASE_URL"):
        become(env, Child("web", ["true"], {}))


def test_the_proxy_hides_the_counts_and_sets_the_protocol_itself() -> None:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert "respond @inside 404" in text and "path /metrics" in text
    assert "header_up X-Forwarded-Proto https" in text
