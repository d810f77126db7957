"""A month of dates: expected signatures, money due, tasks (STG-4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from keyaccount.access import Principal, access_to, opened
from keyaccount.queries.deals.board import Params
from keyaccount.queries.records.list_records import rows_matching
from keyaccount.queries.records.names import names_for

MOST = 500


@dataclass(frozen=True)
class Event:
    """Something on a day. `kind`: "sign" an expected signature, "pay" an instalment due, "task", "wake" a deal that comes back.

    `label` is what it is called: the deal's name, the instalment's, the task's. `late`: its day is over and it is not done.
    """

    on: date
    kind: str
    id: UUID
    label: str
    account_id: UUID | None
    account_name: str
    opportunity_id: UUID | None
    contract_id: UUID | None
    amount: Decimal | None
    currency: str
    done: bool
    late: bool


@dataclass(frozen=True)
class Month:
    """Events of the month in order of day; `complete` is False where one kind had more than `MOST`."""

    first: date
    last: date
    events: tuple[Event, ...]
    complete: bool


def calendar(
    by: Principal, month: date, *, today: date, params: Params | None = None, narrow: Q | None = None
) -> Month:
    """What falls into the month of the day given, as far as the reader sees it; `params` filter deals as a list does."""
    first = month.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    deals = rows_matching(
        by, "opportunity", {k: v for k, v in (params or {}).items() if k != "month"}, narrow=narrow
    )
    within = (first, last)
    signs = list(
        deals.filter(state__in=("open", "won"), sign_on__range=within).order_by("sign_on", "pk")[:MOST]
    )
    wakes = list(deals.filter(state="shelved", park_until__range=within).order_by("park_until", "pk")[:MOST])
    tasks, pays = _tasks(by, within), _instalments(by, within)
    accounts = {row.account_id for row in (*signs, *wakes, *tasks)} | {
        p["contract__account_id"] for p in pays
    }
    names = names_for(by, "account", accounts - {None})
    events = [
        *(_deal(d, "sign", d.sign_on, bool(d.signed), names, today) for d in signs),
        *(_deal(d, "wake", d.park_until, False, names, today) for d in wakes),
        *(_task(t, names, today) for t in tasks),
        *(_pay(p, names, today) for p in pays),
    ]
    events.sort(key=lambda event: (event.on, event.kind, event.label))
    full = all(len(part) < MOST for part in (signs, wakes, tasks, pays))
    return Month(first, last, tuple(events), full)


def _tasks(by: Principal, within: tuple[date, date]) -> list[Any]:
    return list(opened(by, "task").filter(due_on__range=within).order_by("due_on", "pk")[:MOST])


def _instalments(by: Principal, within: tuple[date, date]) -> list[dict[str, Any]]:
    """Of signed contracts; only for those who may read money of contracts."""
    known = access_to(by, "instalment").fields
    if "amount" not in known or "due_on" not in known:
        return []
    klass = known["amount"].klass
    rows = opened(by, "instalment", klass=klass).filter(due_on__range=within)
    signed = rows.filter(contract__state__in=("signed", "ended"), contract__archived_at=None)
    columns = ("pk", "label", "due_on", "amount", "paid", "contract_id", "contract__account_id")
    named = {"deal": F("contract__opportunity_id"), "currency": F("contract__currency")}
    return list(signed.order_by("due_on", "pk").values(*columns, **named)[:MOST])


def _deal(deal: Any, kind: str, on: date, done: bool, names: Mapping[Any, str], today: date) -> Event:
    return Event(
        on=on,
        kind=kind,
        id=deal.pk,
        label=deal.name,
        account_id=deal.account_id,
        account_name=names.get(deal.account_id, ""),
        opportunity_id=deal.pk,
        contract_id=None,
        amount=deal.amount,
        currency=deal.currency,
        done=done,
        late=not done and on < today,
    )


def _task(task: Any, names: Mapping[Any, str], today: date) -> Event:
    done = task.done_at is not None
    return Event(
        on=task.due_on,
        kind="task",
        id=task.pk,
        label=task.title,
        account_id=task.account_id,
        account_name=names.get(task.account_id, ""),
        opportunity_id=task.opportunity_id,
        contract_id=None,
        amount=None,
        currency="",
        done=done,
        late=not done and task.due_on < today,
    )


def _pay(row: dict[str, Any], names: Mapping[Any, str], today: date) -> Event:
    done = row["paid"] >= row["amount"]
    return Event(
        on=row["due_on"],
        kind="pay",
        id=row["pk"],
        label=row["label"],
        account_id=row["contract__account_id"],
        account_name=names.get(row["contract__account_id"], ""),
        opportunity_id=row["deal"],
        contract_id=row["contract_id"],
        amount=row["amount"] - row["paid"] if not done else row["amount"],
        currency=row["currency"],
        done=done,
        late=not done and row["due_on"] < today,
    )
