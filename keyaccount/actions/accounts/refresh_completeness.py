"""Work out anew how complete each dossier is (ACC-2): facts grow old by themselves, so it is done every night."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from keyaccount.access import everything
from keyaccount.facts.dossiers import dossier_states
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.dossier import judge_dossier
from keyaccount.playbook.schema import Edition
from keyaccount.records.accounts.models import Account

CHUNK = 500
_WHY = "completeness is kept on every account, whoever may see it"


def refresh_completeness(*, today: date, ids: Iterable[UUID] | None = None) -> int:
    """Store the percentage on all accounts in use (or on these); returns how many changed. Six queries a chunk."""
    edition = edition_in_force()
    every = everything(Account, why=_WHY).filter(archived_at=None)
    rows = every.filter(pk__in=list(ids)) if ids is not None else every
    changed, last = 0, UUID(int=0)
    while part := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        changed += _refresh(edition, part, today)
        last = part[-1]
    return changed


@transaction.atomic
def _refresh(edition: Edition, ids: list[UUID], today: date) -> int:
    accounts: list[Account] = list(everything(Account, why=_WHY).filter(pk__in=ids))
    states = dossier_states(edition, accounts)
    moved = []
    for account in accounts:
        percent = judge_dossier(edition, states[account.pk], today).percent
        if percent != account.completeness:
            account.completeness = percent
            moved.append(account)
    everything(Account, why=_WHY).bulk_update(moved, ["completeness"], batch_size=CHUNK)
    return len(moved)
