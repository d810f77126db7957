"""价格、底线、毛利：看不到的人从任何一个入口都看不出它们不同。

Worlds that differ only in what the asker must not know are asked the same questions and must give the same answers, byte
for byte: pages, lists, filters, sorts, sums, search, exports, history, API.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from keyaccount.base import clock
from keyaccount.records.contracts.models import (
    Allocation,
    Contract,
    ContractLine,
    Instalment,
    Invoice,
    NegotiationLimit,
    NegotiationPoint,
    Quote,
    QuoteLine,
    Receipt,
)
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.journal.models import Entry
from keyaccount.records.library.models import Product
from keyaccount.records.visits.models import Task
from tests.cast import NOW
from tests.interfaces.api.caller import Caller
from tests.permissions.questions import Question
from tests.permissions.test_interference import differences
from tests.permissions.world import World
from tests.permissions.world_deals import Trade

pytestmark = pytest.mark.django_db
Secret = Callable[[World, int], None]
DEAL_PAGES = ("", "details/", "history/", "proposals/", "quotes/", "points/", "contracts/")
LISTS = "opportunities opportunity-products needs contracts instalments invoices receipts quotes negotiation-points negotiation-limits"


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at)


def prices(world: World, which: int) -> None:
    """Every amount of offers, contracts and money, at every customer; whether they exist is the same everywhere."""
    Opportunity.rows.update(signed=which * 111, invoiced=which * 222, received=which * 333)
    Contract.rows.update(amount=which * 777, title=f"密约{which}", invoiced=which, received=which)
    ContractLine.rows.update(amount=which * 777, title=f"密约{which}")
    Instalment.rows.update(label=f"密期{which}")
    Invoice.rows.update(amount=which, number=f"密票{which}")
    Receipt.rows.update(payer=f"密方{which}", amount=which * 50)
    Allocation.rows.update(amount=which)
    Quote.rows.update(total=which * 99, discount=which, cost=which, note=f"密价{which}")
    QuoteLine.rows.update(unit_price=which, amount=which, note=f"密价{which}")
    NegotiationPoint.rows.update(topic=f"密点{which}", margin_change=which * 5)
    for quote in Quote.rows.all():
        _told(quote, "quote", quote.opportunity.account_id, f"密价{which}")
    for contract in Contract.rows.all():
        _told(contract, "contract", contract.account_id, f"密约{which}")


def limits(world: World, which: int) -> None:
    """How far we would go: whether it is written down, and what."""
    if which == 1:
        NegotiationLimit.rows.all().delete()
        return
    NegotiationLimit.rows.update(text=f"密线{which}", version=which)
    for limit in NegotiationLimit.rows.all():
        _told(limit, "negotiation_limit", limit.point.opportunity.account_id, f"密线{which}")


def margins(world: World, which: int) -> None:
    """What our products cost us."""
    Product.rows.update(cost=which * 3)
    Quote.rows.update(cost=None if which == 1 else which * 7)


def another_deal(world: World, which: int) -> None:
    """A deal with contacts and tasks of a colleague, at a customer I don't see."""
    far = world.at["far"]["account"]
    was = Opportunity.rows.filter(account=far, owner=world.stranger)
    was.update(
        name=f"密单{which}", amount=which * 9999, state=("won", "lost", "open")[which], sign_on=NOW.date()
    )
    Task.rows.filter(account=far, owner=world.stranger).update(title=f"密事{which}")


def _told(row: object, entity: str, account: object, text: str) -> None:
    Entry.rows.create(
        at=NOW, kind=f"{entity}.edited", entity=entity, object_id=row.pk, account_id=account, label=text,
        field_class=2, data={"changes": {"note": ["", text]}},
    )  # fmt: skip


