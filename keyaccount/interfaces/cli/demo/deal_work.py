"""What was done on the deals: talks with persons, tasks, proposals, quotes, points of negotiation, conditions let go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from keyaccount.actions.shared.bulk import insert_all
from keyaccount.interfaces.cli.demo.deals import PRESALES, Sold
from keyaccount.interfaces.cli.demo.world import when
from keyaccount.interfaces.cli.demo_company.days import working_back, working_on
from keyaccount.interfaces.cli.demo_company.deals import STAGES, Deal, told
from keyaccount.interfaces.cli.demo_company.sources import table
from keyaccount.records.contracts.models import (
    NegotiationPoint,
    Numbering,
    Proposal,
    ProposalFeedback,
    ProposalReview,
    Quote,
    QuoteLine,
)
from keyaccount.records.visits.models import Contact, ContactMember, ContactPerson, Task

FUNCTIONS = ("using", "using", "technical", "technical", "executive", "finance")
TASK_DAYS = (0, -3, 2, 7, -9, 5)


def write(sold: Sold) -> None:
    """Rows of one model after another, those hung on before those that hang."""
    found: dict[type[Any], list[Any]] = {
        model: []
        for model in (
            Contact,
            ContactPerson,
            ContactMember,
            Task,
            Proposal,
            ProposalReview,
            ProposalFeedback,
            Quote,
            QuoteLine,
            NegotiationPoint,
        )
    }
    numbers: dict[int, int] = {}
    for deal in sold.deals:
        for part in (_contacts(sold, deal), _tasks(sold, deal), _proposal(sold, deal), _points(sold, deal)):
            for row in part:
                found[type(row)].append(row)
        for row in _quote(sold, deal, numbers):
            found[type(row)].append(row)
    for model, rows in found.items():
        insert_all(model, rows)
    insert_all(Numbering, [Numbering(key=f"Q-{year}", last=last) for year, last in sorted(numbers.items())])


def reached(deal: Deal, stage: str) -> date | None:
    """The day on which the deal came to the stage."""
    place = STAGES.index(stage)
    return deal.entered[place] if place < deal.rank else None


def _talks(sold: Sold, deal: Deal) -> Iterable[tuple[date, str, str]]:
    """(day, channel, text): one for each stage, and a last one for most of those still open; seekers may lie fallow."""
    texts, today = table("texts/deals"), sold.world.company.today
    if deal.great:
        for ago, channel, text in texts["great"]["contacts"]:
            yield working_back(today - timedelta(days=ago)), channel, text
        return
    for number, day in enumerate(deal.entered):
        channel, text = texts["contacts"][min(number, 5)]
        yield day, channel, text
    number = int(deal.key[1:])
    if deal.state == "open" and number % 3:
        day = working_back(today - timedelta(days=1 + number % 12))
        if day > deal.entered[-1]:
            yield day, *texts["contacts"][5]


def _contacts(sold: Sold, deal: Deal) -> Iterable[Any]:
    owner = sold.owner(deal)
    for number, (day, channel, text) in enumerate(_talks(sold, deal)):
        at = when(day, deal.key, "talk", str(number)).replace(hour=10)
        made = sold.made(deal, at)
        row = Contact(
            account=sold.accounts[deal.account],
            opportunity=sold.rows[deal.key],
            channel=channel,
            happened_at=at,
            text=told(text, deal),
            owner_id=owner,
            **made,
        )
        yield row
        yield ContactMember(contact=row, member_id=owner, **made)
        person = sold.person(deal, FUNCTIONS[min(number, 5)], day)
        if person:
            yield ContactPerson(contact=row, person_id=person, **made)


def _tasks(sold: Sold, deal: Deal) -> Iterable[Task]:
    if deal.state != "open":
        return
    number, texts = int(deal.key[1:]), table("texts/deals")["tasks"]
    due = working_on(sold.world.company.today + timedelta(days=TASK_DAYS[number % len(TASK_DAYS)]))
    account = sold.accounts[deal.account]
    made = sold.made(deal, deal.entered[-1])
    yield Task(
        account=account,
        opportunity=sold.rows[deal.key],
        owner_id=sold.owner(deal),
        department_id=account.department_id,
        title=texts[(number + number // len(texts)) % len(texts)],
        due_on=due,
        **made,
    )


def _proposal(sold: Sold, deal: Deal) -> Iterable[Any]:
    day, shown, settled = reached(deal, "draft"), reached(deal, "present"), reached(deal, "negotiate")
    if not day:
        return
    state = (
        "settled" if settled else "presented" if reached(deal, "settle") else "ready" if shown else "draft"
    )
    told_on = reached(deal, "settle")
    made, author = sold.made(deal, day), sold.world.members[PRESALES].pk
    row = Proposal(
        opportunity=sold.rows[deal.key],
        title=f"{deal.name} 方案",
        author_id=author,
        state=state,
        summary=table("texts/deals")["summary"],
        presented_on=told_on,
        presented_by_id=author if told_on else None,
        settled_on=settled,
        **made,
    )
    person = sold.person(deal, "using", day)
    if told_on and person:
        row.presented_to = [str(person)]
    yield row
    if shown:
        reviewer = sold.world.members["bailu"].pk
        yield ProposalReview(proposal=row, member_id=reviewer, opinion="agree", text="可以讲解。", **made)
    if told_on and person:
        yield ProposalFeedback(
            proposal=row, person_id=person, text=table("texts/deals")["feedback"], said_on=told_on, **made
        )


def _quote(sold: Sold, deal: Deal, numbers: dict[int, int]) -> Iterable[Any]:
    day = reached(deal, "settle")
    if not day:
        return
    numbers[day.year] = numbers.get(day.year, 0) + 1
    product, made = sold.products[deal.product], sold.made(deal, day)
    price = sold.prices[deal.product]
    whole = price * deal.quantity
    taken, sent = reached(deal, "sign"), reached(deal, "negotiate")
    row = Quote(
        opportunity=sold.rows[deal.key],
        number=f"Q-{day.year}-{numbers[day.year]:04d}",
        price_list=sold.price_list,
        state="accepted" if taken else "sent" if sent else "asking",
        valid_until=working_on(day + timedelta(days=90)),
        total=deal.amount,
        list_total=whole,
        cost=sold.costs[deal.product] * deal.quantity,
        discount=((whole - deal.amount) * 100 / whole).quantize(Decimal("0.01")),
        decided_by_id=sold.world.members["shenzhiyuan"].pk if sent else None,
        decided_at=when(day, deal.key, "decided") if sent else None,
        **made,
    )
    yield row
    yield QuoteLine(
        quote=row,
        product=product,
        quantity=deal.quantity,
        list_price=price,
        unit_price=deal.unit_price,
        amount=deal.amount,
        **made,
    )


def _points(sold: Sold, deal: Deal) -> Iterable[NegotiationPoint]:
    day, done = reached(deal, "negotiate"), reached(deal, "sign")
    if not day:
        return
    for sort, (topic, ours, theirs, given, got) in enumerate(table("texts/deals")["points"]):
        agreed = bool(done) or bool(given and sort == 0)
        yield NegotiationPoint(
            opportunity=sold.rows[deal.key],
            topic=topic,
            our_wish=ours,
            their_wish=theirs,
            given=(given or "维持报价") if agreed else "",
            got=(got or "一次签三年") if agreed else "",
            state="agreed" if agreed else "open",
            sort=sort,
            **sold.made(deal, day),
        )
