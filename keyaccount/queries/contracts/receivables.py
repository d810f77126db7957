"""What is still to come in, by how long it is overdue (PAY-2): the same few queries for ten rows and for a million."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.db.models import (
    DecimalField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from keyaccount.access import Principal, everything
from keyaccount.base.language import Say, say
from keyaccount.facts.contracts import SIGNED, ZERO, next_dunning
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.schema_practice import DunningStep
from keyaccount.queries.contracts.dunning import done_keys
from keyaccount.queries.records.list_records import rows_matching
from keyaccount.records.contracts.models import Allocation, Receipt

Of = Literal["instalment", "invoice"]
CENT = Decimal("0.01")
_LEAST = Decimal("0.005")  # databases without decimals add as floating point
_WHY = "what came in on an item is the same for everybody who sees the item"


@dataclass(frozen=True)
class Bucket:
    """A span of days overdue, both ends included; `last` None: without end."""

    key: str
    label: Say
    first: int
    last: int | None


BUCKETS = (
    Bucket("d30", say("0–30 天"), 0, 30),
    Bucket("d60", say("31–60 天"), 31, 60),
    Bucket("d90", say("61–90 天"), 61, 90),
    Bucket("d180", say("91–180 天"), 91, 180),
    Bucket("more", say("180 天以上"), 181, None),
)


@dataclass(frozen=True)
class Ageing:
    """Open amounts of one currency: not due yet (or without a date), and per bucket by its key."""

    currency: str
    not_due: Decimal
    buckets: Mapping[str, Decimal]

    @property
    def overdue(self) -> Decimal:
        return sum(self.buckets.values(), Decimal(0))

    @property
    def total(self) -> Decimal:
        return self.not_due + self.overdue


@dataclass(frozen=True)
class AccountAgeing:
    """The same of one account; `oldest_days`: of its longest overdue item, None when nothing is overdue."""

    account_id: UUID
    account_name: str
    ageing: Ageing
    oldest_days: int | None


@dataclass(frozen=True)
class Due:
    """One open item. `days` overdue (negative: still to come, None: no date yet); `step` of dunning is what to do now."""

    id: UUID
    label: str
    contract_id: UUID
    contract_number: str
    contract_title: str
    account_id: UUID
    account_name: str
    owner_name: str
    currency: str
    open: Decimal
    due_on: date | None
    days: int | None
    bucket: str
    step: DunningStep | None


@dataclass(frozen=True)
class Receivables:
    """`totals` per currency over everything that matches; the greatest `accounts` and oldest `items` of it."""

    today: date
    buckets: tuple[Bucket, ...]
    totals: tuple[Ageing, ...]
    accounts: tuple[AccountAgeing, ...]
    items: tuple[Due, ...]


def receivables(
    by: Principal,
    params: Mapping[str, Sequence[str]],
    *,
    today: date,
    narrow: Q | None = None,
    of: Of = "instalment",
    most: int = 100,
) -> Receivables:
    """Open items of signed contracts the reader sees, as they stood on `today`; `params` filter them as in any list.

    Instalments are open as far as they are not paid, invoices wholly until they are settled. For a day gone by, money that
    came later doesn't count.
    """
    rows = _open(rows_matching(by, of, params, narrow=narrow), of, today)
    money = "contract__currency"
    totals = rows.order_by().values(money).annotate(**_sums(today)).order_by(money)
    per_account = rows.order_by().values("contract__account_id", "contract__account__name", money)
    accounts = per_account.annotate(
        whole=Sum("open"), oldest=Min("due_on", filter=Q(due_on__lte=today)), **_sums(today)
    ).order_by("-whole", "contract__account_id")
    items = list(rows.filter(due_on__isnull=False).order_by("due_on", "pk").values(*_COLUMNS[of])[:most])
    return Receivables(
        today=today,
        buckets=BUCKETS,
        totals=tuple(_ageing(row) for row in totals),
        accounts=tuple(_account(row, today) for row in accounts[:most]),
        items=tuple(_dues(items, of, today)),
    )


def bucket_of(days: int | None) -> str:
    """Key of the bucket of so many days overdue; "" when not due."""
    if days is None or days < 0:
        return ""
    return next(b.key for b in BUCKETS if b.last is None or days <= b.last)


_NEAR = (
    "pk due_on open contract_id contract__number contract__title contract__currency contract__account_id "
    "contract__account__name contract__owner__name"
).split()
_COLUMNS = {"instalment": ["label", *_NEAR], "invoice": ["number", *_NEAR]}


def _open(rows: QuerySet[Any], of: Of, today: date) -> QuerySet[Any]:
    """What was open on the day: contracts, invoices and money of later days don't count yet."""
    signed = Q(contract__signed_on__isnull=True) | Q(contract__signed_on__lte=today)
    rows = rows.filter(signed, contract__state__in=SIGNED, contract__archived_at=None)
    exact: Any = DecimalField(max_digits=18, decimal_places=2)
    aged: QuerySet[Any]
    if of == "invoice":
        unsettled = Q(settled_on__isnull=True) | Q(settled_on__gt=today)
        issued = Q(issued_on__isnull=True) | Q(issued_on__lte=today)
        stood = Q(state__in=("issued", "delivered")) | Q(state="reversed", reversed_on__gt=today)
        aged = rows.filter(unsettled, issued, stood).annotate(open=ExpressionWrapper(F("amount"), exact))
        return aged
    if not everything(Receipt, why=_WHY).filter(received_on__gt=today).exists():
        left = ExpressionWrapper(F("amount") - F("paid"), exact)
        aged = rows.filter(paid__lt=F("amount")).annotate(open=left)
        return aged
    lines = everything(Allocation, why=_WHY).filter(
        instalment=OuterRef("pk"), receipt__received_on__lte=today
    )
    paid = lines.order_by().values("instalment").annotate(sum=Sum("amount")).values("sum")
    then = Coalesce(Subquery(paid), Value(ZERO), output_field=exact)
    aged = rows.annotate(open=ExpressionWrapper(F("amount") - then, exact))
    aged = aged.filter(open__gte=_LEAST)
    return aged


