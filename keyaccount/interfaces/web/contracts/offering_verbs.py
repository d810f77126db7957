"""What one does with proposals, quotes and negotiation points (PRO-1, PRO-2, NEG-1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict

from keyaccount.access import Principal
from keyaccount.actions.contracts.accept_quote import accept_quote
from keyaccount.actions.contracts.add_proposal_version import add_proposal_version
from keyaccount.actions.contracts.approve_point import approve_point
from keyaccount.actions.contracts.create_contract import create_contract
from keyaccount.actions.contracts.decide_quote import decide_quote
from keyaccount.actions.contracts.drop_proposal import drop_proposal
from keyaccount.actions.contracts.drop_quote import drop_quote
from keyaccount.actions.contracts.present_proposal import present_proposal
from keyaccount.actions.contracts.send_quote import send_quote
from keyaccount.actions.contracts.send_to_review import send_to_review
from keyaccount.actions.contracts.settle_proposal import settle_proposal
from keyaccount.actions.contracts.submit_quote import submit_quote
from keyaccount.base.language import say
from keyaccount.interfaces.web.contracts.asking import (
    chosen,
    day_field,
    day_of,
    members,
    on,
    persons,
    read_on,
)
from keyaccount.interfaces.web.contracts.verbs import Verb
from keyaccount.interfaces.web.deals.asking import field
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.records.show_record import show_record
from keyaccount.records.contracts.models import Contract


def _review(by: Principal, id: UUID, post: QueryDict) -> list[dict[str, Any]]:
    return [members(by, say("请谁评审"), post)]


def _present(by: Principal, id: UUID, post: QueryDict) -> list[dict[str, Any]]:
    return [day_field(say("讲解日期"), post), persons(by, say("讲给谁听"), post, "proposal", id)]


def _decide(by: Principal, id: UUID, post: QueryDict) -> list[dict[str, Any]]:
    return [
        field(
            "approve",
            say("决定"),
            "radio",
            post.get("approve", "1"),
            options=[("1", str(say("批准"))), ("0", str(say("不批准")))],
        ),
        field(
            "note",
            say("意见"),
            "textarea",
            post.get("note", ""),
            help=str(say("不批准时要写明原因")),
            attrs={"rows": 3, "maxlength": 300},
        ),
    ]


def _contract(by: Principal, id: UUID, post: QueryDict) -> list[dict[str, Any]]:
    deal = show_record(by, "quote", id).row.opportunity
    days = [
        field(n, label, "date", post.get(n, ""))
        for n, label in (("starts_on", say("起始日")), ("ends_on", say("到期日")))
    ]
    return [
        field("title", say("合同名称"), value=post.get("title", deal.name), required=True, attrs={"maxlength": 200}),
        field("number", say("合同编号"), value=post.get("number", ""), help=str(say("不填就按规则编号")), attrs={"maxlength": 60}),
        *days,
    ]  # fmt: skip


def _draw_up(*, by: Principal, at: datetime, id: UUID, **raw: Any) -> Contract:
    return create_contract(by=by, at=at, raw=raw, quote=id)


VERBS: dict[str, Verb] = {
    "version": Verb("proposal", add_proposal_version, say("出新版本"), say("已建新版本"), "versions"),
    "review": Verb(
        "proposal",
        send_to_review,
        say("送评审"),
        say("已送评审"),
        "send",
        _review,
        lambda post: {"members": chosen(post, "members")},
        say("售前、实施和管理各看一眼，评审同意后才去讲解。"),
    ),
    "present": Verb(
        "proposal",
        present_proposal,
        say("记下讲解"),
        say("已记下讲解"),
        "speakerphone",
        _present,
        lambda post: {"on": day_of(post), "persons": chosen(post, "persons")},
        right="present",
    ),
    "settle": Verb(
        "proposal", settle_proposal, say("客户已确认"), say("方案已确定"), "circle-check", on(say("确认日期")), read_on
    ),
    "drop_proposal": Verb("proposal", drop_proposal, say("作废"), say("已作废"), "ban"),
    "submit": Verb("quote", submit_quote, say("提交报价"), say("已提交"), "send"),
    "decide": Verb(
        "quote",
        decide_quote,
        say("审批报价"),
        say("已审批"),
        "clipboard-check",
        _decide,
        lambda post: {"approve": post.get("approve") == "1", "note": post.get("note", "")},
        right="approve",
    ),
    "send": Verb("quote", send_quote, say("已报给客户"), say("已记下"), "mail"),
    "accept": Verb("quote", accept_quote, say("客户接受"), say("已记下"), "thumb-up"),
    "to_contract": Verb(
        "quote",
        _draw_up,
        say("做成合同"),
        say("已建合同"),
        "file-text",
        _contract,
        lambda post: {name: post.get(name, "") for name in ("title", "number", "starts_on", "ends_on")},
        say("客户、商机、金额、明细和条款都从这份报价带过去。"),
        lambda made: route("contracts:show", made.pk),
    ),
    "drop_quote": Verb("quote", drop_quote, say("作废"), say("已作废"), "ban"),
    "approve_point": Verb("negotiation_point", approve_point, say("批准让步"), say("已批准"), "circle-check", right="approve"),
}  # fmt: skip
