"""The schemas of every entity, made from its policy: what comes in on create and change, what goes out, a page of it."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints, create_model
from pydantic import Field as Spec

from keyaccount.access import Field, Kind, Policy, policy_of
from keyaccount.base.language import Say, say
from keyaccount.interfaces.api import values

EXAMPLES: dict[str, Any] = {
    "account.name": "江海银行股份有限公司",
    "account.short_name": "江海银行",
    "account.seats": 1200,
    "account.budget_months": [10, 11],
    "account.region": "320100",
    "account.website": "www.example.com",
    "person.name": "陈静",
    "person.title": "客服中心总经理",
    "person.mobile": "13900000000",
    "person.email": "chenjing@example.com",
    "note.text": "年底前完成新系统选型",
    "unit.name": "客户服务中心",
    "address.street": "中山路 1 号",
    "result.received": "1234567.80",
    "result.month": "2026-03-01",
    "opportunity.name": "客服中心新系统",
    "opportunity.amount": "860000.00",
    "opportunity.sign_on": "2026-12-20",
    "task.title": "送方案初稿",
    "contract.title": "客服系统采购合同",
    "contract.amount": "860000.00",
    "receipt.amount": "258000.00",
}


class Shape(BaseModel):
    """A JSON object that refuses what it does not know (no mass assignment)."""

    model_config = ConfigDict(extra="forbid")


def described(label: Say, help: Say | None = None, *, read_only: bool = False, example: Any = None) -> Any:
    """Words and hints of a field, put into the schema in the language of whoever reads it."""

    def fill(schema: dict[str, Any]) -> None:
        schema["description"] = f"{label}：{help}" if help else str(label)
        if read_only:
            schema["readOnly"] = True
        if example is not None:
            schema["examples"] = [example]

    return fill


def named(entity: str) -> str:
    """team_seat → TeamSeat"""
    return "".join(part.capitalize() for part in entity.split("_"))


def _spec(policy: Policy, field: Field, default: Any, *, out: bool = False) -> Any:
    example = EXAMPLES.get(f"{policy.entity}.{field.name}")
    extra = described(field.label, field.help, read_only=out and not field.writable, example=example)
    return Spec(default, json_schema_extra=extra)


def _incoming(policy: Policy, fields: list[tuple[Policy, Field]], *, create: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for owner, field in fields:
        required = field.required and create
        kind = values.into(owner, field, required=field.required)
        found[field.name] = (kind, _spec(owner, field, ... if required else None))
    return found


def writable_fields(policy: Policy) -> list[tuple[Policy, Field]]:
    return [(policy, field) for field in policy.fields if field.writable]


CREATE_MORE: dict[str, dict[str, tuple[str, ...]]] = {
    "account": {"account": ("owner", "pool")},
    "person": {"post": ("account", "unit", "title", "rank", "reports_to", "started_on", "ended_on")},
}


def _more_on_create(policy: Policy) -> list[tuple[Policy, Field]]:
    """What the verb that creates takes beyond the entity's own fields: the holder of an account, the post of a person."""
    more = CREATE_MORE.get(policy.entity, {})
    return [
        (policy_of(other), policy_of(other).by_name[name]) for other, names in more.items() for name in names
    ]


class NextStep(Shape):
    """What to do next: it becomes a task."""

    title: Annotated[str, StringConstraints(strict=True, max_length=200)]
    due_on: values.Day
    owner: UUID | None = None


class QuoteLineGiven(Shape):
    """A line of a quote; without `unit_price` the price of the list holds."""

    product: UUID
    quantity: Annotated[int, Spec(strict=True, ge=1, le=values.MOST_INTEGER)]
    unit_price: values.Money | None = None
    note: Annotated[str, StringConstraints(strict=True, max_length=200)] = ""


class MatchGiven(Shape):
    """So much of a receipt for this instalment."""

    instalment: UUID
    amount: values.Money


