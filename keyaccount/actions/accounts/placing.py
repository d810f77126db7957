"""Who holds an account: the one place where it gets an owner or goes to a pool, whatever the way in (ACC-5).

Creation, import, claim, assignment, transfer, release, reclaim and merge all come through `place`, so that capacity,
history, scope of everything below and the search index can't be bypassed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from keyaccount.access import Principal, everything
from keyaccount.actions.shared import indexing
from keyaccount.actions.shared.bulk import insert_all
from keyaccount.base.clock import CHINA, day_of
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.accounts import held
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.pool import Held, judge_hold, may_hold, override
from keyaccount.playbook.schema import Edition, PoolRules
from keyaccount.records.accounts.models import Account, Holding, Pool
from keyaccount.records.contracts.models import Contract
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.org.models import Department, Member
from keyaccount.records.people.models import Person, Post

_BOOK = "ownership and pool rules are the same for everybody and must count what the actor cannot see"


@dataclass(frozen=True)
class Target:
    """Where accounts go: to an owner, or to a pool. Exactly one is given."""

    owner: Member | None = None
    pool: Pool | None = None


class HoldingBook:
    """The rules of the pools and what members hold, read once for one action."""

    @cached_property
    def edition(self) -> Edition:
        return edition_in_force()

    @cached_property
    def pools(self) -> list[Pool]:
        return list(everything(Pool, why=_BOOK).order_by("-is_default", "created_at"))

    @cached_property
    def parents(self) -> dict[UUID, UUID | None]:
        return dict(everything(Department, why=_BOOK).values_list("id", "parent_id"))

    def pool_for(self, department_id: UUID | None) -> Pool:
        """The pool of the department or of the nearest above it, else the default one."""
        at = department_id
        while at:
            for pool in self.pools:
                if pool.department_id == at:
                    return pool
            at = self.parents.get(at)
        if not self.pools:
            raise Invalid(Problem("no_pool", say("还没有公海，请先在设置里建一个"), field="pool"))
        return self.pools[0]

    def rules(self, department_id: UUID | None) -> PoolRules:
        """The playbook's pool rules with the responsible pool's own values."""
        pool = self.pool_for(department_id) if self.pools else None
        return override(self.edition.pool, pool.rules) if pool and pool.rules else self.edition.pool

    def held_count(self, member: Member) -> int:
        """What counts against the member's capacity."""
        rules = self.rules(member.department_id)
        rows = everything(Account, why=_BOOK).filter(owner=member, archived_at=None)
        if not rules.capacity_counts_exempt:
            rows = rows.exclude(tier__in=rules.exempt_tiers)
        return rows.count()

    def capacity_problems(self, member: Member, more: Sequence[Account]) -> list[Problem]:
        """What stands against a member taking these accounts, by the member's own or the rules' capacity."""
        rules = self.rules(member.department_id)
        if member.capacity is not None:
            rules = override(rules, {"capacity": member.capacity})
        counted = [a for a in more if rules.capacity_counts_exempt or a.tier not in rules.exempt_tiers]
        return may_hold(rules, self.held_count(member), more=len(counted)) if counted else []

    def room_left(self, member: Member) -> int | None:
        """How many more accounts the member may hold; None when there is no limit."""
        limit = member.capacity if member.capacity is not None else self.rules(member.department_id).capacity
        return max(limit - self.held_count(member), 0) if limit else None

    def refresh(self, account: Account, at: datetime) -> None:
        """Put on the (unsaved) account the day on which it will be reclaimed as things stand."""
        facts = held(account)
        verdict = judge_hold(self.rules(account.department_id), facts, day_of(at)) if facts else None
        account.reclaim_on = verdict.reclaim_on if verdict else None


def place(
    accounts: Sequence[Account],
    target: Target,
    *,
    how: str,
    by: Principal | None,
    at: datetime,
    reason: str = "",
    book: HoldingBook | None = None,
) -> list[Account]:
    """Give saved accounts to the target; returns those that changed hands. Raises `Invalid` when capacity is exceeded."""
    book = book or HoldingBook()
    owner, pool = target.owner, target.pool
    moving = [
        a
        for a in accounts
        if a.owner_id != (owner.pk if owner else None) or a.pool_id != (pool.pk if pool else None)
    ]
    if owner and (problems := book.capacity_problems(owner, moving)):
        raise Invalid(*problems)
    if not moving:
        return []
    ids = [a.pk for a in moving]
    everything(Holding, why=_BOOK).filter(account_id__in=ids, ended_at=None).update(ended_at=at)
    holdings = [
        Holding(account=a, owner=owner, began_at=at, how=how, reason=reason, by=by.id if by else None)
        for a in moving
    ]
    everything(Holding, why=_BOOK).bulk_create(holdings, batch_size=1_000)
    for account in moving:
        account.owner, account.pool = owner, pool
        account.department = owner.department if owner else None
        account.held_since = at
        account.version += 1
        account.updated_at = at
        book.refresh(account, at)
    columns = ["owner", "pool", "department", "held_since", "reclaim_on", "version", "updated_at"]
    everything(Account, why=_BOOK).bulk_update(moving, columns, batch_size=500)
    rescope(ids, owner)
    return moving


def place_new(accounts: Sequence[Account], *, by: Principal, at: datetime, book: HoldingBook) -> None:
    """Settle accounts that are about to be stored in bulk with owner or pool already set; capacity was counted before."""
    today = day_of(at)
    for account in accounts:
        account.department_id = account.owner.department_id if account.owner else None
        account.held_since = at
        if account.owner:
            facts = Held(owner_since=today, tier=account.tier, status=account.status)
            account.reclaim_on = judge_hold(book.rules(account.department_id), facts, today).reclaim_on


def note_new(accounts: Sequence[Account], *, how: str, by: Principal, at: datetime) -> None:
    """The first page of the history of accounts just stored in bulk."""
    holdings = [
        Holding(account_id=a.pk, owner_id=a.owner_id, began_at=at, how=how, by=by.id) for a in accounts
    ]
    insert_all(Holding, holdings)


def rescope(account_ids: Sequence[UUID], owner: Member | None) -> None:
    """Copy the owner's scope to the people, posts, deals and contracts of the accounts, and to the search index."""
    scope = {"owner_id": owner.pk if owner else None, "department_id": owner.department_id if owner else None}
    for start in range(0, len(account_ids), 500):
        part = list(account_ids[start : start + 500])
        everything(Person, why=_BOOK).filter(account_id__in=part).update(**scope)
        everything(Post, why=_BOOK).filter(account_id__in=part).update(**scope)
        for model in (Opportunity, Contract):
            held_by = {"holder_id": scope["owner_id"], "holder_department_id": scope["department_id"]}
            everything(model, why=_BOOK).filter(account_id__in=part).update(**held_by)
    indexing.rescope(account_ids)


def claims_today(member: Member, at: datetime) -> int:
    """How many accounts the member took from pools since midnight."""
    midnight = at.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    return everything(Holding, why=_BOOK).filter(owner=member, how="claimed", began_at__gte=midnight).count()


def given_up_on(member: Member, account: Account) -> date | None:
    """The day on which the member last held the account, if ever."""
    ended = everything(Holding, why=_BOOK).filter(owner=member, account=account).exclude(ended_at=None)
    last = ended.order_by("-ended_at").values_list("ended_at", flat=True).first()
    return day_of(last) if last else None
