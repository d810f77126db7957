"""商机、合同、联系记录：外人在每一个地址上都看不到、改不动；只有内部权限的人看不到价格和合同。

Until the table of expectations knows these rooms page by page, this holds them shut: every route, every record of the
world as its argument, GET and POST.
"""

from __future__ import annotations

import random
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from keyaccount.actions.contracts.record_receipt import record_receipt
from keyaccount.actions.deals.create_opportunity import create_opportunity
from keyaccount.actions.visits.log_contact import log_contact
from keyaccount.records.accounts.models import TeamSeat
from keyaccount.records.contracts.models import Instalment
from keyaccount.records.visits.models import Task
from tests.actions.contracts.stage import TODAY, Stage
from tests.cast import NOW, acting
from tests.permissions import page_cells
from tests.permissions.database import Watch, content_of

pytestmark = pytest.mark.django_db

ROOMS = ("deals", "contacts", "tasks", "contracts", "receipts", "offering")
OWN_VIEWS = ("views", "forget_view")  # a saved view is one's own, whoever one is
WORDS = (
    "need opportunity_line opportunity_member contract_line route_step contract_risk instalment invoice receipt proposal quote "
    "quote_line negotiation_point negotiation_limit deal budget route sign revise void step begin trigger issue deliver reverse "
    "dun take_back review present settle version submit decide send accept drop approve_point"
).split()
TYPED = {
    **dict.fromkeys("reason note title text statement topic name label".split(), "改动"),
    **dict.fromkeys("on due_on happened_at until said_on".split(), "2026-03-02"),
    "question": "need_clear",
    "answer": "yes",
    "evidence": "看过",
    "to": "seek",
    "amount": "1",
    "number": "9",
    "item": "need_clear",
    "approve": "1",
    "state": "agreed",
    "role": "presales",
    "quantity": "1",
}
INSIDE = "江海银行 行政系统 谈过二期 回电给处长 采购合同 价格底牌".split()
PRICED = "采购合同 价格底牌 江海付款户".split()
ARGUMENTS: dict[str, list[Any]] = {"UUIDConverter": [], "IntConverter": [*range(1, 40)]}
MOST = 40


class Case(Stage):
    """李雷's deal with everything that hangs on it."""

    def __init__(self) -> None:
        super().__init__()
        step = {"title": "回电给处长", "due_on": "2026-03-05"}
        said = {
            "account": self.account.pk,
            "opportunity": self.deal.pk,
            "channel": "call",
            "text": "谈过二期",
        }
        contact = log_contact(by=acting(self.lilei), at=NOW, raw=said, next_step=step)
        contract = self.signed()
        instalment = Instalment.rows.filter(contract=contract).first()
        paid = {"account": self.account.pk, "amount": "10", "received_on": TODAY, "payer": "江海付款户"}
        receipt = record_receipt(by=acting(self.finance), at=NOW, raw=paid, matches=[(instalment.pk, "10")])
        point = self.make(self.lilei, "negotiation_point", opportunity=self.deal.pk, topic="价格底牌")
        self.need = self.make(self.lilei, "need", opportunity=self.deal.pk, statement="谈过二期")
        rows = (
            self.account,
            self.deal,
            contact,
            contract,
            instalment,
            receipt,
            point,
            self.need,
            self.quote("100"),
        )
        self.ids = [row.pk for row in (*rows, Task.rows.get())]

    def another_deal(self) -> Any:
        raw = {"account": self.account.pk, "name": "另一个商机"}
        return create_opportunity(by=acting(self.lilei), at=NOW, raw=raw)


def asked(ids: list[UUID]) -> list[tuple[str, str]]:
    """(route, address) of every page of the rooms, with the world's records and words as arguments; some of very many."""
    found, dice = [], random.Random(7)
    for name, route in sorted(page_cells.routes().items()):
        space, _, page = name.partition(":")
        if (space in ROOMS and page not in OWN_VIEWS and name != "tasks:add") or name == "accounts:deals":
            converters = route.pattern.converters
            choices = [ARGUMENTS.get(type(c).__name__, WORDS) or ids for c in converters.values()]
            every = [dict(zip(converters, one, strict=True)) for one in product(*choices)]
            some = every if len(every) <= MOST else dice.sample(every, MOST)
            found += [(name, reverse(name, kwargs=kwargs)) for kwargs in some]
    return found


def told(case: Case, login: str, secrets: list[str], *, write: bool) -> list[str]:
    """Addresses that answer with a secret, break, or (for outsiders) change something."""
    member, client, wrong = getattr(case, login), Client(raise_request_exception=False), []
    client.force_login(member)
    client.get("/settings/profile/")
    watch = Watch()
    for name, address in asked(case.ids):
        answers: list[Any] = [client.get(address), *([client.post(address, TYPED)] if write else [])]
        for answer in answers:
            text = content_of(answer).decode()
            if answer.status_code >= 500 or any(secret in text for secret in secrets):
                wrong.append(f"{name} {answer.request['REQUEST_METHOD']} {address}: {answer.status_code}")
    changed = set(watch.changed()) - {"journal_entry", "django_session"} if write else set()
    return [*wrong, *sorted(changed)]


@pytest.mark.parametrize("login", ["zhaoqiang", "presales"])
def test_a_task_of_ones_own_hangs_on_nothing_one_does_not_see(login: str) -> None:
    case = Case()
    client = Client(raise_request_exception=False)
    client.force_login(getattr(case, login))
    task = {"title": "记一笔", "due_on": "2026-03-09"}
    for where in ({"account": case.account.pk}, {"opportunity": case.deal.pk}):
        assert client.post("/tasks/add", {**task, **where}).status_code in (404, 422)
    assert Task.rows.count() == 1
    assert client.post("/tasks/add", task).status_code == 302


@pytest.mark.parametrize("login", ["zhaoqiang", "presales", "security", "admin"])
def test_an_outsider_sees_nothing_and_changes_nothing(login: str) -> None:
    case = Case()
    assert told(case, login, INSIDE, write=True) == []


@pytest.mark.parametrize("login", ["presales", "auditor"])
def test_who_reads_the_inside_only_sees_no_price_and_no_contract(login: str) -> None:
    case = Case()
    seat = {"account": case.account, "member": case.presales, "role": "presales", "level": "read"}
    TeamSeat.rows.create(**seat, created_at=NOW, updated_at=NOW)
    assert told(case, login, PRICED, write=False) == []


def test_a_part_answers_only_under_its_own_deal() -> None:
    case = Case()
    other = case.another_deal()
    need = case.need.pk
    client = Client()
    client.force_login(case.lilei)
    for name in ("deals:change", "deals:remove"):
        here = reverse(name, kwargs={"id": other.pk, "entity": "need", "record": need})
        assert client.post(here, TYPED).status_code == 404, name
    case.need.refresh_from_db(from_queryset=type(case.need).rows.all())
    assert case.need.statement == "谈过二期"


@pytest.mark.parametrize("page", ["back", "shelve", "lose", "reopen"])
def test_a_panel_opens_only_for_who_may_use_it(page: str) -> None:
    case = Case()
    client = Client()
    client.force_login(case.auditor)
    assert client.get(reverse(f"deals:{page}", args=[case.deal.pk])).status_code == 403