# Given with a record, beside its fields, in the same act.
PARTS: dict[str, dict[str, tuple[Any, Say]]] = {
    "contact": {
        "persons": (list[UUID], say("对方参加的人")),
        "members": (list[UUID], say("我方参加的人，记录人不用写")),
        "next_step": (NextStep | None, say("下一步")),
    },
    "quote": {"lines": (list[QuoteLineGiven], say("报价行"))},
    "contract": {"quote": (UUID | None, say("由这份报价生成，带上它的商机、币种、金额和明细"))},
    "receipt": {"matches": (list[MatchGiven], say("核销到哪几期"))},
}


# Required of the record, but not of the caller who names what it follows from.
FOLLOWS = {"contract": ("account", "title", "amount")}


@cache
def creating(entity: str) -> type[Shape]:
    """The body of POST."""
    policy = policy_of(entity)
    incoming = _incoming(policy, [*writable_fields(policy), *_more_on_create(policy)], create=True)
    for name in FOLLOWS.get(entity, ()):
        incoming |= _incoming(policy, [(policy, policy.by_name[name])], create=False)
    for name, (kind, label) in PARTS.get(entity, {}).items():
        incoming[name] = (kind, Spec(None, json_schema_extra=described(label), validate_default=False))
    return create_model(f"{named(entity)}Create", __base__=Shape, **incoming)


@cache
def changing(entity: str) -> type[Shape]:
    """The body of PATCH: any of the fields, and `seen`, what they showed when the editing began."""
    policy = policy_of(entity)
    seen = say("开始修改时看到的值：仍是这个值的字段才会改，否则答 409 并列出三方的值")
    fields = _incoming(policy, writable_fields(policy), create=False)
    fields["seen"] = (dict[str, Any] | None, Spec(None, json_schema_extra=described(seen)))
    return create_model(f"{named(entity)}Change", __base__=Shape, **fields)


ID = described(say("编号"), read_only=True)
NAMES = described(say("引用到的记录：编号 → 名称"), read_only=True)
VERSION = described(say("版本号，每次修改加一"), read_only=True)
Names = dict[str, str]


@cache
def one(entity: str) -> type[Shape]:
    """A record: only what the reader may see is there."""
    return create_model(
        named(entity), __base__=Shape, **_outgoing(entity), names=(Names, Spec({}, json_schema_extra=NAMES))
    )


def _outgoing(entity: str) -> dict[str, Any]:
    policy = policy_of(entity)
    found: dict[str, Any] = {"id": (UUID, Spec(..., json_schema_extra=ID))}
    if has_version(policy):
        found["version"] = (int, Spec(..., json_schema_extra=VERSION))
    for field in policy.fields:
        kind = bool if field.kind is Kind.SEALED else values.out(field)
        if field.name in LOOSE.get(entity, ()):
            kind = Any
        found[field.name] = (kind, _spec(policy, field, None, out=True))
    return found


LOOSE: dict[str, tuple[str, ...]] = {"import_run": ("counts",)}


def has_version(policy: Policy) -> bool:
    return any(column.name == "version" for column in policy.model._meta.concrete_fields)


class Listed(Shape):
    """What every page of a list carries beside its items."""

    next: str | None = Spec(json_schema_extra=described(say("下一页的 cursor")))
    previous: str | None = Spec(json_schema_extra=described(say("上一页的 cursor")))
    names: Names = Spec({}, json_schema_extra=NAMES)
    count: int | None = Spec(None, json_schema_extra=described(say("总数，total=1 时才有；最多数到 1000")))
    count_exact: bool | None = Spec(None, json_schema_extra=described(say("总数是否数完")))


@cache
def page(entity: str) -> type[Listed]:
    """A page of a list; the names of what its items refer to stand once, beside them."""
    item: Any = create_model(f"{named(entity)}Row", __base__=Shape, **_outgoing(entity))
    return create_model(f"{named(entity)}Page", __base__=Listed, items=(list[item], ...))
