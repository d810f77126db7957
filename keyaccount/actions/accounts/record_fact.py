"""Record what we learned about a customer (ACC-2): a new statement takes the place of the old one, which is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.records.create_record import create_record
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.editions import edition_in_force
from keyaccount.records.accounts.models import DossierFact


@transaction.atomic
def record_fact(
    *, by: Principal, at: datetime, raw: Mapping[str, Any], options: Mapping[str, Any] | None = None
) -> DossierFact:
    """A statement on an item of the dossier. The item must be one that the playbook reads from recorded facts."""
    items = {item.key for item in edition_in_force().dossier.items if item.source == "fact"}
    if raw.get("item") not in items:
        raise Invalid(Problem("choice", say("档案里没有这一项"), field="item"))
    fact: DossierFact = create_record(by=by, at=at, entity="fact", raw=raw, options=options)
    older = everything(DossierFact, why="the account was opened for change when the fact was recorded")
    older.filter(account_id=fact.account_id, item=fact.item, superseded_at=None).exclude(pk=fact.pk).update(
        superseded_at=at
    )
    return fact
