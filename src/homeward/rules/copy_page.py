"""A copy as one page that prints: plain HTML, made of data from which words were removed before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

_STYLE = (
    "body{font:16px/1.5 Arial,sans-serif;max-width:48em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%;margin:0 0 2em}"
    "th,td{text-align:left;vertical-align:top;padding:.4em .6em .4em 0;"
    "border-bottom:1px solid #b1b4b6}th{width:30%;font-weight:700}"
    "h2{margin-top:2em}@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}"
)


def copy_page(copy: Mapping[str, Any]) -> str:
    """The page of a copy: `title`, `notes` and `sections` of entries of (label, text)."""
    return "\n".join(_parts(copy)) + "\n"


def _parts(copy: Mapping[str, Any]) -> Iterator[str]:
    title = escape(copy["title"])
    yield f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>'
    yield f"<style>{_STYLE}</style></head>\n<body>\n<h1>{title}</h1>"
    for note in copy["notes"]:
        yield f"<p>{escape(note)}</p>"
    for section in copy["sections"]:
        yield f"<h2>{escape(section['heading'])}</h2>"
        for entry in section["entries"]:
            yield "<table>"
            for row in entry:
                label, text = escape(row["label"]), escape(row["text"])
                yield f'<tr><th scope="row">{label}</th><td>{text}</td></tr>'
            yield "</table>"
    yield "</body>\n</html>"
