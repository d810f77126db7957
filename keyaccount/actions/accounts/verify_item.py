"""Say that what the dossier holds still holds (ACC-2): the age of the item starts anew, its value stays."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, access_to, changeable, everything, opened
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.shared import journaling
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Missing, Refused
from keyaccount.facts.editions import edition_in_force
from keyaccount.records.accounts.models import Account

_WHY = "the account was opened for change just above"


@transaction.atomic
def verify_item(*, by: Principal, at: datetime, id: UUID | str, item: str) -> None:
    """Date the recorded statement, or the stamp of the account field, to today. Raises `Missing` or `Refused`."""
    account: Account = changeable(by, "account", id)
    if not access_to(by, "fact").may("edit"):
        raise Refused()
    source = next((i.source for i in edition_in_force().dossier.items if i.key == item), "")
    room, _, name = source.partition(".")
    if room == "account":
        _verify_field(by, account, name, at)
        return
    facts = opened(by, "fact", write=True).filter(account=account, item=item, superseded_at=None)
    fact = facts.order_by("-observed_on", "-pk").first()
    if fact is None:
        raise Missing()
    edit_record(by=by, at=at, entity="fact", id=fact.pk, raw={"verified_on": day_of(at)})


def _verify_field(by: Principal, account: Account, name: str, at: datetime) -> None:
    found = access_to(by, "account").writable(account).get(name)
    if found is None or getattr(account, found.path) in (None, "", []):
        raise Missing()
    source = (account.stamps.get(name) or ["", "", ""])[2]
    account.stamps = {**account.stamps, name: [day_of(at).isoformat(), str(by.id), source]}
    everything(Account, why=_WHY).filter(pk=account.pk).update(stamps=account.stamps)
    journaling.write(
        "account.verified",
        by=by,
        at=at,
        entity="account",
        object_id=account.pk,
        label=account.name,
        account_id=account.pk,
        data={"field": name, "what": str(found.label.msgid)},
    )