def asked(world: World, trade: Trade, relations: tuple[str, ...]) -> list[Question]:
    """Deals by page and by program, alone and in lists, narrowed and sorted by what is hidden."""
    paths = [f"/deals/{page}" for page in (
        "", "?amount__gte=1", "list/", "list/?sort=-signed", "list/?signed__gte=200", "list/?columns=name,signed,received",
        "list/?received__empty=0", "calendar/?month=2026-03", "funnel/", "radar/", "calibration/", "list/filters",
    )]  # fmt: skip
    paths += [
        "/",
        "/today/team",
        "/tasks/",
        "/contracts/",
        "/contracts/receivables/",
        "/receipts/",
        "/contracts/?sort=-amount",
    ]
    paths += [f"/search/?q={word}" for word in ("密约", "密价", "密单", "密方", "密事")]
    paths += [
        f"/lookups/records/{entity}?q=密"
        for entity in ("opportunity", "contract", "quote", "instalment", "negotiation_point")
    ]
    api = [f"/{room}?total=1&limit=200" for room in LISTS.split()]
    api += [
        f"/opportunities?total=1&{probe}"
        for probe in (
            "signed__gte=200",
            "sort=-signed",
            "sort=received",
            "invoiced__empty=0",
            "fields=id,signed",
        )
    ]
    api += [
        f"/quotes?total=1&{probe}"
        for probe in ("sort=-total", "total__gte=100", "fields=id,cost", "cost__gte=1")
    ]
    api += [
        "/board",
        "/funnel",
        "/deal-calendar?month=2026-03",
        "/receivables",
        "/journal?limit=200",
        "/search?q=密",
    ]
    api += ["/products?sort=cost", "/products?fields=id,cost"]
    for relation in relations:
        at = trade.at[relation]
        deal = at["opportunity"].pk
        paths += [f"/deals/{deal}/{page}" for page in DEAL_PAGES]
        paths += [f"/deals/{deal}/quotes/{at['quote'].pk}/", f"/contracts/{at['contract'].pk}/"]
        paths += [f"/accounts/{at['opportunity'].account_id}/{tab}" for tab in ("", "timeline/", "deals/")]
        paths += [
            f"/receipts/{at['receipt'].pk}/",
            f"/contracts/parts/negotiation_limit/{at['negotiation_limit'].pk}",
        ]
        api += [
            f"/opportunities/{deal}",
            f"/opportunities/{deal}/timeline",
            f"/negotiation-points/{at['negotiation_point'].pk}",
        ]
        api += [
            f"/negotiation-limits/{at['negotiation_limit'].pk}",
            f"/accounts/{at['opportunity'].account_id}/timeline",
        ]
    files = [
        ("export", kind, params)
        for kind in ("deals", "quotes", "contracts", "receivables", "receipts")
        for params in ({}, {"sort": ["-signed"]})
    ]
    return [*(("page", path, None) for path in paths), *(("api", path, None) for path in api), *files]


CASES: tuple[tuple[Secret, tuple[str, ...], tuple[str, ...]], ...] = (
    (prices, ("presales",), ("team_edit",)),
    (prices, ("operations",), ("own",)),
    (limits, ("sales",), ("own",)),
    (margins, ("sales",), ("worked",)),
    (another_deal, ("manager",), ("far",)),
)


@pytest.mark.parametrize(
    ("secret", "roles", "relations"),
    CASES,
    ids=lambda x: getattr(x, "__name__", "+".join(x) if isinstance(x, tuple) else x),
)
def test_no_answer_depends_on_what_is_hidden(
    secret: Secret, roles: tuple[str, ...], relations: tuple[str, ...]
) -> None:
    world = World(roles)
    trade = Trade(world)
    wrong = differences(world, secret, asked(world, trade, relations))
    assert not wrong, "\n".join(wrong)


def test_the_questions_would_notice() -> None:
    """Who may know is answered differently: the questions are no empty gesture."""
    world = World(("manager",))
    questions = asked(world, Trade(world), ("own",))[::2]
    for secret in (prices, limits, margins):
        assert differences(world, secret, questions), secret.__name__


def test_a_token_without_the_commercial_scope_reads_no_price() -> None:
    world = World(("manager",))
    trade = Trade(world)
    caller = Caller(world.me, "read", "write")
    for room in ("contracts", "quotes", "instalments", "invoices", "receipts", "negotiation-points"):
        assert caller.get(f"/{room}").status_code == 403, room
    deal = trade.at["own"]["opportunity"].pk
    shown = caller.get(f"/opportunities/{deal}").data
    assert not {"signed", "invoiced", "received"} & shown.keys()
    assert caller.get("/opportunities?sort=-signed").status_code == 422
    assert caller.get(f"/contracts/{trade.at['own']['contract'].pk}").status_code == 404
    body = {"opportunity": str(deal), "topic": "账期"}
    assert caller.post("/negotiation-points", body).status_code in (403, 422)


def test_a_seat_on_the_team_opens_no_offer() -> None:
    """Who works with the customer by a seat reads no price there, and so makes none, though a seller everywhere else."""
    world = World(("sales",))
    trade = Trade(world)
    caller = Caller(world.me)
    deal = trade.at["team_edit"]["opportunity"].pk
    before = (Quote.rows.count(), NegotiationPoint.rows.count(), Contract.rows.count())
    assert caller.post("/quotes", {"opportunity": str(deal)}).status_code == 403
    assert caller.post("/negotiation-points", {"opportunity": str(deal), "topic": "价"}).status_code == 403
    account = str(world.at["team_edit"]["account"].pk)
    assert caller.post("/contracts", {"account": account, "title": "约", "amount": "1"}).status_code == 403
    assert before == (Quote.rows.count(), NegotiationPoint.rows.count(), Contract.rows.count())
