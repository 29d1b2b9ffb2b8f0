"""Reading an edition: what the grammar knows, and the line of whatever it does not."""

from __future__ import annotations

import hashlib
from datetime import date, time, timedelta

import pytest

from homeward.rules.protocol.catalogue import (
    Applies,
    EditionError,
    duty_keys,
    read_edition,
)
from homeward.rules.protocol.duties import DUTY_KEYS
from homeward.rules.protocol.limits import (
    BeforeSchool,
    Elapsed,
    SameDay,
    WorkingDays,
    limit_words,
    parse_limit,
)

HEAD = """[edition]
id = "example-1"
title = "Example"
in_force = 2020-02-21
timezone = "Europe/London"
"""
DUTY = """
[[duty]]
id = "RHI-HELD"
title = "Hold the return interview"
owner = "responsible-authority"
starts = "child.returned"            # each line of this kind starts one duty
within = "72 h"
met_by = ["interview.held"]
excused_by = ["interview.refused"]
applies = { setting = ["care"], risk = ["MEDIUM", "HIGH"], age_under = 18 }
evidence = "B"
limit_evidence = "P"
jurisdiction = "NAT"
source = "DfE 2014"
"""
EXAMPLE = HEAD + DUTY


def refusal(text: str) -> str:
    """The sentence with which this text is refused."""
    with pytest.raises(EditionError) as caught:
        read_edition(text, "own.toml")
    return str(caught.value)


def with_key(line: str) -> str:
    """The example with one more line at the end of its duty: line 20."""
    return EXAMPLE + line + "\n"


def without_key(key: str) -> str:
    """The example without the line of this key of the duty."""
    kept = [line for line in DUTY.splitlines() if not line.startswith(f"{key} =")]
    return HEAD + "\n".join(kept) + "\n"


def test_the_example_of_the_contract() -> None:
    edition = read_edition(EXAMPLE, "example.toml")
    duty = edition.duty("RHI-HELD")

    assert (edition.id, edition.title, edition.in_force) == (
        "example-1",
        "Example",
        date(2020, 2, 21),
    )
    assert edition.timezone == "Europe/London"
    assert duty.within == Elapsed("72 h", timedelta(hours=72))
    assert duty.applies == Applies(setting=("care",), risk=("MEDIUM", "HIGH"), age_under=18)
    assert (duty.evidence, duty.figure_evidence, duty.status) == ("B", "P", "evidenced")
    assert edition.sha256 == hashlib.sha256(EXAMPLE.encode()).hexdigest()


def test_a_figure_is_known_as_its_duty_unless_said() -> None:
    assert read_edition(without_key("limit_evidence"), "x").duties[0].figure_evidence == "B"


def test_optional_keys_of_a_duty() -> None:
    text = with_key(
        'status = "not-yet"\nfrom = 2021-01-01\nuntil = 2022-12-31\n'
        'repeats = "7 d until child.seen"\ncount_in = "3 in 90 d"'
    )
    duty = read_edition(text, "x").duties[0]

    assert (duty.status, duty.from_on, duty.until_on) == (
        "not-yet",
        date(2021, 1, 1),
        date(2022, 12, 31),
    )
    assert duty.repeats is not None
    assert duty.count_in is not None
    assert (duty.repeats.every, duty.repeats.until) == (
        Elapsed("7 d", timedelta(days=7)),
        "child.seen",
    )
    assert (duty.count_in.n, duty.count_in.within) == (3, timedelta(days=90))
    assert "child.seen" in read_edition(text, "x").named_kinds


def test_all_keys_of_a_duty_are_told() -> None:
    told = duty_keys(read_edition(with_key("from = 2021-01-01"), "x").duties[0])

    assert set(told) == set(DUTY_KEYS)
    assert told["within"] == "72 h"
    assert told["from"] == "2021-01-01"
    assert told["applies"] == {"setting": ["care"], "risk": ["MEDIUM", "HIGH"], "age_under": 18}
    assert told["repeats"] is None


