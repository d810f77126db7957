"""allauth's pages in our frame, and the one-time link with which a new member begins."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from keyaccount.actions.org.note_access import note_access
from keyaccount.actions.org.note_session_use import note_session_use
from keyaccount.actions.org.set_first_password import link_owner, set_first_password
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing, Problem
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.sign_in import device


class Framed:
    """A view of allauth that is drawn like every page of ours."""

    request: HttpRequest
    template_name: str
    noted = ""

    def render_to_response(self, context: dict[str, Any], **more: Any) -> HttpResponse:
        form = context.get("form")
        return page(self.request, self.template_name, context, status=422 if form and form.errors else 200)

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        if self.noted:
            address = get_adapter().get_client_ip(self.request)
            note_access(
                what=self.noted,
                at=clock.now(),
                member=self.request.user,  # type: ignore[arg-type]
                address=address,
                device=device(self.request),
            )
        return response


class Renewed(Framed):
    """Who has proved again who they are goes on under a new session id, so that an id somebody else learned before is worth nothing."""

    def form_valid(self, form: Any) -> HttpResponse:
        old = self.request.session.session_key or ""
        self.request.session.cycle_key()
        new = self.request.session.session_key or ""
        address = get_adapter().get_client_ip(self.request)
        note_session_use(key=old, at=clock.now(), address=address, new_key=new)
        return super().form_valid(form)


class SignIn(Framed, account.LoginView):
    pass


class SignOut(Framed, account.LogoutView):
    pass


class ChangePassword(Framed, account.PasswordChangeView):
    pass


class Again(Renewed, account.ReauthenticateView):
    pass


class AgainByCode(Renewed, mfa.ReauthenticateView):
    pass


class EnterCode(Framed, mfa.AuthenticateView):
    pass


class SecondFactorOn(Framed, totp.ActivateTOTPView):
    noted = "second-factor-on"


class SecondFactorOff(Framed, totp.DeactivateTOTPView):
    noted = "second-factor-off"


class RecoveryCodes(Framed, codes.ViewRecoveryCodesView):
    pass


class NewRecoveryCodes(Framed, codes.GenerateRecoveryCodesView):
    noted = "recovery-codes-made"


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def first_password(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind a one-time link: set the password, then go on to sign in with it."""
    try:
        member = link_owner(secret=secret, at=clock.now())
    except Missing:
        return page(request, "account/link_spent.html", status=404)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        password = request.POST.get("password", "")
        try:
            if password != request.POST.get("again", ""):
                raise Invalid(Problem("differs", say("两次输入的密码不一样"), field="again"))
            member = set_first_password(secret=secret, password=password, at=clock.now())
        except Invalid as wrong:
            problems = wrong.problems
        else:
            request.session.flush()
            return perform_login(request, member, email_verification="none", redirect_url="/")
    context = {"member": member, "problems": problems}
    return page(request, "account/first_password.html", context, status=422 if problems else 200)
