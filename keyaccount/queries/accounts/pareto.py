"""Which customers bring the money: Pareto by received money or margin over a period (KA-2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Min, Q, Sum, When

from keyaccount.access import FieldClass, Principal, opened
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.accounts import minor
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.pareto import Amount, Candidates, ParetoResult, candidates, pareto

MEASURES = {"received": say("到账金额"), "margin": say("毛利")}


@dataclass(frozen=True)
class ParetoShown:
    """The curve over `first`…`last` (months, inclusive) against the period of equal length before."""

    measure: str
    currency: str
    first: date
    last: date
    result: ParetoResult
    candidates: Candidates
    tiers: Mapping[str, Any]


def account_pareto(
    by: Principal, *, today: date, measure: str = "received", months: int | None = None, currency: str = "CNY"
) -> ParetoShown:
    """Over all accounts whose money the reader may see. Raises `Refused` (function `pareto.read`) or `Invalid`."""
    by.must("pareto.read")
    if measure not in MEASURES:
        raise Invalid(Problem("choice", say("请选择按到账金额或毛利"), field="measure"))
    edition = edition_in_force()
    span = months or edition.pareto.months
    if not 1 <= span <= 60:
        raise Invalid(Problem("range", say("期间为 1 到 60 个月"), field="months"))
    last = today.replace(day=1)
    first, before = shift(last, 1 - span), shift(last, 1 - 2 * span)
    seen = opened(by, "result", klass=FieldClass.COMMERCIAL).filter(
        currency=currency, account__archived_at=None
    )
    sums = seen.filter(month__gte=before, month__lte=last).values(
        "account_id", "account__name", "account__tier"
    )
    rows = sums.annotate(
        now=Sum(Case(When(Q(month__gte=first), then=measure))),
        then=Sum(Case(When(Q(month__lt=first), then=measure))),
    )
    since = dict(seen.values("account_id").annotate(began=Min("month")).values_list("account_id", "began"))
    amounts = [
        Amount(
            str(r["account_id"]),
            r["account__name"],
            minor(r["now"]) or 0,
            minor(r["then"]) or 0,
            r["account__tier"],
            _months(since[r["account_id"]], last),
        )
        for r in rows
    ]
    result = pareto(amounts, edition.pareto.share)
    tiers = {t.key: t.label for t in edition.tiers}
    return ParetoShown(measure, currency, first, last, result, candidates(edition, result), tiers)


def shift(month: date, by: int) -> date:
    """The first day of the month `by` months later."""
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


def _months(began: date, last: date) -> int:
    return (last.year - began.year) * 12 + last.month - began.month + 1
