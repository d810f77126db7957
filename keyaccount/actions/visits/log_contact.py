"""Write down a call, meeting, message or mail, who took part, and what to do next: one form, one transaction (CON-1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from keyaccount.access import Principal, access_to, attachable, everything, found, policy_of
from keyaccount.actions.accounts.following import follow_up
from keyaccount.actions.deals.refresh_opportunities import refresh_opportunities
from keyaccount.actions.shared import writing
from keyaccount.actions.shared.bulk import insert_all
from keyaccount.actions.visits import contact_rules  # noqa: F401  contacts and tasks must have their rules
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.records.people.models import Person
from keyaccount.records.visits.models import Contact, ContactMember, ContactPerson, Task

_WHY = "the customer was opened for the writer just above"
NEXT = "next_"


@transaction.atomic
def log_contact(
    *,
    by: Principal,
    at: datetime,
    raw: Mapping[str, Any],
    persons: Iterable[UUID | str] = (),
    members: Iterable[UUID | str] = (),
    next_step: Mapping[str, Any] | None = None,
) -> Contact:
    """The contact: a follow-up of the customer and of everybody of theirs who took part; the deal is judged anew.

    `raw`: account, opportunity, channel, happened_at, text. `members`: of us, besides the writer. `next_step`: title,
    due_on, owner of a task that is made with it. Raises `Refused`, `Missing` or `Invalid`; problems of the next step
    name its fields with `next_` before them.
    """
    policy = policy_of("contact")
    if not access_to(by, "contact").may("create"):
        raise Refused()
    values = writing.cleaned(by, policy, raw)
    if values.get("account"):
        _may_log(by, values)
    theirs, problems = _persons(by, values.get("account"), persons)
    if problems:
        raise Invalid(*problems)
    ours = {by.id: by.member} | {
        row.pk: row for row in (found(by, "member", id) for id in set(members) if id)
    }
    row: Contact = writing.insert(by=by, at=at, policy=policy, row=Contact(), values=values, options={})
    stamps = {"created_at": at, "updated_at": at, "created_by": by.id, "updated_by": by.id}
    insert_all(ContactPerson, [ContactPerson(contact=row, person=person, **stamps) for person in theirs])
    insert_all(
        ContactMember, [ContactMember(contact=row, member=member, **stamps) for member in ours.values()]
    )
    for person in theirs:
        follow_up(account=row.account_id, person=person.pk, on=row.happened_at, at=at)
    if row.opportunity_id and theirs:
        refresh_opportunities([row.opportunity_id], at)
    if next_step and any(str(value or "").strip() for value in next_step.values()):
        _next_step(by, at, row, next_step)
    return row


def _may_log(by: Principal, values: Mapping[str, Any]) -> None:
    """Who works the deal logs its contacts, also at a customer whom a colleague holds."""
    deal = values.get("opportunity")
    if deal and access_to(by, "opportunity").allows(found(by, "opportunity", deal), "edit"):
        found(by, "account", values["account"])
    else:
        attachable(by, "contact", values["account"])


def _persons(by: Principal, account: Any, ids: Iterable[UUID | str]) -> tuple[list[Person], list[Problem]]:
    """The persons who took part; each must be of the customer."""
    kept = [found(by, "person", id) for id in dict.fromkeys(str(id) for id in ids if id)]
    theirs = Q(account_id=account) | Q(posts__account_id=account)
    known = set(
        everything(Person, why=_WHY)
        .filter(theirs, pk__in=[person.pk for person in kept])
        .values_list("pk", flat=True)
    )
    if any(person.pk not in known for person in kept):
        return [], [Problem("other_account", say("所选联系人不属于这个客户"), field="persons")]
    return kept, []


def _next_step(by: Principal, at: datetime, contact: Contact, raw: Mapping[str, Any]) -> Task:
    policy = policy_of("task")
    given = {name: raw[name] for name in ("title", "due_on", "owner") if name in raw}
    try:
        values = writing.cleaned(by, policy, given)
        values |= {"account": contact.account_id, "opportunity": contact.opportunity_id, "kind": "next"}
        row = Task(contact=contact)
        made: Task = writing.insert(by=by, at=at, policy=policy, row=row, values=values, options={})
    except Invalid as error:
        told = [Problem(p.code, p.message, field=NEXT + p.field if p.field else "") for p in error.problems]
        raise Invalid(*told) from None
    return made
