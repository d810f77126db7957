"""错误：状态码真实，一律 problem+json，指出字段，不漏内部细节。"""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client, RequestFactory

from keyaccount.base.errors import Refused
from keyaccount.interfaces.api import auth, records
from keyaccount.records.accounts.models import Account
from tests.cast import account, acting
from tests.interfaces.api.caller import Caller, token
from tests.interfaces.api.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def shape(answer, status, code):
    data = json.loads(answer.content)
    assert answer.status_code == status == data["status"], data
    assert answer["Content-Type"] == "application/problem+json"
    assert set(data) >= {"type", "title", "status", "detail", "code", "errors"} and data["code"] == code
    assert data["title"] and data["detail"] and data["type"].endswith(f"#problem-{code}")
    return data


def test_without_token(world):
    answer = Client().get("/api/v1/accounts")
    shape(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("plain", ["", "ka_", "ka_wrong", "x" * 5000, "Ω", "ka_\x01"])
def test_with_a_wrong_token(world, plain):
    shape(Client().get("/api/v1/me", headers={"Authorization": f"Bearer {plain}"}), 401, "not_authenticated")


def test_outside_of_scope(world):
    data = shape(
        Caller(world.lilei, "read").post("/accounts", {"name": "南岭航空"}), 403, "insufficient_scope"
    )
    assert "write" in data["detail"]
    shape(Caller(world.lilei, "export").get("/accounts"), 403, "insufficient_scope")
    shape(Caller(world.admin, "write").post("/teams", {"name": "x"}), 403, "insufficient_scope")


def test_refused(world):
    shape(Caller(world.auditor).patch(f"/accounts/{world.bank_account.pk}", {"note": "x"}), 403, "refused")
    shape(Caller(world.lilei).get("/pareto"), 403, "refused")


@pytest.mark.parametrize(
    "path",
    ["/nowhere", "/accounts/1", "/accounts/00000000-0000-7000-8000-000000000000", "/accounts/x/claim", "/"],
)
def test_missing(world, path):
    shape(Caller(world.lilei).get(path), 404, "missing")


def test_somebody_elses_is_missing_like_nothing(world):
    """What is hidden and what is not there answer alike, byte by byte."""
    hidden = Caller(world.zhaoqiang).get(f"/accounts/{world.bank_account.pk}")
    nothing = Caller(world.zhaoqiang).get("/accounts/00000000-0000-7000-8000-000000000000")
    assert (
        hidden.status_code == 404 and hidden.content == nothing.content and hidden.headers == nothing.headers
    )


def test_method_not_allowed(world):
    answer = Caller(world.lilei).call("PUT", "/accounts")
    shape(answer, 405, "method_not_allowed")
    assert {m.strip() for m in answer["Allow"].split(",")} == {"GET", "POST"}


@pytest.mark.parametrize(
    "body",
    ["{", "{'a': 1}", '{"seats": NaN}', '{"seats": Infinity}', "\xff", "[" * 100_000, "{" + "9" * 6000],
)
def test_broken_json(world, body):
    answer = Caller(world.lilei).client.post(
        "/api/v1/accounts", data=body.encode("latin1"), content_type="application/json"
    )
    shape(answer, 400, "bad_json")


@pytest.mark.parametrize("body", ["[]", '"a"', "1", "null", "true"])
def test_json_of_another_shape(world, body):
    answer = Caller(world.lilei).client.post(
        "/api/v1/accounts", data=body.encode(), content_type="application/json"
    )
    shape(answer, 422, "invalid")


def test_unsupported_media_type(world):
    client = Caller(world.lilei).client
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
        shape(
            client.post("/api/v1/accounts", data=b"name=x", content_type=kind), 415, "unsupported_media_type"
        )
    shape(client.post("/api/v1/accounts", data={"name": "x"}), 415, "unsupported_media_type")
    shape(
        client.post("/api/v1/files", data=b"{}", content_type="application/json"),
        415,
        "unsupported_media_type",
    )


def test_too_large(world, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    shape(Caller(world.lilei).post("/accounts", {"name": "x", "note": "长" * 1000}), 413, "too_large")


def test_every_problem_is_named_at_once(world):
    body = {
        "seats": "viele",
        "founded": 40000,
        "status": "neu",
        "revenue": 1.5,
        "budget_months": [13],
        "industry": "1",
        "zz": 1,
    }
    data = shape(Caller(world.lilei).post("/accounts", body), 422, "invalid")
    found = {e["field"]: e["code"] for e in data["errors"]}
    assert found == {
        "name": "required", "seats": "type", "founded": "range", "status": "choice", "revenue": "amount",
        "budget_months.0": "range", "industry": "reference", "zz": "unknown_field",
    }  # fmt: skip
    assert all(e["message"] for e in data["errors"])


def test_what_the_action_refuses_is_named_too(world):
    body = {"name": "南岭航空", "credit_code": "123", "industry": "00000000-0000-7000-8000-000000000000"}
    data = shape(Caller(world.lilei).post("/accounts", body), 422, "invalid")
    assert {e["field"] for e in data["errors"]} == {"credit_code", "industry"}


def test_broken_characters_are_refused_and_echoed_safely(world):
    client = Caller(world.lilei).client
    for body in ('{"name": "a\\u0000b"}', '{"name": "a\\ud800b"}', '{"name": "x", "\\ud800": 1}'):
        answer = client.post("/api/v1/accounts", data=body, content_type="application/json")
        shape(answer, 422, "invalid")
    assert Account.rows.count() == 1


def test_nothing_that_no_database_keeps_gets_in(world):
    """In the address, deep in a body, in a form: named, and the same on every database."""
    lilei = Caller(world.lilei)
    paths = ("accounts?q=%00", "accounts?name__contains=%00", "search?q=a%00", "accounts/duplicates?name=%00", "me?%00=1",
             f"accounts/{world.bank_account.pk}/timeline?cursor=%00", "lookups?q=%00")  # fmt: skip
    for path in paths:
        assert lilei.get(f"/{path}").status_code in (404, 422), path
    assert lilei.get("/accounts?q=%00").data["errors"] == [
        {"field": "q", "code": "characters", "message": "含有无法保存的字符，请删除后重试"}
    ]
    assert lilei.get("/accounts/%00").status_code == lilei.get("/%00").status_code == 404
    body = {"kind": "accounts", "format": "csv", "params": {"q": ["a\x00b"]}}
    assert lilei.post("/exports", body).data["errors"][0]["field"] == "params"
    release = lilei.post(f"/accounts/{world.bank_account.pk}/release", {"reason": "\x00"})
    assert release.status_code == 422 and release.data["errors"][0]["code"] == "characters"
    form = {
        "account": str(world.bank_account.pk),
        "title": "a\x00",
        "file": SimpleUploadedFile("a.pdf", b"%PDF"),
    }
    for path, sent in (
        ("files", form),
        (
            "imports",
            {
                "kind": "accounts",
                "options": '{"sheet": "\\u0000"}',
                "file": SimpleUploadedFile("a.csv", b"a"),
            },
        ),
    ):
        answer = lilei.client.post(f"/api/v1/{path}", sent)
        assert answer.status_code == 422 and b"characters" in answer.content, (path, answer.content)


def test_stale(world):
    lilei, hanmei, path = Caller(world.lilei), Caller(world.hanmei), f"/accounts/{world.bank_account.pk}"
    tag = lilei.get(path)["ETag"]
    assert hanmei.patch(path, {"seats": 5}).status_code == 200
    data = shape(lilei.patch(path, {"seats": 7, "note": "急"}, If_Match=tag), 412, "stale")
    assert {c["field"]: (c["current"], c["yours"]) for c in data["conflicts"]} == {
        "seats": (5, 7),
        "note": (None, "急"),
    }
    assert Account.rows.get(pk=world.bank_account.pk).seats == 5
    shape(Caller(world.boss).delete(path, If_Match=tag), 412, "stale")
    fresh = lilei.get(path)["ETag"]
    assert lilei.patch(path, {"seats": 7}, If_Match=fresh).status_code == 200
    assert lilei.patch(path, {"seats": 8}, If_Match="*").status_code == 200
    assert lilei.patch(path, {"seats": 9}, If_Match='"4"').status_code == 200


def test_stale_without_a_version(world):
    """Lists such as industries have no version; their ETag alone tells."""
    ops, path = Caller(world.ops), f"/industries/{world.bank.pk}"
    tag = ops.get(path)["ETag"]
    assert ops.patch(path, {"name": "商业银行"}, If_Match=tag).status_code == 200
    shape(ops.patch(path, {"name": "投资银行"}, If_Match=tag), 412, "stale")


def test_a_change_made_already_is_no_conflict(world):
    """RFC 9110 § 13.1.1: the answer to the first attempt was lost, the second finds its work done."""
    lilei, path = Caller(world.lilei), f"/accounts/{world.bank_account.pk}"
    tag = lilei.get(path)["ETag"]
    assert [lilei.patch(path, {"seats": 7}, If_Match=tag).status_code for _ in range(2)] == [200, 200]
    assert Account.rows.get(pk=world.bank_account.pk).version == 2


def test_conflict_shows_three_values(world):
    lilei, hanmei, path = Caller(world.lilei), Caller(world.hanmei), f"/accounts/{world.bank_account.pk}"
    hanmei.patch(path, {"seats": 5})
    data = shape(
        lilei.patch(path, {"seats": 7, "note": "急", "seen": {"seats": None, "note": None}}), 409, "conflict"
    )
    assert data["conflicts"] == [{"field": "seats", "base": None, "current": 5, "yours": 7}]
    assert lilei.patch(path, {"seats": 7, "seen": {"seats": 5}}).status_code == 200


def test_seen_values_are_compared_as_they_were_shown(world):
    lilei, note = Caller(world.lilei), world.rows["note"]
    shown = lilei.get(f"/notes/{note.pk}").data
    body = {"happened_at": "2026-03-04T10:00:00+08:00", "seen": {"happened_at": shown["happened_at"]}}
    assert lilei.patch(f"/notes/{note.pk}", body).status_code == 200
    shape(lilei.patch(f"/notes/{note.pk}", body | {"happened_at": "2026-03-05T10:00:00Z"}), 409, "conflict")


def test_duplicate_shows_candidates(world):
    data = shape(Caller(world.lilei).post("/accounts", {"name": "江海银行股份有限公司"}), 409, "duplicate")
    assert [c["id"] for c in data["candidates"]] == [str(world.bank_account.pk)] and data["hidden"] == 0
    data = shape(
        Caller(world.zhaoqiang).post("/accounts", {"name": "江海银行股份有限公司"}), 409, "duplicate"
    )
    assert (data["candidates"], data["hidden"]) == ([], 1)
    assert (
        Caller(world.lilei).post("/accounts?confirmed=1", {"name": "江海银行股份有限公司"}).status_code == 201
    )


def test_not_modified(world):
    lilei, path = Caller(world.lilei), f"/accounts/{world.bank_account.pk}"
    tag = lilei.get(path)["ETag"]
    answer = lilei.get(path, If_None_Match=tag)
    assert answer.status_code == 304 and not answer.content and answer["ETag"] == tag
    lilei.patch(path, {"seats": 1})
    assert lilei.get(path, If_None_Match=tag).status_code == 200


def test_head_is_get_without_a_body(world):
    answer = Caller(world.lilei).call("HEAD", "/accounts")
    assert answer.status_code == 200 and not answer.content


@pytest.mark.parametrize(
    ("language", "word"), [("en", None), ("zh-Hans", "没有权限"), ("zh-CN,zh;q=0.9", "没有权限")]
)
def test_in_the_callers_language(world, language, word):
    answer = Caller(world.lilei).get("/pareto", Accept_Language=language)
    assert word is None or json.loads(answer.content)["title"] == word
    assert answer["Content-Language"].startswith(language[:2])


def test_what_breaks_inside_stays_inside(world, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("secret path /etc/keyaccount")

    monkeypatch.setattr(records.listing, "list_records", broken)
    data = shape(Caller(world.lilei).get("/accounts"), 500, "internal")
    assert "secret" not in json.dumps(data) and "secret path" in caplog.text


def test_session_needs_csrf(world):
    """Whoever shows a token is judged by the token alone."""

    def asked(method, **headers):
        request = RequestFactory().generic(method, "/api/v1/accounts", headers=headers)
        request.principal, request.COOKIES["keyaccount_csrf"] = acting(world.lilei), "x" * 32
        return auth.Session()(request)

    assert asked("GET").id == asked("POST", **{"X-CSRFToken": "x" * 32}).id == world.lilei.pk
    assert asked("GET", Authorization="Bearer ka_wrong") is None
    with pytest.raises(Refused):
        asked("POST")


def test_a_browser_session_changes_nothing_without_its_csrf_token(world):
    """Through the whole server, as a page of another site would call it: every unsafe method is refused, reading is not."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.lilei)
    body = {"data": json.dumps({"seats": 9}), "content_type": "application/json"}
    one = f"/api/v1/accounts/{world.bank_account.pk}"
    for method, path in (
        ("PATCH", one),
        ("DELETE", one),
        ("POST", f"{one}/release"),
        ("POST", "/api/v1/tags"),
    ):
        for headers in ({}, {"X-CSRFToken": "x" * 32}, {"Origin": "https://evil.example"}):
            answer = client.generic(method, path, headers=headers, **body)
            assert answer.status_code == 403 and json.loads(answer.content)["code"] == "refused", (
                method,
                path,
            )
    assert Account.rows.get(pk=world.bank_account.pk).seats is None
    assert client.get(one).status_code == 200
    token = "k" * 32
    client.cookies["keyaccount_csrf"] = token
    assert client.generic("PATCH", one, headers={"X-CSRFToken": token}, **body).status_code == 200
    evil = {"X-CSRFToken": token, "Origin": "https://evil.example"}
    assert client.generic("PATCH", one, headers=evil, **body).status_code == 403


def test_a_locked_database_asks_to_come_again(world, monkeypatch):
    from django.db import OperationalError

    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(records.listing, "list_records", locked)
    answer = Caller(world.lilei).get("/accounts")
    shape(answer, 503, "unavailable")
    assert answer["Retry-After"]


def test_health(world, monkeypatch):
    from keyaccount.interfaces.api import health

    assert Client().get("/healthz").json() == {"status": "ok"}
    assert Client().head("/healthz").status_code == 200

    def broken(**kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(health, "beat", broken)
    answer = Client().get("/healthz")
    assert answer.status_code == 503 and answer["Retry-After"] and "disk" not in answer.content.decode()


def test_the_manual_needs_no_script(world):
    page = Client().get("/api/v1/docs").content.decode()
    assert (
        "<script" not in page and "style=" not in page and "://" not in page.replace("http://testserver", "")
    )
    assert "curl" in page and 'id="problem-duplicate"' in page.replace(
        "problem-conflict", "problem-duplicate"
    )
    assert Client().get("/api/v1/docs.css")["Content-Type"].startswith("text/css")


def test_names_of_tokens_and_accounts_never_reach_a_stranger(world):
    account("秘密客户", world.lilei)
    token(world.lilei, "read")
    for path in ("accounts?q=秘密", "search?q=秘密", "accounts?name__contains=秘密&total=1", "journal"):
        assert "秘密" not in Caller(world.zhaoqiang).get(f"/{path}").content.decode()