def test_an_edition_may_declare_kinds() -> None:
    text = EXAMPLE.replace("timezone", 'kinds = ["letter.sent"]\ntimezone', 1)
    edition = read_edition(text.replace("interview.held", "letter.sent"), "x")

    assert edition.kinds == ("letter.sent",)
    assert edition.duties[0].met_by == ("letter.sent",)


def test_the_products_own_tables() -> None:
    edition = read_edition(
        HEAD
        + """
[[task]]
id = "HIGH-1"
grades = ["HIGH"]
words = "Deploy officers"
source = "APP"
evidence = "B"
owner = "police"

[risk_floor]
grade = "MEDIUM"
since = 2023-04-01
source = "One minute guide"
evidence = "S"

[tolerance]
start_minutes = 15
""",
        "x",
    )

    assert edition.tasks[0].grades == ("HIGH",)
    assert edition.tasks[0].owner == "police"
    assert edition.risk_floor is not None
    assert (edition.risk_floor.grade, edition.risk_floor.since) == ("MEDIUM", date(2023, 4, 1))
    assert edition.tolerance == {"start_minutes": 15}


def test_an_unknown_duty_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        read_edition(EXAMPLE, "x").duty("NONE")


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("72 h", Elapsed("72 h", timedelta(hours=72))),
        ("45 min", Elapsed("45 min", timedelta(minutes=45))),
        ("10 d", Elapsed("10 d", timedelta(days=10))),
        ("3 wd", WorkingDays("3 wd", 3)),
        ("same day", SameDay("same day")),
        (
            "before 08:30 next school day",
            BeforeSchool("before 08:30 next school day", time(8, 30)),
        ),
    ],
)
def test_limits(text: str, limit: object) -> None:
    assert parse_limit(text) == limit


@pytest.mark.parametrize(
    "text",
    ["72", "72h", "0 h", "-1 h", "1.5 h", "3 weeks", "same  day", "before 24:00 next school day"],
)
def test_no_limits(text: str) -> None:
    with pytest.raises(ValueError, match="is no limit"):
        parse_limit(text)


