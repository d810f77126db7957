"""What one does with a contract, the steps of its routes, its instalments and invoices (CON-1, PAY-1, PAY-2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import QueryDict

from keyaccount.access import Principal
from keyaccount.actions.contracts.deliver_invoice import deliver_invoice
from keyaccount.actions.contracts.dun import dun
from keyaccount.actions.contracts.issue_invoice import issue_invoice
from keyaccount.actions.contracts.reverse_invoice import reverse_invoice
from keyaccount.actions.contracts.reverse_receipt import reverse_receipt
from keyaccount.actions.contracts.revise_contract import revise_contract
from keyaccount.actions.contracts.send_to_route import send_to_route
from keyaccount.actions.contracts.sign_contract import sign_contract
from keyaccount.actions.contracts.step_route import step_route
from keyaccount.actions.contracts.transfer_contract import transfer_contract
from keyaccount.actions.contracts.trigger_instalment import trigger_instalment
from keyaccount.actions.contracts.void_contract import void_contract
from keyaccount.base.language import say
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web.contracts.asking import day_field, day_of, on, read_on
from keyaccount.interfaces.web.contracts.verbs import Verb
from keyaccount.interfaces.web.deals.asking import field, reason
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.records.names import names_for


def _why(by: Principal, id: UUID, post: QueryDict) -> list[dict[str, Any]]:
    return [reason(say("原因"), post.get("reason", ""))]


def _read_why(post: QueryDict) -> dict[str, Any]:
    return {"reason": post.get("reason", "")}


def _issue(by: Principal, id: UUID, post: QueryDict) -> list[dict[str, Any]]:
    number = field(
        "number", say("发票号码"), value=post.get("number", ""), required=True, attrs={"maxlength": 60}
    )
    return [number, day_field(say("开票日"), post)]


def _reverse(by: Principal, id: UUID, post: QueryDict) -> list[dict[str, Any]]:
    return [day_field(say("红冲日"), post), *_why(by, id, post)]


def _read_reverse(post: QueryDict) -> dict[str, Any]:
    return {**read_on(post), **_read_why(post)}


def _dun(by: Principal, id: UUID, post: QueryDict) -> list[dict[str, Any]]:
    steps = [(step.key, str(step.label)) for step in edition_in_force().dunning]
    note = field("note", say("说明"), "textarea", post.get("note", ""), attrs={"rows": 3, "maxlength": 300})
    step = field("key", say("催收步骤"), "select", post.get("key", ""), required=True, options=steps)
    return [step, day_field(say("日期"), post), note]


def _read_dun(post: QueryDict) -> dict[str, Any]:
    return {**read_on(post), "key": post.get("key", ""), "note": post.get("note", "")}


def _hand_on(by: Principal, id: UUID, post: QueryDict) -> list[dict[str, Any]]:
    names = names_for(by, "member", [post["to"]] if post.get("to") else [])
    options = [(str(key), name) for key, name in names.items()]
    attrs = {"url": route("lookups:records", "member")}
    to = field("to", say("交给谁"), "pick", post.get("to", ""), required=True, options=options, attrs=attrs)
    return [
        to,
        field("note", say("说明"), "textarea", post.get("note", ""), attrs={"rows": 3, "maxlength": 300}),
    ]


VERBS: dict[str, Verb] = {
    "route": Verb("contract", send_to_route, say("开始签订流程"), say("签订流程已开始"), "send"),
    "sign": Verb(
        "contract",
        sign_contract,
        say("已签订"),
        say("已记为签订"),
        "file-check",
        on(say("签订日")),
        read_on,
        right="sign",
    ),
    "revise": Verb("contract", revise_contract, say("改一版"), say("已回到起草，版本加一"), "versions"),
    "void": Verb("contract", void_contract, say("作废"), say("已作废"), "ban", _why, _read_why, right="void"),
    "transfer": Verb(
        "contract",
        transfer_contract,
        say("转交"),
        say("已转交"),
        "transfer",
        _hand_on,
        lambda post: {"to": post.get("to", ""), "note": post.get("note", "")},
        say("接手的人负责到最后一笔款到账。客户仍归原来的人。"),
        right="transfer",
    ),
    "step": Verb("route_step", step_route, say("走完这一步"), say("已走到下一步"), "check"),
    "begin": Verb("route_step", step_route, say("开始"), say("已开始"), "player-play"),
    "trigger": Verb(
        "instalment",
        trigger_instalment,
        say("条件已达成"),
        say("已算出到期日"),
        "flag",
        on(say("达成日期")),
        read_on,
        say("交付或验收完成的那一天。到期日由它往后推算。"),
        right="trigger",
    ),
    "issue": Verb(
        "invoice",
        issue_invoice,
        say("开具"),
        say("已开具"),
        "receipt",
        _issue,
        lambda post: {"number": post.get("number", ""), "on": day_of(post)},
        right="issue",
    ),
    "deliver": Verb(
        "invoice", deliver_invoice, say("已送达"), say("已送达"), "mail", on(say("送达日")), read_on
    ),
    "reverse": Verb(
        "invoice",
        reverse_invoice,
        say("红冲"),
        say("已红冲"),
        "arrow-back-up",
        _reverse,
        _read_reverse,
        right="issue",
    ),
    "dun": Verb("instalment", dun, say("记下催收"), say("已记下催收"), "bell", _dun, _read_dun, right="dun"),
    "take_back": Verb(
        "receipt",
        reverse_receipt,
        say("冲回到账"),
        say("已冲回，它的核销也一起冲回"),
        "arrow-back-up",
        _why,
        _read_why,
        right="reverse",
    ),
}
