"""Fetch the pre-built GOV.UK and MOJ front-end files and make them ours to serve.

A service outside GOV.UK may use the Design System but not its typeface, crown or
crest. So both `@font-face` rules and every mention of the typeface go, the crest goes,
image addresses become relative to the style sheet, source-map comments go (hashed
static storage would look for the maps), and only the images still named are kept.

Run by a maintainer, never at set-up: `python tools/assets.py`. Needs npm. The result
under `src/homeward/web/static/vendor/` is committed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "src" / "homeward" / "web" / "static" / "vendor"
FORBIDDEN = re.compile(r"GDS Transport|@font-face|url\([^)]*cr(?:est|own)|/assets/|sourceMapping")


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package: its pinned version, where its built files lie, and their stem."""

    name: str
    version: str
    built: str
    stem: str


PACKAGES = (
    Package("govuk-frontend", "6.6.0", "dist/govuk", "govuk-frontend.min"),
    Package("@ministryofjustice/frontend", "11.1.0", "moj", "moj-frontend.min"),
)


def strip_styles(css: str) -> str:
    """Return the style sheet without typeface, crest, absolute addresses or source map."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"""["']?GDS Transport["']?,\s*""", "", css)
    css = re.sub(r"url\(/assets/images/[^)]*(?:crest|crown)[^)]*\)", "none", css)
    css = css.replace("url(/assets/images/", "url(images/")
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css).strip() + "\n"


def strip_script(script: str) -> str:
    """Return the module without its source-map comment."""
    return re.sub(r"//# sourceMappingURL=\S+", "", script).strip() + "\n"


def images_named(css: str) -> list[str]:
    """Return the image files that a stripped style sheet still names, each once."""
    return sorted(set(re.findall(r"url\(images/([^)]+)\)", css)))


def leftovers(css: str) -> list[str]:
    """Return whatever must not be served and is still there."""
    return sorted({found.group(0) for found in FORBIDDEN.finditer(css)})


def fetch(folder: Path) -> None:
    """Install the pinned packages into `folder`, without running any of their scripts."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to fetch the front-end packages. Nothing was changed.")
    pins = [f"{package.name}@{package.version}" for package in PACKAGES]
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder)]
    subprocess.run([npm, "install", *options, *pins], check=True)


def take(package: Package, modules: Path, vendor: Path) -> None:
    """Write one package's stripped style sheet, script and images into `vendor`."""
    built = modules / package.name / package.built
    css = strip_styles((built / f"{package.stem}.css").read_text(encoding="utf-8"))
    if left := leftovers(css):
        sys.exit(f"{package.name} {package.version} still names {', '.join(left)}. Not written.")
    script = strip_script((built / f"{package.stem}.js").read_text(encoding="utf-8"))
    (vendor / f"{package.stem}.css").write_text(css, encoding="utf-8")
    (vendor / f"{package.stem}.js").write_text(script, encoding="utf-8")
    for image in images_named(css):
        shutil.copyfile(built / "assets" / "images" / image, vendor / "images" / image)


def main() -> None:
    """Fetch, strip and write everything, then the list of versions."""
    (VENDOR / "images").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        fetch(Path(folder))
        for package in PACKAGES:
            take(package, Path(folder) / "node_modules", VENDOR)
    versions = "".join(f"{package.name} {package.version} MIT\n" for package in PACKAGES)
    (VENDOR / "VERSIONS").write_text(versions, encoding="utf-8")


if __name__ == "__main__":
    main()
