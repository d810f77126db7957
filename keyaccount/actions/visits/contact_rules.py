"""What contacts and tasks add to the shared mechanics: whose they are, and what a contact means for customer and deal (ACC-5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from keyaccount.access import attachable, everything
from keyaccount.actions.accounts.following import follow_up
from keyaccount.actions.deals.refresh_opportunities import refresh_opportunities
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.org.models import Member
from keyaccount.records.visits.models import Contact, Task

_WHY = "the deal and the member were picked from what the editor sees"
LABEL = 60
_CLOCKS_DIFFER = timedelta(minutes=10)


def prepare_contact(change: Change) -> list[Problem]:
    """A contact has happened, now if no moment is said; its deal is one of the customer's. Who writes it down owns it."""
    problems = []
    if change.after("happened_at") is None:
        change.values["happened_at"] = change.at
    if change.after("happened_at") > change.at + _CLOCKS_DIFFER:
        problems.append(Problem("future", say("联系要已经发生；还没发生的请写成下一步"), field="happened_at"))
    if change.created:
        change.row.owner = change.by.member
    return problems + _deal_of_account(change)


def settle_contact(change: Change, changed: dict[str, list[Any]]) -> None:
    """A follow-up of the customer, and the last contact of the deal; of the deal it was taken from as well."""
    row: Contact = change.row
    if row.archived_at is None:
        follow_up(account=row.account_id, person=None, on=row.happened_at, at=change.at)
    before = changed.get("opportunity", [None])[0]
    deals = {UUID(str(deal)) for deal in (row.opportunity_id, before) if deal}
    if deals:
        refresh_opportunities(deals, change.at)


def prepare_task(change: Change) -> list[Problem]:
    """A task without an owner is the writer's own; one of a deal belongs to the deal's customer."""
    row: Task = change.row
    deal = change.after("opportunity")
    if deal and not change.after("account"):
        account = everything(Opportunity, why=_WHY).values_list("account_id", flat=True).get(pk=deal)
        change.values["account"] = attachable(change.by, "task", account).pk
    if not change.after("owner"):
        change.values["owner"] = change.by.id
    owner: Member = everything(Member, why=_WHY).get(pk=change.after("owner"))
    row.department_id = owner.department_id
    if not owner.is_active and ("owner" in change.values):
        return [Problem("left", say("{name} 已停用，不能接任务", name=owner.name), field="owner")]
    return _deal_of_account(change)


def _deal_of_account(change: Change) -> list[Problem]:
    deal, account = change.after("opportunity"), change.after("account")
    rows = everything(Opportunity, why=_WHY).filter(pk=deal, account_id=account)
    if deal and not rows.exists():
        return [Problem("other_account", say("所选商机不属于这个客户"), field="opportunity")]
    return []


def contact_label(row: Contact) -> str:
    """The first words of what was said."""
    words = " ".join(row.text.split())
    return words if len(words) <= LABEL else words[: LABEL - 1] + "…"


rules.add(
    "contact",
    Rules(
        prepare=prepare_contact,
        settle=settle_contact,
        label=contact_label,
        happened=lambda row: row.happened_at,
    ),
)
rules.add("task", Rules(prepare=prepare_task))
