"""Give a pool rules of its own (ACC-5): single values that replace the playbook's, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything
from keyaccount.actions.accounts.placing import HoldingBook
from keyaccount.actions.shared import journaling
from keyaccount.actions.shared.cleaning import NotTaken, whole
from keyaccount.base.errors import Invalid, Problem
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.pool import override
from keyaccount.records.accounts.models import Account, Pool

NUMBERS = ("follow_up_days", "claim_days", "warn_days", "capacity", "claims_per_day", "cooldown_days")
_WHY = "the rules of a pool change the day of reclaim of everybody's accounts"
_PART = 500


@transaction.atomic
def set_pool_rules(*, by: Principal, at: datetime, id: UUID | str, raw: Mapping[str, Any]) -> Pool:
    """Numbers by rule name; an empty one means as in the playbook. Days of reclaim are worked out anew.

    Raises `Missing`, `Refused` or `Invalid` naming each rule that cannot be taken.
    """
    pool: Pool = changeable(by, "pool", id)
    values = _cleaned(raw)
    override(edition_in_force().pool, values)
    before = dict(pool.rules)
    if values == before:
        return pool
    pool.rules = values
    pool.version, pool.updated_at, pool.updated_by = pool.version + 1, at, by.id
    pool.save(force_update=True)
    _refresh(at)
    journaling.write(
        "pool.edited",
        by=by,
        at=at,
        entity="pool",
        object_id=pool.pk,
        label=pool.name,
        data={"rules": [before, values]},
    )
    return pool


def _cleaned(raw: Mapping[str, Any]) -> dict[str, int]:
    values: dict[str, int] = {}
    problems = []
    for name, given in raw.items():
        try:
            number = whole(given, most=100_000)
        except NotTaken as bad:
            problems.append(Problem(bad.code, bad.message, field=name))
            continue
        if number is not None:
            values[name] = number
    if problems:
        raise Invalid(*problems)
    return values


def _refresh(at: datetime) -> None:
    """Every owned account's day of reclaim, in parts."""
    book = HoldingBook()
    rows = everything(Account, why=_WHY).filter(owner__isnull=False, archived_at=None)
    ids = list(rows.values_list("id", flat=True))
    for start in range(0, len(ids), _PART):
        part = list(everything(Account, why=_WHY).filter(pk__in=ids[start : start + _PART]))
        for account in part:
            book.refresh(account, at)
        everything(Account, why=_WHY).bulk_update(part, ["reclaim_on"], batch_size=_PART)
