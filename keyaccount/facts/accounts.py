"""What is true of an account today, as the plain values the playbook judges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from keyaccount.access import everything
from keyaccount.base.clock import day_of
from keyaccount.playbook.dossier import ItemState
from keyaccount.playbook.facts import Facts, FactValue
from keyaccount.playbook.pool import Held
from keyaccount.playbook.schema import Edition
from keyaccount.records.accounts.models import Account, DossierFact, Holding, MonthlyResult
from keyaccount.records.people.models import CustomerUnit, Person, Post

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
    last = (
        everything(Holding, why=_JUDGED)
        .filter(account=account, ended_at=None)
        .order_by("-began_at", "-id")
        .first()
    )
    since = day_of(account.held_since)
    return Held(
        owner_since=since,
        last_follow_up=day_of(account.followed_at) if account.followed_at else None,
        claimed_on=since if last and last.how == "claimed" else None,
        tier=account.tier,
        status=account.status,
    )


def dossier_states(edition: Edition, account: Account) -> dict[str, ItemState]:
    """Item key → what we hold on it, from recorded facts, account fields with their stamps, and stored people."""
    states: dict[str, ItemState] = {}
    facts = everything(DossierFact, why=_JUDGED).filter(account=account, superseded_at=None)
    for item, source, observed, verified in facts.order_by("observed_on").values_list(
        "item", "source", "observed_on", "verified_on"
    ):
        states[item] = ItemState(True, max(observed, verified or observed), source)
    computed = _computed(account)
    for item in edition.dossier.items:
        room, _, name = item.source.partition(".")
        if room == "account":
            states[item.key] = _field_state(account, name)
        elif room == "computed":
            states[item.key] = computed[name]
    return states


def _field_state(account: Account, name: str) -> ItemState:
    value = account.parent_id or account.group_root_id if name == "parent" else getattr(account, name)
    stamp = account.stamps.get(name)
    observed = date.fromisoformat(stamp[0]) if stamp else day_of(account.created_at)
    return ItemState(value not in (None, "", []), observed, stamp[2] if stamp and len(stamp) > 2 else "")


def _computed(account: Account) -> dict[str, ItemState]:
    functions = set(
        everything(CustomerUnit, why=_JUDGED).filter(account=account).values_list("function", flat=True)
    )
    people = everything(Person, why=_JUDGED).filter(account=account, is_key=True, archived_at=None)
    keys = list(people.values_list("id", "mobile", "phone", "email", "wechat", "updated_at"))
    posts = _known_posts([row[0] for row in keys])
    seen = max((day_of(row[5]) for row in keys), default=None)
    reachable = bool(keys) and all(any(row[1:5]) for row in keys)
    placed = bool(keys) and all(row[0] in posts for row in keys)
    return {
        "organisation": ItemState({"using", "technical", "finance"} <= functions, day_of(account.updated_at)),
        "key_persons": ItemState(bool(keys), seen),
        "key_person_channels": ItemState(reachable, seen),
        "key_person_posts": ItemState(placed, seen),
    }


def _known_posts(people: Iterable[UUID]) -> set[UUID]:
    posts = everything(Post, why=_JUDGED).filter(
        person_id__in=list(people), ended_on=None, unit__isnull=False
    )
    return set(posts.exclude(rank="").values_list("person_id", flat=True))
