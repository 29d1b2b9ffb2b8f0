"""The sign-in forms, with our labels and sentences. Named in settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError

from homeward.access.queries import find_standing
from homeward.access.sign_in.facts import Invited
from homeward.casework.use_code import use_code
from homeward.ground import clock
from homeward.ground.ids import new_id
from homeward.rules.acts import Act
from homeward.web.forms.acting import ActForm
from homeward.web.sign_in.lock_out import is_locked_out

NO_KEY = "The key did not answer. Put it in or hold it to the device, and try again."
LENGTH_HINT = "At least 12 characters. Four plain words in a row are good."
CODE_HINT = "The six figures that your authenticator app shows now"


class SignInForm(LoginForm):
    """E-mail address and password."""

    use_required_attribute = False

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{**given, "label_suffix": ""})
        word(self, "login", "E-mail address", "Enter your e-mail address")
        word(self, "password", "Password", "Enter your password")


class PasswordAgain(ReauthenticateForm):
    """The password once more, before the second factor is changed."""

    use_required_attribute = False

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{**given, "label_suffix": ""})
        word(self, "password", "Password", "Enter your password")


class CodeForm(AuthenticateForm):
    """The second factor, after the password."""

    use_required_attribute = False

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{**given, "label_suffix": ""})
        hint = f"{CODE_HINT}, or one of your spare codes"
        word(self, "code", "Code", "Enter the code", hint)

    def clean_code(self) -> str:
        """The code; refused, right or wrong, once the person is locked out."""
        if is_locked_out(self.user):
            raise ValidationError("Too many wrong codes. Wait half an hour, then start again.")
        code: str = super().clean_code()
        if self.authenticator.type == "totp" and not fresh(self.user, code):
            raise ValidationError("That code was used already. Wait for the next one.")
        return code


def fresh(person: Any, code: str) -> bool:
    """Whether this person's code signs in for the first time, at whichever process."""
    figures = "".join(each for each in code if each.isdigit())
    viewer = find_standing(person.pk, clock.today()).viewer
    return use_code(Act(new_id(), viewer, clock.now(), "use_code"), figures)


class CodeAgain(CodeAgainForm):
    """The second factor once more, before spare codes are shown."""

    use_required_attribute = False

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{**given, "label_suffix": ""})
        word(self, "code", "Code", "Enter the code", CODE_HINT)


class FirstCode(ActivateTOTPForm):
    """The first code of a phone that was just set up."""

    use_required_attribute = False

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{**given, "label_suffix": ""})
        word(self, "code", "Code", "Enter the code", CODE_HINT)


class NewKey(AddWebAuthnForm):
    """A new passkey or security key."""

    use_required_attribute = False

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{**given, "label_suffix": ""})
        hint = "So that you know it from your others, for example: blue key, work laptop"
        word(self, "name", "Name of the key", "", hint)
        hint = "The key then asks for its PIN, your finger or your face"
        word(self, "passwordless", "Sign in with this key alone, without the password", "", hint)
        self.fields["credential"].error_messages["required"] = NO_KEY


class KeyForm(AuthenticateWebAuthnForm):
    """A passkey or security key, after the password."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["credential"].error_messages["required"] = NO_KEY

    def clean_credential(self) -> Any:
        """The key's answer; refused, right or wrong, once the person is locked out."""
        if is_locked_out(self.user):
            raise ValidationError("Too many wrong codes. Wait half an hour, then start again.")
        return super().clean_credential()


class Forgotten(ResetPasswordForm):
    """The address that a link for a new password goes to."""

    use_required_attribute = False

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{**given, "label_suffix": ""})
        word(self, "email", "E-mail address", "Enter your e-mail address")


class NewPassword(ResetPasswordKeyForm):
    """A new password, twice."""

    use_required_attribute = False

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{**given, "label_suffix": ""})
        word(self, "password1", "New password", "Enter a new password", LENGTH_HINT)
        word(self, "password2", "The new password again", "Enter the new password again")


class ChangedPassword(ChangePasswordForm):
    """A new password in place of the old one, by somebody who is signed in."""

    use_required_attribute = False

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{**given, "label_suffix": ""})
        word(self, "oldpassword", "Your password now", "Enter your password")
        word(self, "password1", "New password", "Enter a new password", LENGTH_HINT)
        word(self, "password2", "The new password again", "Enter the new password again")


class AskResetForm(ActForm):
    """Whose second steps are lost, and how the administrator knows that it is them."""

    person = forms.ChoiceField(
        label="Who lost their phone or key, and their spare codes?",
        error_messages={"required": "Choose who it is"},
    )
    reason = forms.CharField(
        label="How do you know that it is them, and what was lost?",
        help_text="For example: rang her on the office line; phone stolen on Saturday.",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Say how you know that it is them, and what was lost"},
    )

    def __init__(self, *args: Any, people: Sequence[Invited], **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["person"]
        if isinstance(field, forms.ChoiceField):
            names = [(str(each.id), f"{each.name}, {each.email}") for each in people]
            field.choices = [("", "Choose"), *names]


def word(form: Any, name: str, label: str, missing: str, hint: str = "") -> None:
    """Give a field our label, hint and sentence for a blank answer; no words inside the box."""
    field = form.fields[name]
    field.label = label
    field.help_text = hint
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)
