"""The files of a copy: one page that prints, the same as data, in one archive. Not a verb."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from homeward.rules.copy_page import copy_page

_ALWAYS = (1980, 1, 1, 0, 0, 0)


def archive(copy: Mapping[str, Any]) -> bytes:
    """The archive of a copy. The same copy always gives the same bytes."""
    text = json.dumps(copy, ensure_ascii=False, indent=1)
    files = {"copy.html": copy_page(copy), "copy.json": text + "\n"}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, _ALWAYS), content.encode("utf-8"))
    return made.getvalue()


def read_copy(content: bytes) -> dict[str, Any]:
    """The data of an archive made by `archive`."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        copy: dict[str, Any] = json.loads(packed.read("copy.json"))
    return copy