def _sums(today: date) -> dict[str, Sum]:
    found = {"not_due": Sum("open", filter=Q(due_on__gt=today) | Q(due_on__isnull=True))}
    for bucket in BUCKETS:
        inside = Q(due_on__lte=today - timedelta(days=bucket.first))
        if bucket.last is not None:
            inside &= Q(due_on__gte=today - timedelta(days=bucket.last))
        found[bucket.key] = Sum("open", filter=inside)
    return found


def _exact(value: Decimal | None) -> Decimal:
    return (value or Decimal(0)).quantize(CENT)


def _ageing(row: Mapping[str, Any]) -> Ageing:
    by_key = {bucket.key: _exact(row[bucket.key]) for bucket in BUCKETS}
    return Ageing(row["contract__currency"], _exact(row["not_due"]), by_key)


def _account(row: Mapping[str, Any], today: date) -> AccountAgeing:
    days = (today - row["oldest"]).days if row["oldest"] else None
    return AccountAgeing(row["contract__account_id"], row["contract__account__name"], _ageing(row), days)


def _dues(rows: list[dict[str, Any]], of: Of, today: date) -> list[Due]:
    steps = edition_in_force().dunning
    done = done_keys([row["pk"] for row in rows]) if of == "instalment" else {}
    found = []
    for row in rows:
        days = (today - row["due_on"]).days
        found.append(
            Due(
                id=row["pk"],
                label=row["label"] if of == "instalment" else row["number"],
                contract_id=row["contract_id"],
                contract_number=row["contract__number"],
                contract_title=row["contract__title"],
                account_id=row["contract__account_id"],
                account_name=row["contract__account__name"],
                owner_name=row["contract__owner__name"] or "",
                currency=row["contract__currency"],
                open=_exact(row["open"]),
                due_on=row["due_on"],
                days=days,
                bucket=bucket_of(days),
                step=next_dunning(steps, days, done.get(row["pk"], frozenset())),
            )
        )
    return found
