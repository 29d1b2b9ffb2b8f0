"""Fields of forms: the right component for each, what was typed kept, errors that lead there."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines

from homeward.web.forms.moment import DayField, MomentField
from homeward.web.forms.plain import PlainForm

NOW = datetime(2026, 11, 22, 23, 10, tzinfo=UTC)


def drawn(source: str, **context: object) -> str:
    """Return a template given as text, drawn with a context."""
    return engines["jinja2"].from_string(source).render(context)


class ReportForm(PlainForm):
    """One field of each kind that pages use."""

    name = forms.CharField(label="Name", help_text="As written on the report")
    seen = MomentField(label="Last seen")
    born = DayField(label="Date of birth", required=False)
    kind = forms.ChoiceField(
        label="What is this?",
        widget=forms.RadioSelect,
        choices=[("MISSING", "Missing"), ("CONCERN", "Concern for welfare")],
    )
    told = forms.MultipleChoiceField(
        label="Who was told?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("POLICE", "Police"), ("SCHOOL", "School")],
        required=False,
    )
    rung = forms.BooleanField(label="I have rung the home")
    place = forms.ChoiceField(choices=[("", "---------"), ("SCA", "Scarborough")], required=False)
    story = forms.CharField(label="What happened?", widget=forms.Textarea, required=False)
    download = forms.FileField(label="Police download", widget=forms.FileInput)


SENT = QueryDict(
    "name=Zo%C3%AB&seen_day=31&seen_month=2&seen_year=2026&seen_time=2310&kind=MISSING"
    "&told=SCHOOL&place=SCA&story=first%0A%20%20second%20%3Cb%3E"
)

FIELD = '{% from "components/form.html" import field %}{{ field(form[name], hints=hints or {}) }}'


def field(form: forms.Form, name: str, **context: object) -> str:
    return drawn(FIELD, form=form, name=name, **context)


class TestFields:
    def test_a_text_box_has_its_label_and_hint(self) -> None:
        html = field(ReportForm(), "name")
        assert re.search(r'<label class="govuk-label" for="id_name">\s*Name\s*</label>', html)
        assert 'aria-describedby="id_name-hint"' in html

    def test_what_was_typed_is_kept_and_never_run(self) -> None:
        form = ReportForm(SENT)
        assert 'value="Zoë"' in field(form, "name")
        assert ">first\n  second &lt;b&gt;</textarea>" in field(form, "story")

    def test_a_moment_has_four_boxes_filled_with_what_was_typed(self) -> None:
        html = field(ReportForm(SENT), "seen")
        assert re.findall(r'name="(seen_\w+)"', html) == [
            "seen_day",
            "seen_month",
            "seen_year",
            "seen_time",
        ]
        assert re.findall(r'value="(\w+)"', html) == ["31", "2", "2026", "2310"]
        assert "There is no such date." in html

    def test_a_known_moment_is_shown_on_the_local_clock(self) -> None:
        form = ReportForm(initial={"seen": datetime(2026, 7, 1, 23, 30, tzinfo=UTC)})
        assert re.findall(r'value="([\w:]+)"', field(form, "seen")) == ["2", "7", "2026", "00:30"]

    def test_choices_keep_what_was_chosen(self) -> None:
        form = ReportForm(SENT)
        assert re.search(r'value="MISSING" checked', field(form, "kind"))
        assert re.search(r'value="SCHOOL" checked', field(form, "told"))
        assert re.search(r'value="SCA"\s+selected', field(form, "place"))
        assert "whereabouts not known" in field(
            form, "kind", hints={"MISSING": "whereabouts not known"}
        )

    def test_an_empty_choice_asks_to_choose(self) -> None:
        html = field(ReportForm(), "place")
        assert re.search(r'<option value=""[^>]*>Choose</option>', html)
        assert "Place (optional)" in html

    def test_a_tick_is_asked_for_and_kept(self) -> None:
        assert " checked" not in field(ReportForm(), "rung")
        assert " checked" in field(ReportForm(QueryDict("rung=on")), "rung")

    def test_each_error_leads_to_the_box_that_it_is_about(self) -> None:
        form = ReportForm(SENT)
        html = drawn(
            '{% from "components/form.html" import error_summary, fields %}'
            "{{ error_summary(form) }}{{ fields(form) }}",
            form=form,
        )
        targets = re.findall(r'<a href="#([\w-]+)"', html)
        assert targets == ["id_seen-day", "id_rung", "id_download"]
        assert all(f'id="{target}"' in html for target in targets)
        assert "Choose a file: Police download" in html

    def test_a_form_without_errors_has_no_summary(self) -> None:
        source = '{% from "components/form.html" import error_summary %}{{ error_summary(form) }}'
        assert drawn(source, form=ReportForm()).strip() == ""

    def test_a_refusal_says_what_was_not_done_and_what_to_do(self) -> None:
        html = drawn(
            '{% from "components/form.html" import refusal %}'
            '{{ refusal("This episode is closed.", "Reopen it first.") }}'
        )
        words = re.sub(r"<[^>]+>", " ", html)
        assert (
            " ".join(words.split()) == "This was not done This episode is closed. Reopen it first."
        )


class TestMoments:
    @pytest.mark.parametrize(
        ("typed", "moment"),
        [
            (["22", "11", "2026", "23:10"], NOW),
            (["22", "Nov", "2026", "2310"], NOW),
            (["1", "7", "2026", "0.30"], datetime(2026, 6, 30, 23, 30, tzinfo=UTC)),
            (["25", "10", "2026", "01:30"], datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ],
    )
    def test_local_time_is_taken_as_typed(self, typed: list[str], moment: datetime) -> None:
        assert MomentField().clean(typed) == moment

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            (["", "", "", ""], "Enter the date and time"),
            (["22", "", "2026", "23:10"], "must include a month"),
            (["22", "x", "2026", "23:10"], "in numbers"),
            (["22", "11", "26", "23:10"], "4 numbers"),
            (["31", "2", "2026", "23:10"], "no such date"),
            (["22", "11", "2026", ""], "24 hours"),
            (["22", "11", "2026", "24:00"], "24 hours"),
            (["29", "3", "2026", "01:30"], "the clocks went forward"),
        ],
    )
    def test_what_cannot_be_is_said_in_a_sentence(self, typed: list[str], said: str) -> None:
        with pytest.raises(forms.ValidationError, match=said):
            MomentField().clean(typed)

    def test_a_date_may_be_left_out_when_it_is_optional(self) -> None:
        assert DayField(required=False).clean(["", "", ""]) is None
        assert DayField().clean(["29", "2", "2024"]) == date(2024, 2, 29)
