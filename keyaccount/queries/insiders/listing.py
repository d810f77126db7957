"""The insiders of a customer that the reader keeps or was named for; for everybody else there are none (INS-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from keyaccount.access import FieldClass, Principal, access_to, found, may_attach, opened
from keyaccount.base.errors import Missing
from keyaccount.facts.editions import edition_in_force
from keyaccount.facts.insiders import passed, silent_days, state_now
from keyaccount.playbook.insider_tests import wanting
from keyaccount.records.accounts.models import Account
from keyaccount.records.people.models import Insider


@dataclass(frozen=True)
class InsiderLine:
    """One insider in the list. `person` is empty where the reader does not see that person (any more)."""

    row: Insider
    person: str
    owner: str
    state: str
    wanting: tuple[str, ...]
    silent: int | None


def may_keep(by: Principal, account: Account) -> bool:
    """Whether the customer's page has the tab: the same for everybody with the function who sees the inside."""
    inside = FieldClass.INTERNAL in access_to(by, "account").classes(account)
    return inside and by.token_scopes is None and by.may("insider.keep")


def opened_account(by: Principal, id: UUID | str) -> Account:
    """The customer, for who may keep insiders there. Raises `Missing`."""
    account: Account = found(by, "account", id, archived=True)
    if not may_keep(by, account):
        raise Missing()
    return account


def may_begin(by: Principal, account: Account) -> bool:
    """Whether `begin_insider` would let the reader."""
    return account.archived_at is None and may_attach(by, "note", account)


def insiders_of(by: Principal, account: Account, today: date) -> list[InsiderLine]:
    """Mine and those I was named for, by code name."""
    rows = list(
        opened(by, "insider").filter(account=account).select_related("owner").order_by("code_name", "pk")
    )
    tests, most = passed([row.pk for row in rows]), edition_in_force().power.silent_days
    people = opened(by, "person", archived=True).filter(pk__in=[row.person_id for row in rows])
    names = dict(people.values_list("pk", "name"))
    return [
        InsiderLine(
            row=row,
            person=names.get(row.person_id, ""),
            owner=row.owner.name,
            state=state_now(row, today, most),
            wanting=tuple(wanting(tests.get(row.pk, ()))),
            silent=silent_days(row, today),
        )
        for row in rows
    ]
