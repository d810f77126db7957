"""The pages of allauth that we use; what is not listed here (sign-up, mail) does not exist."""

from __future__ import annotations

from allauth.mfa.recovery_codes.views import download_recovery_codes
from django.urls import path
from django.views.generic import RedirectView

from keyaccount.interfaces.web import sign_in_views as views

urlpatterns = [
    path("", views.SignIn.as_view(), name="account_login"),
    path("out/", views.SignOut.as_view(), name="account_logout"),
    path("code/", views.EnterCode.as_view(), name="mfa_authenticate"),
    path("again/", views.Again.as_view(), name="account_reauthenticate"),
    path("again/code/", views.AgainByCode.as_view(), name="mfa_reauthenticate"),
    path("password/", views.ChangePassword.as_view(), name="account_change_password"),
    path("second-factor/", RedirectView.as_view(pattern_name="settings:security"), name="mfa_index"),
    path("second-factor/on/", views.SecondFactorOn.as_view(), name="mfa_activate_totp"),
    path("second-factor/off/", views.SecondFactorOff.as_view(), name="mfa_deactivate_totp"),
    path("recovery-codes/", views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", views.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("recovery-codes/file/", download_recovery_codes, name="mfa_download_recovery_codes"),
]
