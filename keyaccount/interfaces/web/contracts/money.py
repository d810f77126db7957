"""Instalments, invoices and the ledger of a contract in words (PAY-1..3)."""

from __future__ import annotations

from typing import Any

from keyaccount.access import Principal, access_to
from keyaccount.base.language import say
from keyaccount.facts.contracts import SIGNED
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.contracts.cells import INVOICE_TONES
from keyaccount.interfaces.web.contracts.contract_verbs import VERBS
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.values import words
from keyaccount.queries.contracts.contract_shown import ContractShown, InstalmentShown
from keyaccount.records.contracts.choices import TRIGGER

INVOICE_WAYS = {"applied": ("issue",), "issued": ("deliver", "reverse"), "delivered": ("reverse",)}


def told_instalments(found: ContractShown, unit: str) -> list[dict[str, Any]]:
    """The plan with what has come in of each part and what to do now."""
    row = found.contract.row
    currency, edit, drafted = row.currency, "edit" in found.may, row.state == "draft"
    return [
        {
            "label": one.label,
            "amount": shown.amount(one.amount, currency, unit),
            "paid": shown.amount(one.paid, currency, unit) if one.paid else "",
            "open": shown.amount(one.open, currency, unit) if one.open else "",
            "trigger": str(TRIGGER[one.trigger]),
            "due": shown.day(one.due_on),
            "state": _state(one),
            "tone": _tone(one),
            "step": str(one.step.label) if one.step else "",
            "advice": str(one.step.text) if one.step else "",
            "note": one.note,
            "ways": _ways(found, one, edit=edit),
            "edit": route("contracts:change", "instalment", one.id) if edit else "",
            "remove": route("contracts:remove", "instalment", one.id) if edit and drafted else "",
        }
        for one in found.instalments
    ]


def _ways(found: ContractShown, one: InstalmentShown, *, edit: bool) -> list[dict[str, Any]]:
    """First what the money waits for, then the invoice, then asking for it."""
    verbs = _verbs(one) if edit and found.contract.row.state in SIGNED else []
    told = {verb: [_way(verb, one.id)] for verb in verbs}
    return [*told.get("trigger", []), *_apply(found, one), *told.get("dun", [])]


def _apply(found: ContractShown, one: InstalmentShown) -> list[dict[str, Any]]:
    """Apply for the invoice of an instalment that has none, with its amount filled in."""
    row, asked = (
        found.contract.row,
        {i.values.get("instalment") for i in found.invoices.rows if i.values["state"] != "reversed"},
    )
    if row.state not in SIGNED or one.open <= 0 or one.id in asked or "apply" not in found.may:
        return []
    href = f"{route('contracts:add_to', 'invoice', row.pk)}?instalment={one.id}&amount={one.open:f}"
    attrs = {"hx-get": href, "hx-target": "#panel"}
    return [{"label": str(say("申请开票")), "icon": "receipt", "danger": False, "attrs": attrs}]


def _state(one: InstalmentShown) -> str:
    if one.open <= 0:
        return str(say("已到账"))
    if one.days is None:
        return str(say("还没有日期") if one.trigger == "date" else say("条件未达成"))
    if one.days > 0:
        return str(say("逾期 {n} 天", n=one.days))
    return str(say("今天到期")) if one.days == 0 else str(say("{n} 天后到期", n=-one.days))


def _tone(one: InstalmentShown) -> str:
    if one.open <= 0:
        return "good"
    return "bad" if one.days is not None and one.days > 0 else ""


def _verbs(one: InstalmentShown) -> list[str]:
    """Delivery or acceptance is told where the date waits for it; dunning is noted where a step is due."""
    waits = one.trigger != "date" and one.triggered_on is None and one.open > 0
    return [*(["trigger"] if waits else []), *(["dun"] if one.step else [])]


def told_invoices(found: ContractShown, unit: str, by: Principal) -> list[dict[str, Any]]:
    """Invoices with their next steps."""
    rows, currency = found.invoices, found.contract.row.currency
    may = access_to(by, "invoice").may("edit")
    return [
        {
            "said": {n: words(f, row.values.get(n), rows.names, currency=currency, unit=unit) for n, f in rows.fields.items()},
            "tone": INVOICE_TONES.get(row.values["state"], ""),
            "ways": [_way(verb, row.id) for verb in INVOICE_WAYS.get(row.values["state"], ())] if may else [],
            "edit": route("contracts:change", "invoice", row.id) if may else "",
        }
        for row in sorted(rows.rows, key=lambda row: str(row.id))
    ]  # fmt: skip


def _way(verb: str, id: Any) -> dict[str, Any]:
    attrs = {"hx-get": route("contracts:do", verb, id), "hx-target": "#panel"}
    return {
        "label": str(VERBS[verb].label),
        "icon": VERBS[verb].icon,
        "danger": verb == "reverse",
        "attrs": attrs,
    }


def told_ledger(found: ContractShown, unit: str) -> list[dict[str, Any]]:
    """What was matched, newest first; a line taken back stays, with its opposite."""
    currency = found.contract.row.currency
    return [
        {
            "receipt": route("receipts:show", one.receipt_id),
            "on": one.received_on,
            "payer": one.payer,
            "label": one.instalment_label,
            "amount": shown.amount(one.amount, currency, unit),
            "state": str(say("冲回")) if one.reverses else str(say("已冲回")) if one.taken_back else "",
            "reason": one.reason,
        }
        for one in reversed(found.ledger)
    ]
