"""The deals as rows, written at once at the end of the history, with their products, answers and needs (OPP-1..6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.actions.shared import journaling
from keyaccount.actions.shared.bulk import insert_all
from keyaccount.base import names
from keyaccount.base.ids import new_id
from keyaccount.interfaces.cli.demo.world import Event, World, when
from keyaccount.interfaces.cli.demo_company import SEED
from keyaccount.interfaces.cli.demo_company.days import Past
from keyaccount.interfaces.cli.demo_company.deals import STAGES, Deal, deals, told
from keyaccount.interfaces.cli.demo_company.shapes import Person, Unit
from keyaccount.interfaces.cli.demo_company.sources import table
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import (
    Answer,
    Need,
    Opportunity,
    OpportunityLine,
    OpportunityMember,
)
from keyaccount.records.library.models import PriceEntry, PriceList, Product

_WHY = "the demo company's rows hang on the accounts it made itself"
PRESALES = "jiangyifan"
# By which stage which questions have been answered with yes.
ANSWERED = {
    "judge": ("need_clear", "time_plan"),
    "need": (
        "budget_clear need_in_scope need_gap_closable process_known need_documented need_executives "
        "need_technical need_business time_urgent budget_fits_need process_keypeople"
    ).split(),
    "draft": (),
    "present": ("budget_fits_price",),
    "settle": (),
    "negotiate": (),
    "sign": ("process_payment",),
    "collect": (),
}


@dataclass
class Sold:
    """What is known of the deals while their rows are made; `ids` are given before, for the journal."""

    world: World
    deals: tuple[Deal, ...]
    ids: dict[str, UUID]
    accounts: dict[str, Account] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    prices: dict[str, Decimal] = field(default_factory=dict)
    costs: dict[str, Decimal] = field(default_factory=dict)
    price_list: PriceList | None = None
    rows: dict[str, Opportunity] = field(default_factory=dict)
    rivals: dict[str, UUID] = field(default_factory=dict)

    def owner(self, deal: Deal) -> UUID:
        return self.world.members[self.world.held[deal.account]].pk

    def person(self, deal: Deal, function: str, day: date) -> UUID | None:
        """Somebody there in post and known that day; of the function if there is one."""
        units: dict[str, Unit] = {unit.key: unit for unit in self.world.company.units}
        there = [
            (post, person)
            for person in self.world.company.people
            for post in person.posts
            if post.account == deal.account and post.ended_on is None and person.key in self.world.people
        ]

        def place(seat: tuple[Any, Person]) -> tuple[bool, bool, str]:
            post, person = seat
            chief = post.rank == "chief" and function == "executive"
            fits = units[post.unit].function == function or chief
            return not fits, person.created_on > day, person.key

        return self.world.people[min(there, key=place)[1].key] if there else None

    def made(self, deal: Deal, on: date | datetime) -> dict[str, Any]:
        """Who made a row of the deal and when."""
        at = on if isinstance(on, datetime) else when(on, deal.key)
        owner = self.owner(deal)
        return {"created_at": at, "updated_at": at, "created_by": owner, "updated_by": owner}


def step_at(deal: Deal, day: date, number: int) -> datetime:
    """The moment of the deal's step of that number; after the morning's handovers, and later steps later in a day."""
    return when(day, deal.key, str(number)).replace(hour=10 + min(number, 8))


def begin(world: World) -> Sold:
    found = deals(world.company.accounts, Past(world.company.today), SEED)
    return Sold(world, found, {deal.key: new_id() for deal in found})


def events(sold: Sold) -> Iterator[Event]:
    """The journal's entries of the deals, in their places among all others."""
    for deal in sold.deals:
        for number, day in enumerate(deal.entered):
            kind, data = ("advanced", {"stage": STAGES[number]}) if number else ("created", {})
            yield Event(step_at(deal, day, number), 40 + number, partial(_tell, sold, deal, kind, data))
        if deal.closed_on:
            kind = deal.state
            yield Event(step_at(deal, deal.closed_on, 9), 60, partial(_tell, sold, deal, kind, {}))


