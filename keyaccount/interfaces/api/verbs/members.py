"""Verbs on members, and what belongs to whoever asks: who am I, my tokens."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import Field as Spec

from keyaccount.access import ROLES, Principal, opened
from keyaccount.actions.org.disable_member import disable_member
from keyaccount.actions.org.enable_member import enable_member
from keyaccount.actions.org.revoke_token import revoke_token
from keyaccount.actions.org.set_roles import set_roles
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.api import answers, shapes
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import Shape, described
from keyaccount.queries.records.show_record import show_record

ONE = "/members/{uuid:id}"


class Me(Shape):
    """Whoever asks. `functions` is what the roles allow; `scopes` what the token leaves of it, null at the browser."""

    id: UUID
    login: str
    name: str
    roles: list[str]
    department: UUID | None
    language: str
    functions: list[str]
    scopes: list[str] | None


class Roles(Shape):
    roles: list[Literal[tuple(ROLES)]] = Spec(json_schema_extra=described(say("角色")))  # type: ignore[valid-type]


class Heir(Shape):
    to: UUID | None = Spec(None, json_schema_extra=described(say("接手客户的成员")))


class Token(Shape):
    id: UUID
    name: str
    hint: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class Tokens(Shape):
    items: list[Token]


def me(request: HttpRequest, by: Principal) -> HttpResponse:
    member = by.member
    return answers.answer(
        {
            "id": by.id,
            "login": member.login,
            "name": member.name,
            "roles": [role.key for role in by.roles],
            "department": member.department_id,
            "language": member.language,
            "functions": sorted(name for name in by.functions if by.may(name)),
            "scopes": None if by.token_scopes is None else sorted(by.token_scopes),
        }
    )


def _member(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    return answers.tagged(request, show_record(by, "member", id))


def roles(request: HttpRequest, by: Principal, id: UUID, payload: Roles) -> HttpResponse:
    set_roles(by=by, at=clock.now(), id=id, roles=payload.roles)
    return _member(request, by, id)


def disable(request: HttpRequest, by: Principal, id: UUID, payload: Heir) -> HttpResponse:
    disable_member(by=by, at=clock.now(), id=id, to=payload.to)
    return _member(request, by, id)


def enable(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    enable_member(by=by, at=clock.now(), id=id)
    return _member(request, by, id)


def tokens(request: HttpRequest, by: Principal) -> HttpResponse:
    names = list(Token.model_fields)
    rows: list[dict[str, Any]] = list(opened(by, "token").order_by("-created_at").values(*names))
    return answers.answer({"items": rows})


def revoke(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    revoke_token(by=by, at=clock.now(), id=id)
    return HttpResponse(status=204)


def register() -> None:
    change = partial(operation, "POST", tag="members", answer=shapes.one("member"), scopes=("admin",))
    change(f"{ONE}/roles", roles, id="set-roles", summary=say("调整成员的角色"), body=Roles)
    change(f"{ONE}/disable", disable, id="disable-member", summary=say("停用成员，客户交给同事"), body=Heir)
    change(f"{ONE}/enable", enable, id="enable-member", summary=say("重新启用成员"))
    operation("GET", "/me", me, id="get-me", tag="me", summary=say("我是谁，能做什么"), answer=Me)
    operation(
        "GET", "/tokens", tokens, id="list-tokens", tag="tokens", summary=say("我的访问令牌"), answer=Tokens
    )
    operation(
        "DELETE",
        "/tokens/{uuid:id}",
        revoke,
        id="revoke-token",
        tag="tokens",
        summary=say("吊销访问令牌"),
        status=204,
    )
