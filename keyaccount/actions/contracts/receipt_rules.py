"""Receipts and dunning: what they add to the shared mechanics (PAY-1, PAY-2)."""

from __future__ import annotations

from keyaccount.access import everything
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.facts.editions import edition_in_force
from keyaccount.records.contracts.models import DunningStep, Receipt

_WHY = "a bank reference stands once in the company"
_FIXED = ("account", "kind", "currency")


def prepare(change: Change) -> list[Problem]:
    """A positive amount on a day that has come; what is matched stays covered; the same bank reference is not booked twice."""
    row: Receipt = change.row
    if not change.after("kind"):
        change.values["kind"] = "receipt"
    if "currency" in change.values:
        change.values["currency"] = (change.values["currency"] or "CNY").upper()
    problems = []
    amount = change.values.get("amount")
    if amount is not None and amount <= 0:
        problems.append(Problem("range", say("金额要大于 0，退款请选“退款”"), field="amount"))
    elif amount is not None and amount < row.matched:
        message = say("已经核销了 {matched}，不能改得更少", matched=row.matched)
        problems.append(Problem("matched", message, field="amount"))
    if "rate" in change.values and (change.values["rate"] is None or change.values["rate"] <= 0):
        problems.append(Problem("range", say("汇率要大于 0"), field="rate"))
    on = change.values.get("received_on")
    if on and on > day_of(change.at):
        problems.append(Problem("future", say("日期不能晚于今天"), field="received_on"))
    return [*problems, *_fixed(change), *_twice(change)]


def _fixed(change: Change) -> list[Problem]:
    row: Receipt = change.row
    if change.created:
        return []
    if row.reversed_at:
        return [Problem("state", say("这笔到账已经冲回"), field="amount")]
    moved = [n for n in _FIXED if change.after(n) != getattr(row, change.policy.by_name[n].path)]
    return [Problem("matched", say("已经核销，不能改"), field=name) for name in moved if row.matched]


def _twice(change: Change) -> list[Problem]:
    word = change.values.get("bank_reference")
    same = everything(Receipt, why=_WHY).filter(bank_reference=word, reversed_at=None)
    if word and same.exclude(pk=change.row.pk).exists():
        return [Problem("taken", say("这个银行流水号已经登记过"), field="bank_reference")]
    return []


def prepare_dunning(change: Change) -> list[Problem]:
    """A step of the edition, done on a day that has come, by the writer if nobody else is named."""
    problems = []
    if not change.after("member"):
        change.values["member"] = change.by.id
    key = change.values.get("key")
    if key and key not in {step.key for step in edition_in_force().dunning}:
        problems.append(Problem("choice", say("打法里没有这个催收步骤"), field="key"))
    on = change.values.get("done_on")
    if on and on > day_of(change.at):
        problems.append(Problem("future", say("日期不能晚于今天"), field="done_on"))
    return problems


def _step_label(row: DunningStep) -> str:
    return next((str(step.label) for step in edition_in_force().dunning if step.key == row.key), row.key)


rules.add("receipt", Rules(prepare=prepare, label=lambda r: f"{r.payer} {r.currency} {r.amount}".strip()))
rules.add("dunning_step", Rules(prepare=prepare_dunning, label=_step_label))