def _tell(sold: Sold, deal: Deal, kind: str, data: dict[str, Any], at: datetime) -> None:
    by = None if kind == "won" else sold.world.by(sold.world.held[deal.account])
    journaling.write(
        f"opportunity.{kind}",
        by=by,
        at=at,
        entity="opportunity",
        object_id=sold.ids[deal.key],
        label=deal.name,
        account_id=sold.world.accounts[deal.account],
        data=data,
    )


def write(sold: Sold) -> None:
    """Products, deals, answers, needs and team."""
    by_id = everything(Account, why=_WHY).in_bulk(list(sold.world.accounts.values()))
    sold.accounts = {key: by_id[id] for key, id in sold.world.accounts.items() if id in by_id}
    _products(sold)
    fresh = {deal.key: _row(sold, deal) for deal in sold.deals if deal.key not in sold.rows}
    sold.rows |= fresh
    insert_all(Opportunity, list(fresh.values()))
    for model, make in (
        (OpportunityLine, _lines),
        (OpportunityMember, _team),
        (Answer, _answers),
        (Need, _needs),
    ):
        insert_all(model, [row for deal in sold.deals for row in make(sold, deal)])


def put_early(sold: Sold, deal: Deal, account: Account) -> None:
    """A deal whose map is drawn as the history goes on has its row from the day it was begun."""
    sold.accounts[deal.account] = account
    sold.rows[deal.key] = _row(sold, deal)
    insert_all(Opportunity, [sold.rows[deal.key]])


def _products(sold: Sold) -> None:
    first = when(sold.world.company.today - timedelta(days=740), "products")
    maker = sold.world.members["suman"].pk
    made = {"created_at": first, "updated_at": first, "created_by": maker, "updated_by": maker}
    for code, name, family, unit, price, cost in table("texts/deals")["products"]:
        sold.prices[code], sold.costs[code] = Decimal(price), Decimal(cost)
        sold.products[code] = Product(
            code=code,
            name=name,
            name_sort=names.sort_key(name),
            family=family,
            unit=unit,
            list_price=sold.prices[code],
            cost=sold.costs[code],
            **made,
        )
    insert_all(Product, list(sold.products.values()))
    sold.price_list = PriceList(name="标准价目表", is_default=True, valid_from=first.date(), **made)
    insert_all(PriceList, [sold.price_list])
    entries = [
        PriceEntry(
            price_list=sold.price_list,
            product=product,
            from_quantity=least,
            price=(sold.prices[product.code] * percent / 100).quantize(Decimal("0.01")),
            **made,
        )
        for product in sold.products.values()
        for least, percent in ((1, 100), (500, 95))
    ]
    insert_all(PriceEntry, entries)


