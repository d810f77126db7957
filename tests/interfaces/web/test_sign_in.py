"""Signing in: what it tells (nothing), what it stops, what it leaves in the journal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from keyaccount.actions.org.disable_member import disable_member
from keyaccount.actions.org.issue_setup_link import issue_setup_link
from keyaccount.base import clock
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Member
from tests.cast import Company, acting

pytestmark = pytest.mark.django_db
GOOD = "correct-horse-1"


@pytest.fixture(autouse=True)
def _fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def company() -> Company:
    return Company()


def sign_in(client: Client, login: str, password: str = GOOD, **more: Any) -> Any:
    return client.post(reverse("account_login"), {"login": login, "password": password}, **more)


def kinds(member: Member | None = None) -> list[str]:
    rows = Entry.rows.filter(entity="member").order_by("id")
    return list((rows.filter(object_id=member.pk) if member else rows).values_list("kind", flat=True))


def signed_in(client: Client) -> bool:
    return bool(client.get(reverse("settings:security")).status_code == 200)


def test_a_member_signs_in_and_out(company: Company) -> None:
    client = Client(HTTP_USER_AGENT="Firefox on Linux")
    answer = sign_in(client, " LiLei ")
    assert answer.status_code == 302 and answer["Location"] == "/"
    assert signed_in(client)
    assert client.post(reverse("account_logout")).status_code == 302
    assert not signed_in(client)
    assert kinds(company.lilei) == ["member.signed-in", "member.signed-out"]
    entry = Entry.rows.get(kind="member.signed-in")
    assert entry.data == {"address": "127.0.0.1", "device": "Firefox on Linux"}
    assert entry.actor_id == company.lilei.pk


def test_getting_the_sign_out_page_signs_nobody_out(company: Company) -> None:
    client = Client()
    sign_in(client, "lilei")
    assert client.get(reverse("account_logout")).status_code == 200
    assert signed_in(client)


def test_the_session_gets_a_new_id_at_sign_in(company: Company) -> None:
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    sign_in(client, "lilei")
    assert client.session.session_key != before


def plain(answer: Any, login: str) -> bytes:
    """The bytes of a page without what is random by nature and without what was typed."""
    body = re.sub(
        rb'(name="csrfmiddlewaretoken" value=|name="csrf-token" content=)"[^"]+"', b"", answer.content
    )
    return body.replace(login.encode(), b"?")


def test_known_unknown_and_leaver_get_the_same_answer(company: Company) -> None:
    disable_member(by=acting(company.admin), at=clock.now(), id=company.wangfang.pk)
    tries = [("lilei", "wrong"), ("nobody", "wrong"), ("wangfang", "wrong"), ("wangfang", GOOD)]
    answers = [sign_in(Client(), login, password) for login, password in tries]
    assert {answer.status_code for answer in answers} == {422}
    assert len({plain(a, login) for a, (login, _) in zip(answers, tries, strict=True)}) == 1
    assert {tuple(sorted(answer.headers)) for answer in answers} == {tuple(sorted(answers[0].headers))}


def test_failed_attempts_are_on_record_without_what_strangers_typed(company: Company) -> None:
    sign_in(Client(), "lilei", "wrong")
    sign_in(Client(), "my-secret-password", "wrong")
    first, second = Entry.rows.filter(kind="member.sign-in-failed").order_by("id")
    assert (first.object_id, first.label) == (company.lilei.pk, "李雷")
    assert second.object_id is None and "secret" not in str(second.label) + str(second.data)


def test_ten_attempts_a_quarter_of_an_hour_from_wherever(company: Company) -> None:
    for login in ("lilei", "nobody"):
        for number in range(10):
            answer = sign_in(Client(), login, "wrong", REMOTE_ADDR=f"10.0.0.{number}", HTTP_HOST="localhost")
            assert "登录名或密码不对" in answer.content.decode()
        answer = sign_in(Client(), login, GOOD, REMOTE_ADDR="10.0.0.99")
        assert answer.status_code == 422 and "尝试次数太多" in answer.content.decode()
    assert Entry.rows.filter(kind="member.sign-in-failed").count() == 20
    assert sign_in(Client(), "hanmei").status_code == 302


def test_others_guesses_do_not_lock_the_owners_device_out(company: Company) -> None:
    own = Client()
    sign_in(own, "lilei")
    own.post(reverse("account_logout"))
    for _ in range(11):
        sign_in(Client(), "lilei", "wrong")
    assert sign_in(Client(), "lilei").status_code == 422
    assert sign_in(own, "lilei").status_code == 302
    own.post(reverse("account_logout"))
    for _ in range(10):
        sign_in(own, "lilei", "wrong")
    assert sign_in(own, "lilei").status_code == 422
    forged = Client()
    forged.cookies["keyaccount_device"] = "lilei abc:def:ghi"
    assert sign_in(forged, "lilei").status_code == 422


def test_a_leaver_is_out_at_once(company: Company) -> None:
    client = Client()
    sign_in(client, "lilei")
    assert signed_in(client)
    disable_member(by=acting(company.admin), at=clock.now(), id=company.lilei.pk)
    assert client.get("/").status_code == 302
    assert not UserSession.objects.filter(user=company.lilei).exists()


def test_a_new_password_ends_the_other_sessions(company: Company) -> None:
    here, there = Client(), Client()
    sign_in(here, "lilei")
    sign_in(there, "lilei")
    change = {"oldpassword": GOOD, "password1": "lamp river seven", "password2": "lamp river seven"}
    wrong = here.post(reverse("account_change_password"), {**change, "oldpassword": "no"})
    assert wrong.status_code == 422 and signed_in(there)
    assert here.post(reverse("account_change_password"), change).status_code == 302
    assert signed_in(here) and not signed_in(there)
    assert "member.password-set" in kinds(company.lilei)
    assert sign_in(Client(), "lilei", "lamp river seven").status_code == 302


def test_idle_and_old_sessions_end(company: Company, time_machine: Any) -> None:
    time_machine.move_to("2026-03-03 09:00 +0800")
    client = Client()
    sign_in(client, "lilei")
    time_machine.shift(29 * 60)
    assert signed_in(client)
    time_machine.shift(31 * 60)
    assert not signed_in(client)
    sign_in(client, "lilei")
    for _ in range(25):
        assert signed_in(client)
        time_machine.shift(29 * 60)
    assert not signed_in(client)


def code_of(secret: str, step: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def prove(client: Client, password: str = GOOD) -> Any:
    return client.post(
        reverse("account_reauthenticate"), {"password": password, "next": reverse("mfa_activate_totp")}
    )


def test_the_second_factor_from_end_to_end(company: Company) -> None:
    client = Client()
    sign_in(client, "lilei")
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
    before = client.session.session_key
    assert prove(client, "wrong").status_code == 422
    assert prove(client)["Location"] == reverse("mfa_activate_totp")
    assert client.session.session_key != before
    assert UserSession.objects.filter(session_key=client.session.session_key).count() == 1
    shown = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in shown and "data:image/svg+xml" in shown
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 422
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    recovery = client.get(reverse("mfa_view_recovery_codes"))
    codes = re.findall(r"<li>([0-9a-z]{8})</li>", recovery.content.decode())
    assert len(codes) == 10
    assert codes[0] in client.get(reverse("mfa_download_recovery_codes")).content.decode()
    stored = str(list(company.lilei.authenticator_set.values_list("data", flat=True)))
    assert secret not in stored and codes[0] not in stored

    other = Client()
    answer = sign_in(other, "lilei")
    assert answer["Location"] == reverse("mfa_authenticate") and not signed_in(other)
    assert other.post(reverse("mfa_authenticate"), {"code": "123456"}).status_code == 422
    right = code_of(secret, 1)
    assert other.post(reverse("mfa_authenticate"), {"code": right})["Location"] == "/"
    assert signed_in(other)
    again = Client()
    sign_in(again, "lilei")
    assert again.post(reverse("mfa_authenticate"), {"code": right}).status_code == 422
    assert again.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert sign_in(Client(), "lilei")["Location"] == "/"
    said = kinds(company.lilei)
    assert "member.second-factor-on" in said and "member.second-factor-off" in said


def test_a_one_time_link_sets_the_password_and_signs_in(company: Company) -> None:
    secret = issue_setup_link(by=acting(company.admin), at=clock.now(), id=company.wangfang.pk)
    address = reverse("setup", args=[secret])
    client = Client()
    assert "wangfang" in client.get(address).content.decode()
    assert client.post(address, {"password": "short", "again": "short"}).status_code == 422
    assert (
        client.post(address, {"password": "lamp river seven", "again": "lamp river eight"}).status_code == 422
    )
    assert not Member.objects.get(pk=company.wangfang.pk).check_password("lamp river seven")
    answer = client.post(address, {"password": "lamp river seven", "again": "lamp river seven"})
    assert answer.status_code == 302 and answer["Location"] == "/"
    assert signed_in(client)
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"password": "x" * 12, "again": "x" * 12}).status_code == 404
    assert kinds(company.wangfang) == ["member.link-issued", "member.password-set", "member.signed-in"]


def test_a_one_time_link_ends_after_half_an_hour(company: Company, time_machine: Any) -> None:
    time_machine.move_to("2026-03-03 09:00 +0800")
    secret = issue_setup_link(by=None, at=clock.now(), id=company.wangfang.pk)
    time_machine.shift(31 * 60)
    assert Client().get(reverse("setup", args=[secret])).status_code == 404


def test_strangers_reach_the_way_in_and_nothing_else(company: Company) -> None:
    for address in (
        "/",
        "/people/",
        "/settings/",
        "/settings/about/",
        "/sign-in/password/",
        "/sign-in/again/",
        "/nowhere",
        "/search/suggest?q=a",
    ):
        answer = Client().get(address)
        assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login")), address
    assert Client().get(reverse("account_login")).status_code == 200
    answer = Client().get("/people/", headers={"HX-Request": "true"})
    assert answer.status_code == 401 and answer["HX-Redirect"] == reverse("account_login")


def test_where_to_go_after_signing_in_stays_on_our_side(company: Company) -> None:
    body = {"login": "lilei", "password": GOOD}
    there = Client().post(reverse("account_login"), {**body, "next": "/people/?q=a"})
    assert there["Location"] == "/people/?q=a"
    for bad in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = Client().post(reverse("account_login"), {**body, "next": bad})
        assert answer["Location"] == "/", bad


def test_forged_forms_are_refused(company: Company) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, "lilei").status_code == 403
    assert client.post(reverse("language"), {"language": "en"}).status_code == 403
    page = client.get(reverse("account_login")).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    body = {"login": "lilei", "password": GOOD, "csrfmiddlewaretoken": token[1]}
    assert client.post(reverse("account_login"), body, HTTP_ORIGIN="https://evil.example").status_code == 403
    assert client.post(reverse("account_login"), body).status_code == 302


def test_the_way_in_speaks_the_visitors_language(company: Company) -> None:
    client = Client()
    answer = client.post(reverse("language"), {"language": "zh-hant", "next": "/sign-in/?next=/people/"})
    assert answer["Location"] == "/sign-in/?next=/people/"
    assert 'lang="zh-Hant"' in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("language"), {"language": "xx"}).status_code == 422
    assert client.post(reverse("language"), {"language": "en", "next": "//evil.example"})["Location"] == "/"
    assert client.get(reverse("language")).status_code == 405
    sign_in(client, "lilei")
    client.post(reverse("language"), {"language": "en"})
    assert Member.objects.get(pk=company.lilei.pk).language == "en"


def test_the_cookies_say_little(company: Company) -> None:
    client = Client()
    sign_in(client, "lilei")
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    assert session["httponly"] and session["samesite"] == "Lax"
    assert client.cookies["keyaccount_device"]["httponly"]


TRY = """
import django; django.setup()
from allauth.core.internal import ratelimit
from django.test import RequestFactory
request = RequestFactory().post("/")
ask = lambda: ratelimit.consume(request, app="allauth.account", action="login_failed", key="lilei")
print(sum(1 for _ in range(25) if ask()))
"""


def test_attempts_are_counted_across_processes(tmp_path: Path) -> None:
    """Four servers at once let ten attempts through, not ten each and none twice."""
    own = {"KEYACCOUNT_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "keyaccount.site.settings"}
    command = [sys.executable, "-c", TRY]
    running = [
        subprocess.Popen(command, env={**os.environ, **own}, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert sum(int(one.communicate(timeout=60)[0]) for one in running) == 10
