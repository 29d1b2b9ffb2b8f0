"""The upload of a police download."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from homeward.web.forms.plain import PlainForm

LARGEST = 50 * 1024 * 1024
KINDS = (".csv", ".xlsx")


class UploadForm(PlainForm):
    """One file, CSV or XLSX. What is in it is judged when it is taken in."""

    file = forms.FileField(
        label="Police download",
        help_text="A CSV or Excel (.xlsx) file of up to 50 MB. Nothing is lost when a file is"
        " sent twice.",
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": "Choose the file first.",
            "max_length": "The name of this file is longer than 255 characters. Shorten it.",
        },
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what cannot be a download before anything is kept."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if PurePath(str(file.name)).suffix.lower() not in KINDS:
            raise ValidationError(
                f"{file.name} is neither a CSV nor an .xlsx file. Nothing was taken."
                " Save it as one of these and send it again."
            )
        if not file.size:
            raise ValidationError(
                f"{file.name} is empty. Nothing was taken. Ask police for the file again."
            )
        if file.size and file.size > LARGEST:
            raise ValidationError(
                f"{file.name} is larger than 50 MB. Nothing was taken."
                " Put it into the watched folder instead."
            )
        return file
