"""Draw up a contract (CON-1), on its own or from a quote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything, found, opened
from keyaccount.actions.contracts.moving import must_be
from keyaccount.actions.records.create_record import create_record
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Contract, Quote

_WHY = "the contract was made just above by the same person"


@transaction.atomic
def create_contract(
    *, by: Principal, at: datetime, raw: Mapping[str, Any], quote: UUID | str | None = None
) -> Contract:
    """A draft with a number by rule (KA-2026-0001), unless one is typed. From an approved, sent or accepted `quote` it takes
    deal, currency, amount and lines; what is typed goes before. Raises `Missing`, `Refused` or `Invalid`."""
    source: Quote | None = found(by, "quote", quote, related=["opportunity"]) if quote else None
    given = dict(raw)
    if source is not None:
        must_be(source, ("approved", "sent", "accepted"), choices.QUOTE_STATE)
        if str(given.get("opportunity") or source.opportunity_id) != str(source.opportunity_id):
            raise Invalid(Problem("other_deal", say("报价不属于这个商机"), field="opportunity"))
        deal = source.opportunity
        start = {"account": deal.account_id, "opportunity": deal.pk, "title": deal.name}
        start |= {"amount": source.total, "currency": source.currency, "terms": source.terms}
        given = {**start, **{name: value for name, value in given.items() if value not in (None, "")}}
    made: Contract = create_record(by=by, at=at, entity="contract", raw=given)
    if source is not None:
        everything(Contract, why=_WHY).filter(pk=made.pk).update(quote=source)
        made.quote = source
        _copy_lines(by, at, source, made)
    return made


def _copy_lines(by: Principal, at: datetime, source: Quote, made: Contract) -> None:
    lines = opened(by, "quote_line").filter(quote=source).select_related("product").order_by("sort", "pk")
    for line in lines:
        raw = {"contract": made.pk, "product": line.product_id, "title": line.product.name, "sort": line.sort}
        raw |= {"quantity": line.quantity, "unit_price": line.unit_price}
        create_record(by=by, at=at, entity="contract_line", raw=raw)
