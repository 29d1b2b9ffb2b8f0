"""Signing in and out. allauth asks for its own names, so they carry no namespace."""

from __future__ import annotations

from allauth.account.views import account_inactive
from allauth.account.views import reauthenticate as reauthenticate_by_password
from allauth.mfa.base.views import authenticate, reauthenticate
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import activate_totp
from django.urls import path

from homeward.web.sign_in import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/as/<uuid:person>", views.sign_in_as, name="sign_in_as"),
    path("sign-in/code/", authenticate, name="mfa_authenticate"),
    path("sign-in/password/", reauthenticate_by_password, name="account_reauthenticate"),
    path("sign-in/code-again/", reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/second-factor/", activate_totp, name="mfa_activate_totp"),
    path("sign-in/second-factor/set-up/", views.is_set_up, name="mfa_index"),
    path("sign-in/second-factor/on/", views.is_set_up, name="mfa_deactivate_totp"),
    path("sign-in/spare-codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("sign-in/spare-codes/new/", generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("sign-in/closed/", account_inactive, name="account_inactive"),
    path("sign-out/", views.sign_out, name="account_logout"),
]
