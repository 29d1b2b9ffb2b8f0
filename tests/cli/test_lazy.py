"""Commands that are loaded only when asked for, and how they end."""

from __future__ import annotations

from dataclasses import dataclass

import click
import pytest
from click.testing import CliRunner

from homeward.cli.lazy import Late, LateGroup
from homeward.cli.main import main


@dataclass(frozen=True, slots=True)
class Ready(Late):
    """A command that is here already and ends as its name says."""

    def load(self) -> click.Command:
        return click.Command(self.target, callback=ENDINGS[self.target])


def interrupted() -> None:
    raise click.Abort


def found_problems() -> None:
    click.get_current_context().exit(1)


def done() -> None:
    click.echo("done")


ENDINGS = {"interrupted": interrupted, "found-problems": found_problems, "done": done}
GROUP = LateGroup(name="group", table={name: Ready(name, f"It is {name}.") for name in ENDINGS})


@pytest.mark.parametrize(
    ("word", "code", "said", "warned"),
    [
        ("done", 0, "done\n", ""),
        ("found-problems", 1, "", ""),
        ("interrupted", 1, "", "Stopped.\n"),
    ],
)
def test_how_a_command_ends(word: str, code: int, said: str, warned: str) -> None:
    result = CliRunner().invoke(GROUP, [word])

    assert (result.exit_code, result.stdout, result.stderr) == (code, said, warned)


def test_help_lists_the_commands_without_loading_them() -> None:
    group = LateGroup(name="group", table={"broken": Late("nowhere:nothing", "It is broken.")})

    result = CliRunner().invoke(group, ["--help"])

    assert "broken  It is broken." in result.stdout
    assert group.list_commands(click.Context(group)) == ["broken"]


def test_a_target_that_is_no_command() -> None:
    with pytest.raises(TypeError, match=r"homeward\.cli\.lazy:Late is no command"):
        Late("homeward.cli.lazy:Late", "").load()


def test_every_noun_can_be_loaded() -> None:
    assert isinstance(main, LateGroup)
    for late in main.table.values():
        assert late.load().name
