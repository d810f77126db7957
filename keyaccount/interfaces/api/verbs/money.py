"""Verbs on contracts, instalments, invoices and receipts (CON-1, PAY-1, PAY-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import Field as Spec
from pydantic import StringConstraints

from keyaccount.access import Principal
from keyaccount.actions.contracts.deliver_invoice import deliver_invoice
from keyaccount.actions.contracts.dun import dun
from keyaccount.actions.contracts.issue_invoice import issue_invoice
from keyaccount.actions.contracts.match_receipt import match_receipt
from keyaccount.actions.contracts.plan_instalments import plan_instalments
from keyaccount.actions.contracts.reverse_invoice import reverse_invoice
from keyaccount.actions.contracts.reverse_receipt import reverse_receipt
from keyaccount.actions.contracts.revise_contract import revise_contract
from keyaccount.actions.contracts.send_to_route import send_to_route
from keyaccount.actions.contracts.sign_contract import sign_contract
from keyaccount.actions.contracts.step_route import step_route
from keyaccount.actions.contracts.transfer_contract import transfer_contract
from keyaccount.actions.contracts.trigger_instalment import trigger_instalment
from keyaccount.actions.contracts.unmatch import unmatch
from keyaccount.actions.contracts.void_contract import void_contract
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.api import shapes, values
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import MatchGiven, Shape, described
from keyaccount.interfaces.api.verbs.acting import HandedTo, Key, Line, On, OnWhy, Why, record, same, verb
from keyaccount.records.contracts.choices import TRIGGER


class Done(Shape):
    on: values.Day | None = Spec(None, json_schema_extra=described(say("日期，不写就是今天")))


class PlanPart(Shape):
    """One instalment of the plan. With `id` one that is there is changed; those left out go."""

    id: UUID | None = None
    label: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=60)]
    amount: values.Money
    trigger: Literal[tuple(TRIGGER)] = "date"  # type: ignore[valid-type]
    due_on: values.Day | None = None
    days_after: Annotated[int, Spec(strict=True, ge=0, le=3650)] = 0
    note: Annotated[str, StringConstraints(strict=True, max_length=300)] = ""


class Plan(Shape):
    parts: list[PlanPart] = Spec(
        min_length=1, max_length=100, json_schema_extra=described(say("各期，合计等于合同金额"))
    )


class Issued(On):
    number: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=60)] = Spec(
        json_schema_extra=described(say("发票号码"))
    )
    due_on: values.Day | None = Spec(None, json_schema_extra=described(say("应付日")))


class Dunned(On):
    key: Key = Spec(json_schema_extra=described(say("催款步骤的键，见打法")))
    note: Line = Spec("", json_schema_extra=described(say("说明")))


class Matches(Shape):
    matches: list[MatchGiven] = Spec(
        min_length=1, max_length=200, json_schema_extra=described(say("核销到哪几期"))
    )


class TakenBack(Why):
    line: int = Spec(
        strict=True, ge=1, le=2**63 - 1, json_schema_extra=described(say("台账行的编号，见 matches"))
    )


def _plan(*, by: Principal, at: datetime, id: UUID, parts: Sequence[Mapping[str, Any]]) -> Any:
    return plan_instalments(by=by, at=at, id=id, parts=[{"trigger": "date", **part} for part in parts])


def _sign(*, by: Principal, at: datetime, id: UUID, on: date) -> Any:
    return sign_contract(by=by, at=at, id=id, on=on)


def _match(*, by: Principal, at: datetime, id: UUID, matches: Sequence[Mapping[str, Any]]) -> Any:
    pairs = [(one["instalment"], one["amount"]) for one in matches]
    return match_receipt(by=by, at=at, id=id, matches=pairs)


def take_back(request: HttpRequest, by: Principal, id: UUID, payload: TakenBack) -> HttpResponse:
    """A line of this receipt's ledger; a line of another one is not found."""
    unmatch(by=by, at=clock.now(), allocation=payload.line, reason=payload.reason, receipt=id)
    return record(request, by, "receipt", id)


def register() -> None:
    one = "/contracts/{uuid:id}"
    add = partial(verb, entity="contract", tag="contracts", shown=same)
    add(send_to_route, f"{one}/send-to-route", "send-contract-to-route", say("送进客户的签订流程"))
    add(_sign, f"{one}/sign", "sign-contract", say("合同已签订"), body=On)
    add(void_contract, f"{one}/void", "void-contract", say("作废合同"), body=Why)
    add(revise_contract, f"{one}/revise", "revise-contract", say("做出合同的新版本"))
    add(transfer_contract, f"{one}/transfer", "transfer-contract", say("把合同转给另一位成员"), body=HandedTo)
    add(_plan, f"{one}/plan", "plan-contract", say("排回款计划"), body=Plan)
    verb(
        step_route,
        "/route-steps/{uuid:id}/done",
        "finish-route-step",
        say("流程走完这一步"),
        entity="route_step",
        tag="route-steps",
        body=Done,
        shown=same,
    )
    parts = partial(verb, entity="instalment", tag="instalments", shown=same)
    parts(
        trigger_instalment,
        "/instalments/{uuid:id}/trigger",
        "trigger-instalment",
        say("付款条件已达到"),
        body=On,
    )
    parts(dun, "/instalments/{uuid:id}/dun", "dun-instalment", say("记下一步催款"), body=Dunned)
    bills = partial(verb, entity="invoice", tag="invoices", shown=same)
    bills(issue_invoice, "/invoices/{uuid:id}/issue", "issue-invoice", say("开出发票"), body=Issued)
    bills(deliver_invoice, "/invoices/{uuid:id}/deliver", "deliver-invoice", say("发票已送达"), body=On)
    bills(reverse_invoice, "/invoices/{uuid:id}/reverse", "reverse-invoice", say("红冲发票"), body=OnWhy)
    money = partial(verb, entity="receipt", tag="receipts", shown=same)
    money(_match, "/receipts/{uuid:id}/match", "match-receipt", say("核销到账"), body=Matches)
    money(reverse_receipt, "/receipts/{uuid:id}/reverse", "reverse-receipt", say("冲回到账"), body=Why)
    operation(
        "POST",
        "/receipts/{uuid:id}/unmatch",
        take_back,
        id="unmatch-receipt",
        tag="receipts",
        summary=say("撤销一行核销"),
        body=TakenBack,
        answer=shapes.one("receipt"),
    )
