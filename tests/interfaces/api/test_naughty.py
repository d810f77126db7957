"""古怪的文字经接口写进每个文字字段：没有 5xx，原样存、原样读（单行文字去掉首尾空白）。"""

from __future__ import annotations

import json

import pytest

from keyaccount.access import Kind
from keyaccount.interfaces.api.resources import RESOURCES
from tests.interfaces.api.caller import Caller
from tests.interfaces.api.world import World
from tests.shared_data import shared

pytestmark = pytest.mark.django_db

FREE = {Kind.TEXT, Kind.PHONE, Kind.LONG}
CHECKED = {Kind.EMAIL, Kind.URL, Kind.CREDIT_CODE, Kind.REGION}
OWN_RULES = {
    "member": {"login"},
    "fact": {"item"},
    **dict.fromkeys(
        ("result", "account", "opportunity", "quote", "contract", "receipt", "product", "price_list"),
        {"currency"},
    ),
}
WRITER = {
    "result": "finance",
    "industry": "ops",
    "tag": "ops",
    "pool": "ops",
    "department": "admin",
    "member": "admin",
    "team": "admin",
    "product": "ops",
    "price_list": "ops",
    "invoice": "finance",
    "receipt": "finance",
}
STEP = {
    "note": 1,
    "account": 3,
}  # one rule serves all fields: all strings once, a part of them everywhere else


def strings() -> list[str]:
    return json.loads(shared("naughty-strings/blns.json").read_text(encoding="utf-8"))


def texts(resource, kinds):
    own = OWN_RULES.get(resource.entity, set())
    return {f.name: f for f in resource.policy.fields if f.writable and f.kind in kinds and f.name not in own}


def kept(field, text):
    """What must come back: as given, one line without white space at its ends, nothing is null."""
    text = text[: field.max_length] if field.max_length else text
    return (text.replace("\r\n", "\n") if field.kind is Kind.LONG else text.strip()) or None


@pytest.mark.parametrize(
    "resource", [r for r in RESOURCES if r.edits and texts(r, FREE)], ids=lambda r: r.entity
)
def test_text_is_stored_and_shown_as_given(resource):
    world = World()
    caller = Caller(world.members()[WRITER.get(resource.entity, "hanmei")])
    path = f"/{resource.path}/{world.rows[resource.entity].pk}"
    fields = texts(resource, FREE)
    step = STEP.get(resource.entity, 7)
    for text in strings()[RESOURCES.index(resource) % step :: step]:
        body = {name: text[: f.max_length] if f.max_length else text for name, f in fields.items()}
        answer = caller.patch(path, body)
        if "\x00" in text or any(f.required and not (kept(f, text) or "").strip() for f in fields.values()):
            assert answer.status_code == 422, text
            continue
        assert answer.status_code == 200, (text, answer.data)
        found = caller.get(path).data
        assert {name: found[name] for name in fields} == {name: kept(f, text) for name, f in fields.items()}


def test_checked_texts_and_questions_never_break():
    """Addresses, codes, filters and search: taken or refused, never broken."""
    world = World()
    lilei = Caller(world.lilei)
    path = f"/accounts/{world.bank_account.pk}"
    for text in strings()[::6]:
        for body in ({"website": text}, {"credit_code": text}, {"region": text}, {"tags": [text]}, {text: 1}):
            assert lilei.patch(path, body).status_code in (200, 422), (body, text)
        for query in ("name__contains", "name", "q", "region", "sort", "cursor", "fields", "owner", "limit"):
            answer = lilei.client.get("/api/v1/accounts", {query: text})
            assert answer.status_code in (200, 422), (query, text)
        assert lilei.client.get("/api/v1/search", {"q": text}).status_code in (200, 422), text
