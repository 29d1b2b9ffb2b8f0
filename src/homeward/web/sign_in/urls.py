"""Signing in and out. allauth asks for its own names, so they carry no namespace."""

from __future__ import annotations

from allauth.account.views import (
    account_inactive,
    password_reset_done,
    password_reset_from_key,
    password_reset_from_key_done,
)
from allauth.account.views import reauthenticate as reauthenticate_by_password
from allauth.mfa.base.views import authenticate, reauthenticate
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from allauth.mfa.webauthn.views import add_webauthn, reauthenticate_webauthn
from django.urls import path, re_path

from homeward.web.sign_in import resets, service, views, yours
from homeward.web.sign_in.conduct import conduct

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/as/<uuid:person>", views.sign_in_as, name="sign_in_as"),
    path("sign-in/code/", authenticate, name="mfa_authenticate"),
    path("sign-in/password/", reauthenticate_by_password, name="account_reauthenticate"),
    path("sign-in/code-again/", reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/second-factor/", activate_totp, name="mfa_activate_totp"),
    path("sign-in/second-factor/off/", deactivate_totp, name="mfa_deactivate_totp"),
    path("sign-in/yours/", yours.Yours.as_view(), name="mfa_index"),
    path("sign-in/yours/keys/", views.is_set_up, name="mfa_list_webauthn"),
    path("sign-in/yours/end/", yours.end_sessions, name="end_sessions"),
    path("sign-in/key/", views.KeyIn.as_view(), name="mfa_login_webauthn"),
    path("sign-in/key/new/", add_webauthn, name="mfa_add_webauthn"),
    path("sign-in/key/again/", reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-in/key/<int:pk>/off/", views.KeyAway.as_view(), name="mfa_remove_webauthn"),
    path("sign-in/spare-codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("sign-in/spare-codes/new/", generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("sign-in/closed/", account_inactive, name="account_inactive"),
    path("sign-in/yours/password/", yours.new_password, name="account_change_password"),
    path("sign-in/forgotten/", views.Forgotten.as_view(), name="account_reset_password"),
    path("sign-in/forgotten/sent/", password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^sign-in/new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "sign-in/new-password/done/",
        password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("sign-in/conduct/", conduct, name="conduct"),
    path("sign-in/with/<slug:provider_id>/", service.go, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", service.back, name="openid_connect_callback"),
    path("resets/", resets.resets, name="resets"),
    path("resets/<uuid:reset>/done/", resets.end, {"done": True}, name="reset_done"),
    path("resets/<uuid:reset>/stop/", resets.end, {"done": False}, name="reset_stop"),
    path("sign-out/", views.sign_out, name="account_logout"),
]
