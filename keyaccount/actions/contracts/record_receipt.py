"""Book money that reached the bank account, or went back, and match it in the same go (PAY-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.actions.contracts.match_receipt import match_receipt
from keyaccount.actions.records.create_record import create_record
from keyaccount.records.contracts.models import Receipt


@transaction.atomic
def record_receipt(
    *,
    by: Principal,
    at: datetime,
    raw: Mapping[str, Any],
    matches: Sequence[tuple[UUID | str, Any]] | None = None,
) -> Receipt:
    """Both or neither. Raises `Missing`, `Refused` or `Invalid`."""
    row: Receipt = create_record(by=by, at=at, entity="receipt", raw=raw)
    return match_receipt(by=by, at=at, id=row.pk, matches=matches) if matches else row
