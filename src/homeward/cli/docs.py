"""`homeward docs write` and `homeward docs check`: the pages made from the protocol."""

from __future__ import annotations

from pathlib import Path

import click

from homeward.cli.answers import say, say_json
from homeward.rules import protocol
from homeward.rules.protocol.pages import pages

EDITIONS = Path(protocol.__path__[0]) / "editions"
FOLDER = Path(protocol.__path__[0]).parents[3] / "docs" / "protocol"

into = click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=FOLDER,
    help="Folder of the pages. Default: docs/protocol of the checkout.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group("docs")
def docs() -> None:
    """The protocol's pages, made from the editions."""


@docs.command("write", epilog="Example: homeward docs write")
@into
@as_json
def write(folder: Path, as_json: bool) -> None:
    """Write every page anew and remove pages that nothing makes."""
    made = made_pages()
    changed = stale(folder, made)
    folder.mkdir(parents=True, exist_ok=True)
    for name in changed:
        if name in made:
            (folder / name).write_text(made[name], encoding="utf-8")
        else:
            (folder / name).unlink()
    tell({"pages": len(made), "changed": changed}, as_json, f"{len(changed)} pages changed.")


@docs.command("check", epilog="Example: homeward docs check")
@into
@as_json
def check(folder: Path, as_json: bool) -> None:
    """Say which pages are not up to date; exit 1 when there are any."""
    made = made_pages()
    changed = stale(folder, made)
    words = f"Not up to date: {', '.join(changed)}. Run: homeward docs write"
    done = f"All {len(made)} pages are up to date."
    tell({"pages": len(made), "stale": changed}, as_json, words if changed else done)
    if changed:
        raise SystemExit(1)


def made_pages() -> dict[str, str]:
    """The pages as the shipped editions make them, by file name."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in EDITIONS.glob("*.toml")}
    return pages(texts)


def stale(folder: Path, made: dict[str, str]) -> list[str]:
    """Names of the pages that are absent, differ, or that nothing makes."""
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in {*made, *found} if made.get(name) != found.get(name))


def tell(answer: dict[str, object], as_json: bool, words: str) -> None:
    """One JSON object, or one sentence."""
    if as_json:
        say_json(answer)
    else:
        say(words)
