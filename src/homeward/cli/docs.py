"""`homeward docs write` and `homeward docs check`: pages made from editions and tables."""

from __future__ import annotations

from pathlib import Path

import click

from homeward.casework.data_map import NOUNS
from homeward.cli.answers import say, say_json
from homeward.rules import protocol
from homeward.rules.data_map import data_map
from homeward.rules.protocol.pages import pages
from homeward.rules.sharing_page import sharing_page

EDITIONS = Path(protocol.__path__[0]) / "editions"
FOLDER = Path(protocol.__path__[0]).parents[3] / "docs"
DATA_MAP = "data-map.md"
SHARING = "who-sees-what.md"

into = click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=FOLDER,
    help="Folder of the pages. Default: docs of the checkout.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group("docs")
def docs() -> None:
    """The pages made from the editions, the data map and the table of access."""


@docs.command("write", epilog="Example: homeward docs write")
@into
@as_json
def write(folder: Path, as_json: bool) -> None:
    """Write every page anew and remove pages that nothing makes."""
    made = made_pages()
    changed = stale(folder, made)
    (folder / "protocol").mkdir(parents=True, exist_ok=True)
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
    """The pages as they are made now, by their place below the folder."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in EDITIONS.glob("*.toml")}
    made = {f"protocol/{name}": page for name, page in pages(texts).items()}
    return {**made, DATA_MAP: data_map(NOUNS), SHARING: sharing_page()}


def stale(folder: Path, made: dict[str, str]) -> list[str]:
    """Names of the pages that are absent, differ, or that nothing makes."""
    beside = (folder / name for name in (DATA_MAP, SHARING))
    there = [*(folder / "protocol").glob("*.md"), *(path for path in beside if path.exists())]
    found = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in there
    }
    return sorted(name for name in {*made, *found} if made.get(name) != found.get(name))


def tell(answer: dict[str, object], as_json: bool, words: str) -> None:
    """One JSON object, or one sentence."""
    if as_json:
        say_json(answer)
    else:
        say(words)
