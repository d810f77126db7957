"""Begin to develop somebody at a customer, under a code name (INS-1, INS-2: 早做比晚做好)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from keyaccount.access import Principal, everything, found, may_attach
from keyaccount.actions.insiders.keeping import tell, words
from keyaccount.actions.shared.verbs import invalid, stamps
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account
from keyaccount.records.people.models import Insider, Person

_WHY = "the account and the person were opened for the principal just above"


@transaction.atomic
def begin_insider(
    *,
    by: Principal,
    at: datetime,
    account: UUID | str,
    person: UUID | str,
    code_name: Any,
    why: Any = "",
    risk: Any = "",
) -> Insider:
    """The new record, a candidate, known to its owner alone. Raises `Missing`, `Refused` or `Invalid`.

    Compared only with the member's own records: what colleagues keep must not show here.
    """
    by.must("insider.keep")
    where: Account = found(by, "account", account)
    if by.token_scopes is not None or not may_attach(by, "note", where):
        raise Refused()
    whom: Person = found(by, "person", person)
    theirs = Q(account=where) | Q(posts__account=where)
    if not everything(Person, why=_WHY).filter(theirs, pk=whom.pk).exists():
        raise invalid("person", say("所选联系人不属于这个客户"), "other_account")
    mine = everything(Insider, why=_WHY).filter(owner_id=by.id)
    if mine.filter(person=whom).exists():
        raise invalid("person", say("你已经在发展这位联系人"), "already")
    row = Insider(
        account=where,
        person=whom,
        owner_id=by.id,
        code_name=code_for(by, code_name, whom, where),
        why=words("why", say("为什么选他"), why, needed=True),
        risk=words("risk", say("对他的风险"), risk),
        **stamps(by, at),
    )
    row.save(force_insert=True)
    tell(row, "begun", by=by.id, at=at)
    return row


def code_for(
    by: Principal, raw: Any, person: Person | None, account: Account | None, own: Insider | None = None
) -> str:
    """A code name that is free among mine and gives away neither the person nor the customer, where they are known."""
    code = words("code_name", say("代号"), raw, most=40, needed=True)
    told = [person.name if person else "", *([account.name, account.short_name] if account else [])]
    if any(name and (name in code or code in name) for name in told):
        raise invalid("code_name", say("代号不能让人猜到是谁，请换一个"), "telling")
    mine = everything(Insider, why=_WHY).filter(owner_id=by.id, code_name=code)
    if mine.exclude(pk=own.pk if own else None).exists():
        raise invalid("code_name", say("你已经用过这个代号"), "taken")
    return code
