"""A duty in plain words, one way for the generated pages and for the screens. Pure.

A figure without a source and a rule of another area are called what they are, a local default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from homeward.rules.lines import KINDS
from homeward.rules.protocol.duties import Applies, Duty
from homeward.rules.protocol.limits import limit_words

LOCAL = "local default, not policy"
CODES: Mapping[str, str] = MappingProxyType(
    {
        "S": "The text of the named source says it.",
        "B": "Background knowledge of a named public document; to be checked before live use.",
        "SEED": "The audit of March 2021 says it.",
        "P": f"A proposal without a source: a {LOCAL}.",
    }
)
_JURISDICTIONS = {
    "NY": "North Yorkshire and York",
    "NAT": "England",
    "SEED": "the audit of 2021",
    "DEF": LOCAL,
}
#: The stage of a duty by the first part of its id, in the order of a child's story.
STAGES: Mapping[str, str] = MappingProxyType(
    {
        "PRE": "Before any episode",
        "REP": "Noticing and reporting",
        "POL": "Police during the episode",
        "LA": "Social care and partners during the episode",
        "HLT": "Health",
        "SAF": "Safeguarding concerns",
        "ESC": "Escalation",
        "RET": "Return",
        "RHI": "Return interviews",
        "SCH": "Schools",
        "MACE": "Exploitation panel",
        "REC": "Recording",
        "AUD": "Audit",
    }
)


def stage_of(duty_id: str) -> str:
    """The stage code of a duty, blank for one of an edition that names its duties otherwise."""
    code = duty_id.partition("-")[0]
    return code if code in STAGES else ""


def owner_words(owner: str) -> str:
    """Who owes it, as people say it."""
    return owner.replace("-", " ")


def kind_title(kind: str) -> str:
    """A kind of line in words."""
    return KINDS[kind].title if kind in KINDS else kind


def start_words(duty: Duty) -> str:
    """What starts the duty, from when and until when."""
    words = kind_title(duty.starts)
    if duty.count_in:
        words += f" ({duty.count_in.text}, counted by child)"
    if duty.from_on:
        words += f" (from {duty.from_on:%-d %B %Y})"
    if duty.until_on:
        words += f" (until {duty.until_on:%-d %B %Y})"
    return words


def clock_words(duty: Duty) -> str:
    """How long it may take, in words, and when it starts again."""
    words = limit_words(duty.within.text)
    if duty.repeats:
        words += f", then every {duty.repeats.every.text} until: {kind_title(duty.repeats.until)}"
    return words


def met_words(duty: Duty) -> str:
    """What meets the duty."""
    return "; ".join(map(kind_title, duty.met_by))


def excused_words(duty: Duty) -> str:
    """What ends the duty without meeting it."""
    return "; ".join(map(kind_title, duty.excused_by))


def for_whom(applies: Applies | None) -> str:
    """To whom the duty applies."""
    if applies is None:
        return "all"
    known = (
        _any_of("from", applies.setting),
        _any_of("risk", applies.risk),
        f"under {applies.age_under}" if applies.age_under is not None else "",
        _yes_no(applies.placed_by_other_la, "placed by another authority", "placed by its own"),
        _any_of("in", applies.place),
        _yes_no(applies.has_school, "with a school", "without a school"),
    )
    return ", ".join(filter(None, known))


def _any_of(word: str, values: tuple[str, ...] | None) -> str:
    return f"{word} {' or '.join(values).lower()}" if values else ""


def _yes_no(flag: bool | None, yes: str, no: str) -> str:
    return "" if flag is None else yes if flag else no


def whose_rule(jurisdiction: str) -> str:
    """Whose rule it is; another area's is a local default here."""
    known, _, area = jurisdiction.partition(":")
    return f"{area}; here a {LOCAL}" if area else _JURISDICTIONS.get(known, known)


def local_words(duty: Duty) -> str:
    """What of a duty is a local default, blank where nothing is."""
    area = duty.jurisdiction.partition(":")[2]
    if area:
        return f"A rule of {area}; here a {LOCAL}"
    if duty.evidence == "P" or duty.jurisdiction == "DEF":
        return LOCAL.capitalize()
    return f"Time limit: {LOCAL}" if duty.figure_evidence == "P" else ""


def status_words(duty: Duty) -> str:
    """Whether the record can show that it was done."""
    if duty.status == "not-yet":
        return "Not on a worklist: no line of the record can show it yet"
    return "On worklists"


#: What is told of a duty, by the key of the edition that says it: the label and the words.
FIELDS: Mapping[str, tuple[str, Callable[[Duty], str]]] = MappingProxyType(
    {
        "title": ("Duty", lambda duty: duty.title),
        "owner": ("Owner", lambda duty: owner_words(duty.owner)),
        "starts": ("Starts with", lambda duty: kind_title(duty.starts)),
        "count_in": ("Counted", lambda duty: duty.count_in.text if duty.count_in else "no"),
        "within": ("Time limit", lambda duty: limit_words(duty.within.text)),
        "repeats": ("Starts again", lambda duty: duty.repeats.text if duty.repeats else "no"),
        "met_by": ("Met by", met_words),
        "excused_by": ("Not needed after", lambda duty: excused_words(duty) or "nothing"),
        "applies": ("Applies to", lambda duty: for_whom(duty.applies)),
        "from": ("From", lambda duty: f"{duty.from_on:%-d %B %Y}" if duty.from_on else "always"),
        "until": (
            "Until",
            lambda duty: f"{duty.until_on:%-d %B %Y}" if duty.until_on else "no end",
        ),
        "source": ("Source", lambda duty: duty.source),
        "evidence": ("How the duty is known", lambda duty: _code(duty.evidence)),
        "limit_evidence": ("How the figure is known", lambda duty: _code(duty.figure_evidence)),
        "jurisdiction": ("Whose rule", lambda duty: whose_rule(duty.jurisdiction)),
        "status": ("Worklists", status_words),
    }
)


def _code(code: str) -> str:
    return f"{code}: {CODES[code]}" if code in CODES else code


def told(duty: Duty) -> list[tuple[str, str]]:
    """All of a duty: label and words, in the order of a reader's questions."""
    return [(label, words(duty)) for label, words in FIELDS.values()]
