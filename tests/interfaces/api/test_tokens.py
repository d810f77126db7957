"""访问令牌：只显示一次，只存摘要；过期、吊销、停用立刻失效；范围只减不增；每分钟有上限。"""

from __future__ import annotations

from datetime import timedelta

import pytest

from keyaccount.actions.org.issue_token import SCOPES, digest_of, issue_token
from keyaccount.actions.org.revoke_token import revoke_token
from keyaccount.base.clock import now
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.interfaces.api import auth
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import ApiToken, Member
from tests.cast import acting
from tests.interfaces.api.caller import Caller, token
from tests.interfaces.api.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def issue(member, **more):
    values = {"name": "对接 BI", "scopes": ["read"], **more}
    return issue_token(by=acting(member), at=now(), member=member, **values)


def test_shown_once_and_stored_as_digest(world):
    plain = issue(world.lilei, scopes=["write", "read"])
    stored = ApiToken.rows.get()
    assert plain.startswith("ka_") and len(plain) == 43 and stored.digest == digest_of(plain)
    assert plain not in str(ApiToken.rows.values().get()) and stored.scopes == ["read", "write"]
    told = Entry.rows.get(kind="token.created")
    assert told.label == "对接 BI" and plain not in str(told.data)


def test_only_for_oneself_and_never_by_a_program(world):
    with pytest.raises(Refused):
        issue_token(by=acting(world.security), at=now(), member=world.lilei, name="x", scopes=["read"])
    with pytest.raises(Refused):
        issue_token(
            by=acting(world.lilei, token_scopes=list(SCOPES)),
            at=now(),
            member=world.lilei,
            name="x",
            scopes=["read"],
        )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["all"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
    ],
)
def test_what_cannot_be_issued(world, more, field):
    with pytest.raises(Invalid) as caught:
        issue(world.lilei, **more)
    assert [p.field for p in caught.value.problems] == [field]


def test_it_ends(world):
    plain = issue(world.lilei)
    stored = ApiToken.rows.get()
    caller = Caller(world.lilei)
    caller.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {plain}"
    assert caller.get("/me").status_code == 200
    Member.rows.filter(pk=world.lilei.pk).update(is_active=False)
    assert caller.get("/me").status_code == 401
    Member.rows.filter(pk=world.lilei.pk).update(is_active=True)
    ApiToken.rows.filter(pk=stored.pk).update(expires_at=now())
    assert caller.get("/me").status_code == 401
    ApiToken.rows.filter(pk=stored.pk).update(expires_at=now() + timedelta(days=1))
    revoke_token(by=acting(world.lilei), at=now(), id=stored.pk)
    assert caller.get("/me").status_code == 401 and Entry.rows.filter(kind="token.revoked").count() == 1


def test_who_revokes(world):
    issue(world.lilei)
    stored = ApiToken.rows.get()
    with pytest.raises(Missing):
        revoke_token(by=acting(world.wangfang), at=now(), id=stored.pk)
    with pytest.raises(Missing):
        revoke_token(by=acting(world.admin), at=now(), id="nonsense")
    assert revoke_token(by=acting(world.security), at=now(), id=stored.pk).revoked_at


def test_my_tokens_by_api(world):
    issue(world.wangfang)
    caller = Caller(world.lilei)
    (mine,) = caller.get("/tokens").data["items"]
    assert mine["hint"] == caller.plain[:8] and "digest" not in mine
    other = ApiToken.rows.get(member=world.wangfang)
    assert caller.delete(f"/tokens/{other.pk}").status_code == 404
    assert caller.delete(f"/tokens/{mine['id']}").status_code == 204
    assert caller.get("/me").status_code == 401


def test_scopes_take_away(world):
    reader = Caller(world.lilei, "read")
    assert reader.get("/accounts").status_code == 200
    assert reader.post("/accounts", {"name": "x"}).status_code == 403
    assert Caller(world.lilei, "import").get("/accounts").status_code == 403
    assert Caller(world.lilei, "write").get("/accounts").status_code == 200
    assert "private_phone" not in reader.get(f"/people/{world.person.pk}").data
    assert (
        Caller(world.lilei).post(f"/people/{world.person.pk}/reveal", {"purpose": "生日"}).status_code == 403
    )


def test_last_use_is_noted_once_a_minute(world, django_assert_num_queries):
    caller = Caller(world.lilei)
    caller.get("/me")
    first = ApiToken.rows.get(digest=digest_of(caller.plain)).last_used_at
    caller.get("/me")
    assert ApiToken.rows.get(digest=digest_of(caller.plain)).last_used_at == first
    ApiToken.rows.update(last_used_at=now() - timedelta(seconds=61))
    caller.get("/me")
    assert now() - ApiToken.rows.get(digest=digest_of(caller.plain)).last_used_at < timedelta(seconds=5)


def test_too_many_in_a_minute(world, settings, monkeypatch):
    monkeypatch.setattr(auth, "RATE", auth.Rate())
    settings.API_RATE = 3
    caller, other = Caller(world.lilei), Caller(world.wangfang)
    answers = [caller.get("/me") for _ in range(5)]
    assert [a.status_code for a in answers] in ([200] * 3 + [429] * 2, [200, 200, 200, 429, 200])
    refused = next(a for a in answers if a.status_code == 429)
    assert 0 < int(refused["Retry-After"]) <= 60 and refused.data["code"] == "busy"
    assert other.get("/me").status_code == 200


def test_language_of_the_member_unless_the_program_asks(world):
    Member.rows.filter(pk=world.lilei.pk).update(language="en")
    token(world.lilei)
    assert Caller(world.lilei).get("/me")["Content-Language"] == "en"
    assert Caller(world.lilei).get("/me", Accept_Language="zh-CN")["Content-Language"] == "zh-hans"
