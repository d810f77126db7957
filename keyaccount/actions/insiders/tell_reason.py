"""A reason to choose us that this person can use inside (INT-3). It stands with the deal, where colleagues read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Kind, Principal, policy_of
from keyaccount.actions.insiders.keeping import opened_by
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.shared.verbs import invalid
from keyaccount.base.language import say

_TELLING = ("内线", "內線", "insider")


@transaction.atomic
def tell_reason(*, by: Principal, at: datetime, id: UUID | str, raw: Mapping[str, Any]) -> Any:
    """The stored reason. Whatever would give the insider away is refused. Raises `Missing`, `Refused` or `Invalid`."""
    row = opened_by(by, id)
    for field in policy_of("reason").fields:
        said = str(raw.get(field.name) or "").lower() if field.kind in (Kind.TEXT, Kind.LONG) else ""
        if any(word in said for word in (row.code_name.lower(), *_TELLING)):
            raise invalid(
                field.name, say("能看到商机的同事都会看到这里：不要写代号，也不要写内线"), "telling"
            )
    return create_record(by=by, at=at, entity="reason", raw={**raw, "person": str(row.person_id or "")})
