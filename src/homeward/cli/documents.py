"""`homeward documents`: a new key for the bytes of documents; prove that none was changed."""

from __future__ import annotations

import click

from homeward.cli.answers import say, say_json, warn
from homeward.cli.inside import in_record


@click.group("documents")
def documents() -> None:
    """The documents and photographs of the record, closed at rest."""


@documents.command("rotate-key", epilog="Example: homeward documents rotate-key")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def rotate_key(as_json: bool) -> None:
    """Make a new wrapping key and close the key of every document with it.

    The bytes are not touched. The older key files stay: backups made before need them.
    """
    with in_record("homeward.cli.papers:rotate") as rotate:
        done = rotate()
    if as_json:
        say_json({"key": done.key, "documents": done.documents, "older": done.older})
        return
    say(f"The new key is {done.key}; {done.documents} documents are closed with it.")
    if done.older:
        say("Older key files: " + ", ".join(done.older) + ".")
        say("Nothing in the record needs them any more. Backups made until now do: keep the")
        say("files with those backups, or destroy both together.")


@documents.command("check", epilog="Example: homeward documents check")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def check(as_json: bool) -> None:
    """Read every document and prove that it is what was kept. Exit 1 when one is not."""
    with in_record("homeward.cli.papers:check") as prove:
        found = prove()
    if as_json:
        say_json({"documents": found.documents, "ok": not found.wrong, "wrong": found.wrong})
    elif not found.wrong:
        say(f"All {found.documents} documents are as they were kept.")
    for document, why in found.wrong.items():
        warn(f"{document}: {why}")
    if found.wrong:
        click.get_current_context().exit(1)
