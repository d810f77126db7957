"""Say several things of a stakeholder at once, on the same basis: all of them stand, or none (PPL-4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.actions.power.set_value import set_value
from keyaccount.records.deals.models import StakeholderValue


@transaction.atomic
def set_values(
    *,
    by: Principal,
    at: datetime,
    id: UUID | str,
    values: Mapping[tuple[str, str | None], Any],
    basis: Mapping[str, Any] | None = None,
    seen: Mapping[tuple[str, str | None], str | None] | None = None,
) -> list[StakeholderValue]:
    """`values` by (attribute, rival or None). Raises as `set_value` does; then nothing is written."""
    return [
        set_value(
            by=by,
            at=at,
            id=id,
            attribute=attribute,
            rival=rival,
            value=value,
            basis=basis,
            **({"seen": seen[attribute, rival]} if seen and (attribute, rival) in seen else {}),
        )
        for (attribute, rival), value in values.items()
    ]