# --- refusals: the sentence names the file and the line --------------------------------------


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('withn = "4 h"', 'own.toml, line 20: duty 1: unknown key "withn".'),
        (
            'repeats = "4 h until tea.drunk"',
            'own.toml, line 20: duty RHI-HELD: unknown kind "tea.drunk" in "repeats".',
        ),
        (
            'repeats = "same day until child.returned"',
            'own.toml, line 20: duty RHI-HELD: "same day" is no limit; write "72 h", "45 min", '
            '"10 d", "3 wd", "same day" or "before 08:30 next school day".',
        ),
        (
            'repeats = "4 h"',
            'own.toml, line 20: duty RHI-HELD: "4 h" is not written like '
            '"4 h until child.returned".',
        ),
        (
            'count_in = "3 times"',
            'own.toml, line 20: duty RHI-HELD: "3 times" is not written like "3 in 90 d".',
        ),
        (
            'count_in = "3 in 5 wd"',
            'own.toml, line 20: duty RHI-HELD: "3 in 5 wd" is not written like "3 in 90 d".',
        ),
        (
            'status = "maybe"',
            'own.toml, line 20: duty RHI-HELD: "maybe" is none of evidenced, not-yet.',
        ),
        (
            'from = "2021-01-01"',
            'own.toml, line 20: duty RHI-HELD: "from" must be a date like 2020-02-21, '
            "without quotes.",
        ),
        (
            "from = 2021-01-01T00:00:00Z",
            'own.toml, line 20: duty RHI-HELD: "from" must be a date like 2020-02-21, '
            "without a time.",
        ),
        (
            "from = 2022-01-01\nuntil = 2021-12-31",
            'own.toml, line 21: duty RHI-HELD: "until" is before "from".',
        ),
    ],
)
def test_a_wrong_line_in_a_duty(line: str, sentence: str) -> None:
    assert refusal(with_key(line)) == sentence


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"72 h"', '"3 weeks"', 'line 12: duty RHI-HELD: "3 weeks" is no limit'),
        ('"72 h"', "72", 'line 12: duty RHI-HELD: "within" must be text in quotes'),
        ('"child.returned"', '"child.back"', 'line 11: duty RHI-HELD: unknown kind "child.back"'),
        ('["interview.held"]', '"interview.held"', 'line 13: duty RHI-HELD: "met_by" must be a'),
        ('["interview.held"]', "[1]", 'line 13: duty RHI-HELD: "met_by" must be a list of texts'),
        ('["interview.held"]', "[]", 'line 13: duty RHI-HELD: "met_by" is an empty list'),
        ('"Hold the return interview"', '" "', 'line 9: duty RHI-HELD: "title" is blank'),
        ("age_under = 18", "age_over = 18", 'line 15: duty RHI-HELD: unknown key "age_over"'),
        ("age_under = 18", "age_under = true", 'line 15: duty RHI-HELD: "age_under" must be a'),
        ("age_under = 18", "age_under = -1", 'line 15: duty RHI-HELD: "age_under" must not be'),
        ("age_under = 18", "has_school = 1", 'line 15: duty RHI-HELD: "has_school" must be true'),
        ('"care"', '"CARE"', 'line 15: duty RHI-HELD: "CARE" is none of home, care'),
        ('"MEDIUM"', '"medium"', 'line 15: duty RHI-HELD: "medium" is none of VERY_LOW, LOW'),
        ('["care"]', "[]", 'line 15: duty RHI-HELD: "setting" is an empty list'),
        ("2020-02-21", '"2020-02-21"', 'line 4: [edition]: "in_force" must be a date'),
        ("Europe/London", "Europe/Lundun", 'line 5: [edition]: "Europe/Lundun" is not a known'),
        ('id = "example-1"\n', "", 'line 1: [edition]: the key "id" is missing'),
        ('title = "Example"', "titel = 1", 'line 3: [edition]: unknown key "titel"'),
        ("timezone", 'kinds = ["Tea"]\ntimezone', 'line 5: [edition]: the kind "Tea" is not'),
        ("[edition]", "[editions]", 'line 1: unknown table or key "editions"'),
        ("[edition]", "other = 1\n[edition]", 'line 1: unknown table or key "other"'),
        ("[edition]", "[[edition]]", "line 1: [edition] must be a table, once"),
        ("[[duty]]", "[duty]", "line 7: each duty is a table of its own, [[duty]]"),
    ],
)
def test_a_wrong_value(old: str, new: str, sentence: str) -> None:
    assert refusal(EXAMPLE.replace(old, new, 1)).startswith(f"own.toml, {sentence}")


@pytest.mark.parametrize("key", ["title", "owner", "starts", "within", "met_by", "evidence"])
def test_a_missing_key_names_the_line_of_its_duty(key: str) -> None:
    assert refusal(without_key(key)) == (
        f'own.toml, line 7: duty RHI-HELD: the key "{key}" is missing.'
    )


@pytest.mark.parametrize("key", ["jurisdiction", "source"])
def test_sources_are_required(key: str) -> None:
    assert f'the key "{key}" is missing' in refusal(without_key(key))


def test_no_edition_table() -> None:
    assert refusal(DUTY) == "own.toml, line 1: the table [edition] is missing."


def test_the_same_id_twice_names_the_second() -> None:
    assert refusal(EXAMPLE + DUTY) == (
        "own.toml, line 22: duty RHI-HELD: the id RHI-HELD is given twice."
    )


def test_the_second_duty_is_told_from_the_first() -> None:
    text = EXAMPLE + DUTY.replace("RHI-HELD", "RHI-2").replace("interview.held", "tea.drunk")

    assert refusal(text) == 'own.toml, line 27: duty RHI-2: unknown kind "tea.drunk" in "met_by".'


