"""A command group that loads each command only when it is asked for.

This is the one place where an import happens late: `homeward ledger verify` must not wait
for the columns of `homeward protocol check`, nor the other way round.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class Late:
    """A command by name: `homeward.cli.protocol:protocol`, and its line in the help."""

    target: str
    words: str

    def load(self) -> click.Command:
        """Imports the module and gives the command. Raises TypeError if it is none."""
        module, _, name = self.target.partition(":")
        command = getattr(import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.target} is no command")
        return command


class LateGroup(click.Group):
    """A group over a table of `Late` commands.

    Bad usage is one plain sentence on standard error, exit code 2, nothing on standard
    output, like every other bad input.
    """

    def __init__(self, *, table: Mapping[str, Late], **settings: Any) -> None:
        super().__init__(no_args_is_help=False, **settings)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None when the table has none."""
        late = self.table.get(cmd_name)
        return late.load() if late else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their words, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, late.words) for name, late in self.table.items()])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs the command line and leaves with its exit code."""
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.ClickException as fault:
            click.echo(_sentence(fault), err=True)
            sys.exit(fault.exit_code)
        except click.Abort:
            click.echo("Stopped.", err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def _sentence(fault: click.ClickException) -> str:
    words = " ".join(fault.format_message().split())
    if isinstance(fault, click.UsageError) and fault.ctx is not None:
        return f"{words.rstrip('.')} (see {fault.ctx.command_path} --help)."
    return words
