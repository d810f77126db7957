"""A program that calls the API with a token of a member."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from keyaccount.actions.org.issue_token import SCOPES, digest_of
from keyaccount.base.clock import now
from keyaccount.records.org.models import ApiToken, Member

ROOT = "/api/v1"
ALL = tuple(SCOPES)


def token(member: Member, *scopes: str, plain: str = "", **more: Any) -> str:
    """A stored token, past the action; good for a day unless told otherwise."""
    plain = plain or f"ka_{member.login}_{'_'.join(scopes or ALL)}"
    values = {"created_at": now(), "expires_at": now() + timedelta(days=1), **more}
    wanted = {"member": member, "name": "测试", "hint": plain[:8], "scopes": list(scopes or ALL)}
    ApiToken.rows.get_or_create(digest=digest_of(plain), defaults={**wanted, **values})
    return plain


class Caller:
    """`Caller(member).post("/accounts", {"name": …})`; answers carry `.data`."""

    def __init__(self, member: Member, *scopes: str) -> None:
        self.plain = token(member, *scopes)
        self.client = Client(headers={"Authorization": f"Bearer {self.plain}"}, raise_request_exception=False)

    def call(self, method: str, path: str, data: Any = None, **headers: str) -> HttpResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        more: dict[str, Any] = (
            {} if data is None else {"data": json.dumps(data), "content_type": "application/json"}
        )
        response = self.client.generic(method, f"{ROOT}{path}", headers=named, **more)
        kind = response.headers.get("Content-Type", "")
        response.data = json.loads(response.content) if "json" in kind and response.content else None
        return response

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.call("GET", path, **headers)

    def post(self, path: str, data: Any = None, **headers: str) -> HttpResponse:
        return self.call("POST", path, data, **headers)

    def patch(self, path: str, data: Any = None, **headers: str) -> HttpResponse:
        return self.call("PATCH", path, data, **headers)

    def delete(self, path: str, **headers: str) -> HttpResponse:
        return self.call("DELETE", path, **headers)
