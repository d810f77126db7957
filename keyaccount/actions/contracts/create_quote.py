"""Make a quote with its lines in one go (PRO-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from keyaccount.access import Principal, found
from keyaccount.actions.records.create_record import create_record
from keyaccount.base.errors import Invalid
from keyaccount.records.contracts.models import Quote


@transaction.atomic
def create_quote(
    *, by: Principal, at: datetime, raw: Mapping[str, Any], lines: Sequence[Mapping[str, Any]] = ()
) -> Quote:
    """A quote of a deal (`raw["opportunity"]`), by the default price list if none is named. A line is `product`,
    `quantity`, and `unit_price` where it differs from the list. Raises `Missing`, `Refused`, `Invalid` (with the row)."""
    quote: Quote = create_record(by=by, at=at, entity="quote", raw=raw)
    problems = []
    for place, line in enumerate(lines):
        given = {"sort": place, **line, "quote": quote.pk}
        try:
            create_record(by=by, at=at, entity="quote_line", raw=given)
        except Invalid as bad:
            problems += [replace(problem, row=place) for problem in bad.problems]
    if problems:
        raise Invalid(*problems)
    made: Quote = found(by, "quote", quote.pk)
    return made
