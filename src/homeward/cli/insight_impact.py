"""`homeward insight impact`: observed against matched history, from two files."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

import click

from homeward.cli.answers import BadInput, say, say_json, warn
from homeward.insight.faults import InputFault
from homeward.insight.impact.estimate import SEED, Impact, estimate
from homeward.insight.impact.files import read_record
from homeward.insight.impact.wording import method, wording

LONGEST = 3660
_WIDTH = 96


@click.command(
    epilog="Example: homeward insight impact episodes.csv --treated treated.csv --window 90"
)
@click.argument("episodes", type=click.Path(path_type=Path))
@click.option(
    "--treated", required=True, type=click.Path(path_type=Path), help="Who had it: child,from."
)
@click.option(
    "--window", required=True, type=click.IntRange(1, LONGEST), help="Days before and after."
)
@click.option(
    "--seed", default=SEED, show_default=True, type=click.IntRange(0), help="For the resampling."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def impact(episodes: Path, treated: Path, window: int, seed: int, as_json: bool) -> None:
    """Compare children who had support with what EPISODES (child,start,end) led one to expect.

    Expected is what children with as many episodes in the window before did next, before
    anyone had this support. The figures are of the work, for a group; they say nothing of
    one child.
    """
    try:
        record = read_record(episodes, treated)
        found = estimate(record, window, (episodes.name, treated.name), seed=seed)
    except InputFault as fault:
        raise BadInput(str(fault)) from None
    if as_json:
        say_json(_answer(found))
        if found.left_out:
            warn(_left_out(found))
    else:
        _say(found)


def _answer(found: Impact) -> dict[str, object]:
    return {
        "n": found.n,
        "observed": found.observed,
        "expected": round(found.expected, 4),
        "ratio": _rounded(found.ratio),
        "low": _rounded(found.low),
        "high": _rounded(found.high),
        "p_none_by_chance": found.p_none,
        "wording": wording(found),
        "method": method(found),
    }


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


def _say(found: Impact) -> None:
    say(f"Children followed         {found.n}")
    say(f"Episodes after, observed  {found.observed}")
    say(f"Episodes after, expected  {found.expected:.1f}")
    say(f"Ratio                     {_ratio(found)}")
    say(f"None at all, by chance    {100 * found.p_none:.3g} %")
    paragraphs = [wording(found), method(found)]
    if found.left_out:
        paragraphs.insert(1, _left_out(found))
    for paragraph in paragraphs:
        say()
        for line in wrap(paragraph, _WIDTH):
            say(line)


def _ratio(found: Impact) -> str:
    if found.ratio is None:
        return "none can be given, nothing was expected"
    limit = "no upper limit" if found.high is None else f"{found.high:.2f}"
    return f"{found.ratio:.2f} (95 %: {found.low:.2f} to {limit})"


def _left_out(found: Impact) -> str:
    return f"Not followed for {found.window} days before and after: {', '.join(found.left_out)}."
