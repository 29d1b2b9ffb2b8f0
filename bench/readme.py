"""The table of figures in the README, between two marks; the rest of the page is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

README = Path(__file__).resolve().parents[1] / "README.md"
_MARKED = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)
_HEAD = ("What was measured", "Found", "Asked for")


def renew(results: Mapping[str, Any], page: Path = README) -> bool:
    """Replace what stands between the marks by the table; whether the page has the marks."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    if not _MARKED.search(text):
        return False
    fresh = _MARKED.sub(lambda found: f"{found[1]}{table(results)}{found[2]}", text)
    page.write_text(fresh, encoding="utf-8")
    return True


def table(results: Mapping[str, Any]) -> str:
    """The figures as a Markdown table, with a line under it that says on what."""
    rows = [_HEAD, ("---",) * len(_HEAD), *_rows(results)]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([*lines, "", *_machine(results)])


def _rows(results: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    makers = {
        "day": _day,
        "intake": _intake,
        "pages": _pages,
        "find": _find,
        "restore": _restore,
        "rules": _rules,
    }
    for name, make in makers.items():
        if name in results:
            yield from make(results[name])


def _day(found: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield (
        f"A police download of {found['rows']:,} rows, taken into a fresh record",
        f"{found['seconds']:.2f} s",
        f"under {found['limit']:.0f} s",
    )


def _intake(found: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    what = f"{found['rows']:,} rows"
    rate = f"{found['seconds']:.0f} s, {found['rows_per_second']:,} rows a second"
    yield f"{what}, taken into a fresh record", rate, ""
    yield (
        f"{what}, against plain `COPY` of the same resulting rows into bare tables",
        f"{found['ratio']:.1f} times as long",
        f"at most {found['ratio_limit']:.0f} times",
    )
    yield (
        f"{what}, most memory held",
        f"{found['peak_mb']:.0f} MB",
        f"under {found['peak_limit_mb']} MB",
    )
    again = found["again"]
    changed = "nothing changed" if again["nothing_changed"] else "something changed"
    yield f"{what}, the same file again", f"{changed}, {again['seconds']:.0f} s", "nothing changes"


def _pages(found: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    small, large = found["episodes"]
    for page in found["pages"]:
        one, other = page["ms"]
        queries = "the same queries" if page["queries"][0] == page["queries"][1] else "more queries"
        yield (
            f"Page *{page['page']}* as {page['who']}, {large:,} episodes against {small:,}",
            f"{other:.0f} ms against {one:.0f} ms: {page['ratio']:.2f} times, {queries}",
            f"at most {found['limit']} times, the same queries",
        )
    near = found["near"]["large"]
    yield (
        f"Children near one report looked up, {found['children'][1]:,} children on record",
        f"{near['one_ms']:.1f} ms",
        "",
    )


def _restore(found: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    size = found["backup"]["mb"]["database.age"]
    yield (
        f"{found['episodes']:,} episodes ({found['rows']:,} rows) backed up, encrypted, opened",
        f"{found['backup']['seconds'] / 60:.1f} minutes, {size:.0f} MB",
        "",
    )
    equal = "all counts equal, ledger proved" if found["ok"] else "it did not agree"
    yield (
        f"{found['episodes']:,} episodes destroyed, given back, counted, ledger proved",
        f"{found['restore']['seconds'] / 60:.1f} minutes, {equal}",
        "all counts equal",
    )


def _find(found: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for who, each in found["who"].items():
        yield (
            f"A child searched for among {found['children']:,} as {who}, {each['typed']} questions",
            f"{each['median_ms']:.0f} ms, the slowest {each['worst_ms']:.0f} ms",
            f"median under {found['limit']:.0f} ms" if who == "social-worker" else "",
        )


def _rules(found: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield (
        f"One episode of {found['lines']} lines judged against all"
        f" {found['duties_in_edition']} duties of {found['edition']}",
        f"{found['microseconds']:.0f} µs",
        f"under {found['limit']:,} µs",
    )


def _machine(results: Mapping[str, Any]) -> list[str]:
    machines = [found["machine"] for found in results.values()]
    if not machines:
        return [""]
    newest = max(machines, key=lambda machine: machine["at"])
    return [
        f"Measured with `make bench` on {newest['at'][:10]}: {newest['cores']} cores, Python"
        f" {newest['python']}, PostgreSQL {newest['postgresql']}, Django {newest['django']}."
        " Sizes and commands stand in `bench/results.json`.",
        "",
    ]
