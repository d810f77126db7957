"""Verbs on proposals, quotes and negotiation points (PRO-1, PRO-2, NEG-1)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from pydantic import Field as Spec

from keyaccount.actions.contracts.accept_quote import accept_quote
from keyaccount.actions.contracts.add_proposal_version import add_proposal_version
from keyaccount.actions.contracts.approve_point import approve_point
from keyaccount.actions.contracts.decide_quote import decide_quote
from keyaccount.actions.contracts.drop_proposal import drop_proposal
from keyaccount.actions.contracts.drop_quote import drop_quote
from keyaccount.actions.contracts.present_proposal import present_proposal
from keyaccount.actions.contracts.send_quote import send_quote
from keyaccount.actions.contracts.send_to_review import send_to_review
from keyaccount.actions.contracts.settle_proposal import settle_proposal
from keyaccount.actions.contracts.submit_quote import submit_quote
from keyaccount.base.language import say
from keyaccount.interfaces.api.shapes import Shape, described
from keyaccount.interfaces.api.verbs.acting import Line, On, verb


class Reviewers(Shape):
    members: list[UUID] = Spec(min_length=1, max_length=50, json_schema_extra=described(say("请谁评审")))


class Presented(On):
    persons: list[UUID] = Spec(max_length=100, json_schema_extra=described(say("讲给了谁")))


class Decision(Shape):
    approve: bool = Spec(strict=True, json_schema_extra=described(say("同意还是退回")))
    note: Line = Spec("", json_schema_extra=described(say("说明")))


def register() -> None:
    one = "/proposals/{uuid:id}"
    add = partial(verb, entity="proposal", tag="proposals")
    add(add_proposal_version, f"{one}/versions", "version-proposal", say("做出方案的新版本"))
    add(send_to_review, f"{one}/review", "review-proposal", say("送内部评审"), body=Reviewers)
    add(present_proposal, f"{one}/present", "present-proposal", say("记下向客户讲解"), body=Presented)
    add(settle_proposal, f"{one}/settle", "settle-proposal", say("客户确认方案"), body=On)
    add(drop_proposal, f"{one}/drop", "drop-proposal", say("放弃方案"))

    one = "/quotes/{uuid:id}"
    add = partial(verb, entity="quote", tag="quotes")
    add(
        submit_quote,
        f"{one}/submit",
        "submit-quote",
        say("提交报价"),
        help=say("折扣在自己权限内直接批准，超出的等有权限的人决定"),
    )
    add(decide_quote, f"{one}/decide", "decide-quote", say("审批报价"), body=Decision)
    add(send_quote, f"{one}/send", "send-quote", say("报价已发给客户"))
    add(accept_quote, f"{one}/accept", "accept-quote", say("客户接受报价"))
    add(drop_quote, f"{one}/drop", "drop-quote", say("作废报价"))
    verb(
        approve_point,
        "/negotiation-points/{uuid:id}/approve",
        "approve-point",
        say("批准超出底线的让步"),
        entity="negotiation_point",
        tag="negotiation-points",
    )
