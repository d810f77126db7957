"""What is true of an account today, as the plain values the playbook judges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from keyaccount.access import everything
from keyaccount.base.clock import day_of
from keyaccount.facts import dossiers
from keyaccount.playbook.dossier import ItemState
from keyaccount.playbook.facts import Facts, FactValue
from keyaccount.playbook.pool import Held
from keyaccount.playbook.schema import Edition
from keyaccount.records.accounts.models import Account, Holding, MonthlyResult
from keyaccount.records.deals.models import Opportunity

_JUDGED = "a judgement weighs all that is stored of one account; the caller has opened it for the person"


def minor(amount: Decimal | None) -> int | None:
    """An amount in minor units (分)."""
    return None if amount is None else int((amount * 100).to_integral_value())


def account_facts(account: Account, today: date) -> Facts:
    """The named facts of one account (`playbook.facts`); unknown ones are None."""
    root = account.group_root_id or account.pk
    group = (
        everything(Account, why=_JUDGED).filter(Q(pk=root) | Q(group_root_id=root), archived_at=None).count()
    )
    year_ago = today.replace(year=today.year - 1, day=1)
    sums = everything(MonthlyResult, why=_JUDGED).filter(account=account, month__gte=year_ago, currency="CNY")
    money = sums.aggregate(received=Sum("received"), margin=Sum("margin"))
    industry = account.industry
    facts: dict[str, FactValue] = {
        "headcount": account.headcount,
        "seats": account.seats,
        "annual_revenue": minor(account.revenue) if account.currency == "CNY" else None,
        "received_12m": minor(money["received"]),
        "margin_12m": minor(money["margin"]),
        "industry": (industry.key or industry.name) if industry else None,
        "region": account.region or None,
        "ownership": account.ownership or None,
        "status": account.status,
        "group_size": group,
        "is_listed": True if account.stock_code else None,
        "founded_year": account.founded,
    }
    return facts


def held(account: Account) -> Held | None:
    """An owned account as the pool rules see it; None when nobody owns it."""
    if account.owner_id is None or account.held_since is None:
        return None
    current = everything(Holding, why=_JUDGED).filter(account=account, ended_at=None)
    how = current.order_by("-began_at", "-id").values_list("how", flat=True).first()
    deals = everything(Opportunity, why=_JUDGED).filter(account=account, state="open", archived_at=None)
    since = day_of(account.held_since)
    return Held(
        owner_since=since,
        last_follow_up=day_of(account.followed_at) if account.followed_at else None,
        claimed_on=since if how == "claimed" else None,
        tier=account.tier,
        status=account.status,
        has_open_deal=deals.exists(),
    )


def dossier_states(edition: Edition, account: Account) -> dict[str, ItemState]:
    """Item key → what we hold on it (see `facts.dossiers`)."""
    return dossiers.dossier_states(edition, [account])[account.pk]
