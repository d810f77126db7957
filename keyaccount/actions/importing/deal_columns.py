"""What the columns of a file of deals may mean besides the deal's own fields: who, what, where it stands, the answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from keyaccount.access import Field, Kind, policy_of
from keyaccount.base.language import Say, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.schema_deals import Question

Column = tuple[str, Say, Field | None, Say | None]


def questions() -> tuple[Question, ...]:
    """Those of the playbook in force."""
    return edition_in_force().questions


def deal_columns() -> Iterator[Column]:
    """(target, label, field that reads it, help) in the order the wizard offers them."""
    deal = policy_of("opportunity").by_name
    line = policy_of("opportunity_line").by_name
    yield (
        "name",
        deal["name"].label,
        deal["name"],
        say("不填则用客户和产品起名；没有外部编号时也用它认出原来的商机"),
    )
    yield "owner", say("负责人"), None, say("我方成员的姓名、登录名或邮箱")
    yield "product", line["product"].label, None, say("产品名称或编码，空格和大小写不要紧")
    yield "quantity", line["quantity"].label, optional(line["quantity"]), None
    yield "unit_price", line["unit_price"].label, line["unit_price"], None
    yield "stage", deal["stage"].label, None, say("阶段名称，或 Won、Lost、成交、输单这样的结果")
    yield "state", deal["state"].label, None, say("进行中、搁置、赢单或输单")
    yield "opened_on", say("建立日期"), None, None
    yield "closed_on", say("结束日期"), None, None
    yield "closed_value", say("成交金额"), closed_value(), say("只用于赢单，作为商机金额")
    yield "close_reason", deal["close_reason"].label, None, say("打法里的输单或搁置原因")
    yield "close_note", deal["close_note"].label, None, None
    yield "lost_to", deal["lost_to"].label, None, None
    for one in questions():
        yield one.key, say("判断：{question}", question=one.label), None, say("是、否或不清楚")


def plain() -> dict[str, Field]:
    """The targets that a reader reads by a field."""
    return {name: optional(field) for name, _, field, _ in deal_columns() if field is not None}


def closed_value() -> Field:
    return Field(
        "closed_value", say("成交金额"), Kind.MONEY, policy_of("opportunity").by_name["amount"].klass
    )


def optional(field: Field) -> Field:
    return replace(field, required=False)
