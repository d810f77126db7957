"""What a deal adds to the shared mechanics: sort key, its customer's people, order of dates, judged again after a change."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from keyaccount.access import everything
from keyaccount.actions.deals.passing import hold
from keyaccount.actions.deals.refresh_opportunities import refresh
from keyaccount.actions.shared import indexing, rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base import money, names
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.facts.editions import edition_in_force
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.people.models import Person

_KEEP = "external ids are unique across all deals; people of a deal must be the customer's, seen or not"
PEOPLE = ("originator", "need_person", "budget_person")


def prepare(change: Change) -> list[Problem]:
    row: Opportunity = change.row
    if "name" in change.values:
        row.name_sort = names.sort_key(change.values["name"])[:300]
    problems = [*_currency(change), *_dates(change), *_people(change), *_taken(change)]
    moved = not change.created and change.values.get("account", row.account_id) != row.account_id
    if moved:
        problems.append(Problem("moved", say("商机不能换客户，请在那个客户下新建"), field="account"))
    return problems


def _currency(change: Change) -> list[Problem]:
    if change.created and not change.values.get("currency"):
        change.values["currency"] = edition_in_force().currency
    if "currency" not in change.values:
        return []
    code = str(change.values["currency"] or "").upper()
    change.values["currency"] = code
    if code not in {known for known, _ in money.currencies()}:
        return [Problem("currency", say("没有这个币种：{code}", code=code), field="currency")]
    return []


def _dates(change: Change) -> list[Problem]:
    sign, pay = change.after("sign_on"), change.after("pay_on")
    if sign and pay and pay < sign and ("sign_on" in change.values or "pay_on" in change.values):
        return [Problem("order", say("预计回款日不能早于预计签订日"), field="pay_on")]
    amount = change.values.get("amount")
    if amount is not None and amount < 0:
        return [Problem("range", say("金额不能是负数"), field="amount")]
    return []


def _people(change: Change) -> list[Problem]:
    """People named on a deal hold a post at its customer."""
    wanted = {name: change.values[name] for name in PEOPLE if change.values.get(name)}
    if not wanted:
        return []
    account = change.after("account")
    rows = everything(Person, why=_KEEP).filter(pk__in=set(wanted.values()))
    there = set(
        rows.filter(Q(account_id=account) | Q(posts__account_id=account)).values_list("pk", flat=True)
    )
    message = say("所选联系人不属于这个客户")
    return [Problem("other_account", message, field=name) for name, id in wanted.items() if id not in there]


def _taken(change: Change) -> list[Problem]:
    wanted = change.values.get("external_id")
    if not wanted or wanted == change.row.external_id:
        return []
    same = (
        everything(Opportunity, why=_KEEP)
        .filter(external_id=wanted, archived_at=None)
        .exclude(pk=change.row.pk)
    )
    return [Problem("taken", say("已有商机使用了这个编号"), field="external_id")] if same.exists() else []


def settle(change: Change, changed: dict[str, list[Any]]) -> None:
    row: Opportunity = change.row
    if not change.created:
        refresh([row], change.at)
    if "archived_at" in changed:
        hold(row.account_id, change.at)
    indexing.index("opportunity", [row], fresh=change.created)


rules.add("opportunity", Rules(prepare=prepare, settle=settle))
