"""Forms of people: inviting, roles, handing on, closing, contacts, the invited's password."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from homeward.rules.sharing import Role
from homeward.web.forms.acting import ActForm
from homeward.web.forms.moment import DayField
from homeward.web.forms.plain import PlainForm

ROLES = [(role.value, role.words) for role in Role]
Choices = Iterable[tuple[object, str]]


class PeopleForm(ActForm):
    """A form that offers the agency's own teams and people."""

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(offered)


def _team() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label="Team", coerce=int)


def _role() -> forms.ChoiceField:
    return forms.ChoiceField(label="Role", choices=[("", "Choose"), *ROLES])


def _until() -> DayField:
    return DayField(label="Last day", help_text="Leave this blank for no end.", required=False)


class InviteForm(PeopleForm):
    """Somebody new."""

    name = forms.CharField(label="Name", help_text="As colleagues know them.", max_length=200)
    email = forms.EmailField(
        label="E-mail address at work",
        help_text="The link goes there, and they sign in with it.",
        error_messages={"invalid": "Enter an e-mail address, for example name@agency.example."},
    )
    team = _team()
    role = _role()
    until_on = _until()


class RoleForm(PeopleForm):
    """A role in a team, with or without an end."""

    team = _team()
    role = _role()
    until_on = _until()


class HandOnForm(PeopleForm):
    """Who has the work from now on."""

    to = forms.ChoiceField(label="Who takes it on?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why?", help_text="Stands on the chronology of each child.", max_length=300
    )


class ContactForm(PeopleForm):
    """How a team, or one person in it, is reached."""

    whose = forms.ChoiceField(label="Whose contact?")
    phone = forms.CharField(label="Phone", max_length=40, required=False)
    email = forms.EmailField(
        label="E-mail",
        required=False,
        error_messages={"invalid": "Enter an e-mail address, for example desk@agency.example."},
    )
    hours = forms.CharField(
        label="When is it answered?",
        help_text="For example: day and night, or Mon to Fri 08:30 to 17:00.",
        max_length=200,
        required=False,
    )
    verified_on = DayField(label="When did somebody last try it?")


class PasswordForm(PlainForm):
    """The password of somebody who was invited, twice."""

    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three or four words that do not belong together"
        " are easy to keep in mind.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=200,
        strip=False,
    )
    again = forms.CharField(
        label="The same password again",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=200,
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        said = super().clean() or {}
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", "The two passwords are not the same.")
        return said