def _row(sold: Sold, deal: Deal) -> Opportunity:
    account, edge = sold.accounts[deal.account], step_at(deal, deal.entered[-1], deal.rank - 1)
    head, texts = sold.person(deal, "using", deal.entered[0]), table("texts/deals")
    number = int(deal.key[1:])
    close = texts.get(deal.state, [["", "", ""]]) if deal.state in ("lost", "shelved") else [["", "", ""]]
    reason, note, *rival = close[number % len(close)]
    today = sold.world.company.today
    closed = step_at(deal, deal.closed_on, 9) if deal.closed_on else None
    made = sold.made(deal, step_at(deal, deal.entered[0], 0))
    return Opportunity(
        id=sold.ids[deal.key],
        account=account,
        owner_id=account.owner_id,
        department_id=account.department_id,
        holder_id=account.owner_id,
        holder_department_id=account.department_id,
        name=deal.name,
        name_sort=names.sort_key(deal.name)[:300],
        pipeline="ka",
        stage=deal.stage,
        stage_rank=deal.rank,
        stage_since=edge,
        state=deal.state,
        closed_at=closed if deal.state != "shelved" else None,
        park_until=_season(sold, deal) if reason == "no_budget" else None,
        close_reason=reason,
        close_note=note,
        lost_to=rival[0] if rival else "",
        amount=deal.amount,
        sign_on=deal.sign_on,
        pay_on=deal.sign_on + timedelta(days=60),
        source=("existing", "referral", "prospecting", "tender")[number % 4],
        urgency=("urgent", "soon", "normal")[number % 3],
        importance="strategic" if deal.great else "high" if deal.amount > 2_000_000 else "normal",
        originator_id=head,
        reason=deal.reason,
        need_person_id=head,
        budget_amount=deal.amount * 11 / 10 if deal.rank >= STAGES.index("need") + 1 else None,
        budget_year=today.year if deal.rank >= STAGES.index("need") + 1 else None,
        budget_source="annual" if deal.rank >= STAGES.index("need") + 1 else "",
        budget_state="none" if reason == "no_budget" else "approved" if deal.rank > 2 else "unknown",
        external_id=f"SJ-{number:04d}",
        **{**made, "updated_at": closed or edge},
    )


def _season(sold: Sold, deal: Deal) -> date:
    """When the customer's next budget season begins."""
    today = sold.world.company.today
    month = min(one.budget_months[0] for one in sold.world.company.accounts if one.key == deal.account)
    first = date(today.year, month, 1)
    return first if first > today else first.replace(year=today.year + 1)


def _lines(sold: Sold, deal: Deal) -> Iterable[OpportunityLine]:
    yield OpportunityLine(
        opportunity=sold.rows[deal.key],
        product=sold.products[deal.product],
        quantity=deal.quantity,
        unit_price=deal.unit_price,
        amount=deal.amount,
        **sold.made(deal, deal.entered[0]),
    )


def _team(sold: Sold, deal: Deal) -> Iterable[OpportunityMember]:
    roles = {sold.owner(deal): "lead"}
    if deal.rank >= STAGES.index("draft") + 1:
        roles.setdefault(sold.world.members[PRESALES].pk, "presales")
    for member, role in roles.items():
        yield OpportunityMember(
            opportunity=sold.rows[deal.key], member_id=member, role=role, **sold.made(deal, deal.entered[0])
        )


def _answers(sold: Sold, deal: Deal) -> Iterable[Answer]:
    evidence = table("texts/deals")["evidence"]
    for number, day in enumerate(deal.entered):
        for question in ANSWERED.get(STAGES[number], ()):
            no = question == "budget_clear" and sold.rows[deal.key].close_reason == "no_budget"
            yield Answer(
                opportunity=sold.rows[deal.key],
                question=question,
                answer="no" if no else "yes",
                evidence="财务答复今年没有列入预算。" if no else evidence[question],
                source="customer",
                person_id=sold.person(deal, "finance" if question[0] in "bp" else "using", day),
                observed_on=day,
                **sold.made(deal, day),
            )


def _needs(sold: Sold, deal: Deal) -> Iterable[Need]:
    if deal.rank < STAGES.index("need") + 1:
        return
    day, later = deal.entered[2], deal.rank > STAGES.index("need") + 1
    number = int(deal.key[1:])
    rows = table("texts/deals")["needs"]
    for place, (text, priority, scope) in enumerate(rows if deal.great else rows[: 2 + number % 3]):
        known = later or place == 0
        closable = scope == "closable" and known
        yield Need(
            opportunity=sold.rows[deal.key],
            statement=told(text, deal),
            person_id=sold.person(deal, "using", day),
            priority=priority,
            scope=scope if known else "unchecked",
            checked_by_id=sold.world.members[PRESALES].pk if known else None,
            checked_on=day if known else None,
            gap_effort=15 if closable else None,
            gap_price=Decimal(60000) if closable else None,
            gap_on=sold.world.company.today + timedelta(days=45) if closable else None,
            **sold.made(deal, day),
        )