def test_a_kind_on_a_line_of_its_own() -> None:
    text = EXAMPLE.replace('["interview.held"]', '[\n  "interview.held",\n  "tea.drunk",\n]')

    assert refusal(text).startswith('own.toml, line 15: duty RHI-HELD: unknown kind "tea.drunk"')


def test_a_word_that_is_spelt_otherwise_in_the_file_names_the_line_of_its_key() -> None:
    inside = EXAMPLE.replace('"interview.held"', '"tea.\\u0064runk"')
    at_the_end = without_key("met_by") + 'met_by = ["tea.\\u0064runk"]\n'

    assert refusal(inside).startswith('own.toml, line 13: duty RHI-HELD: unknown kind "tea.drunk"')
    assert refusal(at_the_end).startswith("own.toml, line 19: duty RHI-HELD: unknown kind")


def test_a_duty_shown_inside_a_text_is_not_counted() -> None:
    text = EXAMPLE.replace(
        '"Hold the return interview"', '"""Hold\n[[duty]]\nthe """ # [[duty]]'
    ).replace("72 h", "72 hours")

    assert refusal(text).startswith('own.toml, line 14: duty RHI-HELD: "72 hours" is no limit')


def test_applies_as_a_table_of_its_own() -> None:
    text = without_key("applies") + '[duty.applies]\nsetting = ["care"]\nrisk = ["high"]\n'

    assert refusal(text) == (
        'own.toml, line 21: duty RHI-HELD: "high" is none of VERY_LOW, LOW, MEDIUM, HIGH.'
    )


def test_applies_with_dotted_keys() -> None:
    text = without_key("applies") + 'applies.setting = ["care"]\napplies.risk = ["high"]\n'

    assert refusal(text).startswith('own.toml, line 20: duty RHI-HELD: "high" is none of')


def test_applies_that_is_no_table() -> None:
    text = without_key("applies") + 'applies = "care"\n'

    assert refusal(text).startswith('own.toml, line 19: duty RHI-HELD: "applies" must be a table')


def test_not_valid_toml() -> None:
    assert refusal(HEAD + "\n[[duty]]\nid = \n") == (
        "own.toml, line 8: this is not valid TOML: Invalid value."
    )


def test_not_valid_toml_at_the_end() -> None:
    assert refusal('[edition]\nid = "x').startswith("own.toml, line 2: this is not valid TOML:")


def test_duties_in_one_list() -> None:
    assert refusal(HEAD.replace("[edition]", "duty = [1]\n[edition]")) == (
        "own.toml, line 1: duty 1 must be a table, once."
    )


def test_a_wrong_task_and_a_wrong_floor() -> None:
    task = '\n[[task]]\nid = "T"\ngrades = ["SEVERE"]\nwords = "w"\nsource = "s"\nevidence = "P"\n'
    floor = '\n[risk_floor]\ngrade = "SEVERE"\nsince = 2023-04-01\nsource = "s"\nevidence = "P"\n'

    assert refusal(HEAD + task).startswith('own.toml, line 9: task 1: "SEVERE" is none of')
    assert refusal(HEAD + floor).startswith('own.toml, line 8: [risk_floor]: "SEVERE" is none of')


def test_a_tolerance_is_a_whole_number() -> None:
    assert refusal(HEAD + '\n[tolerance]\nstart_minutes = "15"\n') == (
        'own.toml, line 8: [tolerance]: "start_minutes" must be a whole number.'
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("72 h", "within 72 h"),
        ("45 min", "within 45 min"),
        ("1 d", "within 1 day"),
        ("10 d", "within 10 days"),
        ("1 wd", "within 1 working day"),
        ("3 wd", "within 3 working days"),
        ("same day", "the same day"),
        ("before 08:30 next school day", "before 08:30 next school day"),
    ],
)
def test_a_limit_goes_on_a_sentence(text: str, words: str) -> None:
    assert limit_words(text) == words
