"""What our company adds to allauth: nobody signs up, leavers don't get in, and the journal knows who came and who tried."""

from __future__ import annotations

import base64
import secrets
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from keyaccount.access import Principal
from keyaccount.actions.org.change_password import change_password
from keyaccount.actions.org.note_access import note_access
from keyaccount.actions.shared import sealing
from keyaccount.base import clock
from keyaccount.base.language import Say, say

DEVICE_COOKIE = "__Host-device" if settings.HTTPS else "keyaccount_device"
DEVICE_SECONDS = 180 * 86_400
BEGAN, SEEN = "keyaccount_began", "keyaccount_seen"
_WRONG = say("登录名或密码不对")
_TOO_MANY = say("尝试次数太多，请 15 分钟后再试，或联系系统管理员")
_SECRETS = UUID("6b61746f-7470-4000-8000-000000000000")  # binds sealed second factors to their purpose
_TOLD: dict[str, Say] = {
    "account/messages/password_changed.txt": say("密码已修改，其他设备已退出登录"),
    "mfa/messages/totp_activated.txt": say("已启用二次验证"),
    "mfa/messages/totp_deactivated.txt": say("已停用二次验证"),
    "mfa/messages/recovery_codes_generated.txt": say("已生成恢复码，请存好"),
}


def device(request: HttpRequest) -> str:
    """What the browser calls itself, for the list of sessions and the journal."""
    return request.headers.get("User-Agent", "")


class Adapter(DefaultAccountAdapter):
    """Members are made by an administrator only; every answer to a failed attempt is the same."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _WRONG,
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
        "enter_current_password": say("当前密码不对"),
        "incorrect_password": say("密码不对"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """The login is set when the member is made and never derived."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The member, or None for a wrong login, a wrong password and a leaver alike."""
        user = super().authenticate(request, **credentials)
        if user is None or user.is_active:
            return user
        self.authentication_failed(request, **credentials)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_access(
            what="sign-in-failed",
            at=clock.now(),
            login=str(credentials.get("username", "")),
            address=self.get_client_ip(request),
            device=device(request),
        )

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        began = clock.now()
        request.session[BEGAN] = request.session[SEEN] = began.timestamp()
        self._note("signed-in", request, user)

    def logout(self, request: HttpRequest) -> None:
        self._note("signed-out", request, request.user)
        super().logout(request)

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Remember the device, so that others' guesses can never lock its owner out."""
        response: HttpResponse = super().post_login(request, user, **more)
        response.set_signed_cookie(
            DEVICE_COOKIE,
            f"{user.login} {secrets.token_urlsafe(9)}",
            max_age=DEVICE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
        )
        return response

    def set_password(self, user: Any, password: str) -> None:
        change_password(by=Principal(user), at=clock.now(), member=user, password=password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("settings:security")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any
    ) -> None:
        """Our words for the few messages we want; allauth's others stay unsaid."""
        text = _TOLD.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags="good")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Attempts are counted per login, from wherever they come; a device the member has used has its own count."""
        login = str(credentials.get("username", "")).strip().lower()
        known = request.get_signed_cookie(DEVICE_COOKIE, "", max_age=DEVICE_SECONDS) or ""
        return known if known.partition(" ")[0] == login else login

    def _note(self, what: str, request: HttpRequest, user: Any) -> None:
        note_access(
            what=what,
            at=clock.now(),
            member=user,
            address=self.get_client_ip(request),
            device=device(request),
        )


class SecondFactor(DefaultMFAAdapter):
    """Second factors are stored sealed; the label in the app is the login."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": say("验证码不对，请核对手机时间后重试"),
        "cannot_generate_recovery_codes": say("请先启用二次验证，再生成恢复码"),
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user.login)

    def encrypt(self, text: str) -> str:
        return base64.b64encode(sealing.seal(text, owner=_SECRETS) or b"").decode()

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(base64.b64decode(encrypted_text), owner=_SECRETS)
