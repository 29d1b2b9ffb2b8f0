"""The forms of documents: a document, a photograph, a withdrawal."""

from __future__ import annotations

from typing import Any

from django import forms

from homeward.documents.media import MAY_BE
from homeward.rules.documents import (
    KIND_WORDS,
    WITHDRAWN_WORDS,
    DocumentKind,
    NewDocument,
    Withdrawn,
)
from homeward.web.forms.acting import ActForm
from homeward.web.forms.moment import DayField

WORDS = 120
SENTENCE = 300
_BY_FILE = ".pdf,.jpg,.jpeg,.png,.webp,.txt,.docx,.xlsx"


class FileForm(ActForm):
    """A file, and what every file needs said of it."""

    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        error_messages={"required": "Choose the file first."},
    )
    given_by = forms.CharField(
        label="Who gave it?",
        help_text="Their part, and a name where you need one: her mother, the placing authority.",
        max_length=WORDS,
    )
    made_on = DayField(label="When was it made?", required=False)

    def __init__(self, *args: Any, largest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = f"up to {largest // (1024 * 1024)} MB"
        self.fields["file"].help_text = self.fields["file"].help_text.format(most=most)


class AddDocumentForm(FileForm):
    """A document of any kind but a photograph of the child."""

    kind = forms.ChoiceField(label="What is it?")
    title = forms.CharField(
        label="Title",
        help_text="So that a colleague finds it: what it is and of when. No other child's name.",
        max_length=WORDS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            words = [(each.value, said) for each, said in KIND_WORDS.items()]
            kind.choices = [("", "Choose"), *words[1:]]

    file = forms.FileField(
        label="File",
        help_text=f"{MAY_BE}, {{most}}. What it is, is told by what is in it, not by its name.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": _BY_FILE}),
        error_messages={"required": "Choose the file first."},
    )

    def new(self) -> NewDocument:
        """What the form says of the document."""
        said = self.cleaned_data
        return NewDocument(
            DocumentKind(said["kind"]), said["title"], said["given_by"], said["made_on"]
        )


class AddPhotographForm(FileForm):
    """A photograph of the child."""

    file = forms.FileField(
        label="Photograph",
        help_text="JPEG, PNG or WebP, {most}. It is drawn anew: where and with what it was taken"
        " is not kept.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp"}),
        error_messages={"required": "Choose the photograph first."},
    )
    made_on = DayField(label="When was it taken?", required=False)
    shows = forms.CharField(
        label="What does it show?",
        help_text="For colleagues who cannot see it: hair, clothes, glasses, anything that is"
        " not so today.",
        max_length=SENTENCE,
        required=False,
    )
    why_allowed = forms.CharField(
        label="Why may it be held and shown?",
        help_text="Who agreed and when, or which duty asks for it, and what it may not be used"
        " for.",
        max_length=SENTENCE,
    )

    def new(self) -> NewDocument:
        """What the form says of the photograph."""
        said = self.cleaned_data
        return NewDocument(
            DocumentKind.PHOTOGRAPH,
            "",
            said["given_by"],
            said["made_on"],
            said["shows"],
            said["why_allowed"],
        )


class WithdrawForm(ActForm):
    """Why a document is not to be handed out any more."""

    why = forms.ChoiceField(
        label="What is wrong with it?",
        choices=[(why.value, words) for why, words in WITHDRAWN_WORDS.items()],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="In your words",
        help_text="This stays on the record. Do not name another child.",
        max_length=SENTENCE,
    )

    def withdrawn(self) -> Withdrawn:
        """The code of the reason."""
        return Withdrawn(self.cleaned_data["why"])
