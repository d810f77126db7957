"""What stands on a paper for the customer: stored rows → plain texts by the slots of `papers` (PRO-1, PRO-2, CON-1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from babel.dates import format_date

from keyaccount.access import Principal, access_to, found, opened
from keyaccount.base.clock import day_of
from keyaccount.base.language import EN, ZH_HANT, current, say
from keyaccount.base.money import capital, currency_name
from keyaccount.records.accounts.models import Account
from keyaccount.records.contracts.models import Contract, Instalment, Proposal, Quote
from keyaccount.records.deals.choices import NEED_PRIORITY
from keyaccount.records.library.models import Letterhead

Values = dict[str, Any]
_LOCALES = {EN: "en", ZH_HANT: "zh_Hant"}


@dataclass(frozen=True)
class Paper:
    """The record a paper is of, its account, and the values of its slots."""

    row: Any
    account: Account
    values: Values


def paper_of(by: Principal, kind: str, id: UUID | str, at: datetime) -> Paper:
    """The paper of a record, for those who may read it; `Missing` for the others."""
    return _PAPERS[kind](by, id, at)


def _quote(by: Principal, id: UUID | str, at: datetime) -> Paper:
    row: Quote = found(by, "quote", id, related=["opportunity__account"])
    values = {
        **_around(by, row.opportunity.account, row.opportunity.name, at),
        "number": row.number,
        "valid_until": _day(row.valid_until),
        **_money(row.total, row.currency),
        "list_total": _amount(row.list_total),
        "saved": _amount(row.list_total - row.total) if row.list_total > row.total else "",
        "terms": row.terms,
        "lines": [_quoted(line) for line in _lines(by, "quote_line", quote=row)],
    }
    return Paper(row, row.opportunity.account, values)


def _quoted(line: Any) -> Values:
    off = (line.list_price - line.unit_price) * 100 / line.list_price if line.list_price else Decimal(0)
    return {
        **_line(line),
        "product": line.product.name,
        "list_price": _amount(line.list_price),
        "discount": f"{off.quantize(Decimal('0.1')).normalize():f}%" if off > 0 else "",
        "remark": line.note,
    }


def _proposal(by: Principal, id: UUID | str, at: datetime) -> Paper:
    """Who only reviews it is not told by the paper whose it is."""
    row: Proposal = found(by, "proposal", id, related=["opportunity__account", "author"])
    sees = opened(by, "opportunity", archived=True).filter(pk=row.opportunity_id).exists()
    needs = opened(by, "need").filter(opportunity=row.opportunity_id).order_by("created_at", "pk")
    values = {
        **_around(by, row.opportunity.account, row.opportunity.name, at),
        "title": row.title,
        "edition": row.number,
        "author": row.author.name if row.author else "",
        "summary": row.summary,
        **({} if sees else {"customer": "", "credit_code": "", "deal": ""}),
        "needs": [{"statement": n.statement, "priority": NEED_PRIORITY[n.priority]} for n in needs],
    }
    return Paper(row, row.opportunity.account, values)


def _contract(by: Principal, id: UUID | str, at: datetime) -> Paper:
    row: Contract = found(by, "contract", id, related=["account", "opportunity"])
    deal = row.opportunity.name if row.opportunity else ""
    around = _around(by, row.account, deal, at)
    plan = opened(by, "instalment").filter(contract=row).order_by("sort", "pk")
    values = {
        **around,
        "number": row.number,
        "title": row.title,
        "edition": row.version_number,
        "their_party": row.their_party or row.account.name,
        "our_party": row.our_party or around["our_name"],
        **{name: _day(getattr(row, name)) for name in ("starts_on", "ends_on", "signed_on")},
        **_money(row.amount, row.currency),
        "terms": row.terms,
        "lines": [
            {**_line(line), "product": line.title} for line in _lines(by, "contract_line", contract=row)
        ],
        "instalments": [_instalment(part, row.amount) for part in plan],
    }
    return Paper(row, row.account, values)


def _instalment(part: Instalment, whole: Decimal) -> Values:
    share = (part.amount * 100 / whole).quantize(Decimal("0.01")).normalize() if whole else Decimal(0)
    return {
        "label": part.label,
        "amount": _amount(part.amount),
        "share": f"{share:f}%",
        "condition": part.note or str(_condition(part)),
    }


def _condition(part: Instalment) -> Any:
    days = part.days_after
    if part.trigger == "date":
        return say("{day}前", day=_day(part.due_on)) if part.due_on else ""
    if part.trigger == "delivery":
        return say("交付后 {n} 天内", n=days) if days else say("交付后")
    if part.trigger == "acceptance":
        return say("验收后 {n} 天内", n=days) if days else say("验收后")
    return say("验收满 {n} 天后退还质保金", n=days) if days else say("质保期满后")


def _around(by: Principal, account: Account, deal: str, at: datetime) -> Values:
    """Customer, deal, who writes and who we are."""
    known = access_to(by, "account").readable(account)
    ours: Letterhead | None = opened(by, "letterhead").order_by("created_at", "pk").first()
    top = (
        opened(by, "department").filter(parent=None).order_by("sort", "pk").first() if ours is None else None
    )
    return {
        "customer": account.name,
        "credit_code": account.credit_code if "credit_code" in known else "",
        "deal": deal,
        "today": _day(day_of(at)),
        "maker": by.member.name,
        "our_name": ours.name if ours else top.name if top else "",
        "our_address": ours.address if ours else "",
        "our_phone": ours.phone if ours else "",
        "our_tax_number": ours.tax_number if ours else "",
        "our_bank": ours.bank if ours else "",
        "our_bank_account": ours.bank_account if ours else "",
    }


def _lines(by: Principal, entity: str, **of: Any) -> Any:
    return opened(by, entity).filter(**of).select_related("product").order_by("sort", "created_at", "pk")


def _line(line: Any) -> Values:
    product = line.product
    return {
        "code": product.code if product else "",
        "unit": product.unit if product else "",
        "quantity": f"{line.quantity:,}",
        "unit_price": _amount(line.unit_price),
        "amount": _amount(line.amount),
    }


def _money(amount: Decimal, currency: str) -> Values:
    """Digits and capital figures (大写): what was agreed can't be changed by adding a digit."""
    name = "人民币" if currency == "CNY" else currency_name(currency)
    return {"currency": currency, "total": _amount(amount), "total_capital": name + capital(amount)}


def _amount(value: Decimal) -> str:
    return f"{value:,.2f}"


def _day(value: date | None) -> str:
    return format_date(value, "long", _LOCALES.get(current(), "zh_Hans")) if value else ""


_PAPERS: dict[str, Callable[[Principal, UUID | str, datetime], Paper]] = {
    "quote": _quote,
    "proposal": _proposal,
    "contract": _contract,
}
