"""The pages of offering, contracts and money: from the first proposal to the last instalment, and who sees what."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from keyaccount.actions.records.create_record import create_record
from keyaccount.base import clock
from keyaccount.records.contracts.models import (
    Allocation,
    Contract,
    Instalment,
    Invoice,
    NegotiationPoint,
    Proposal,
    ProposalReview,
    Quote,
    Receipt,
    RouteStep,
)
from tests.cast import acting
from tests.interfaces.web.deals_world import Deals
from tests.interfaces.web.page_world import HTMX, browser, queries

pytestmark = pytest.mark.django_db


class Offered(Deals):
    """李雷's deal with a product of 1,000 a seat; the usual limits hold (sales 10 %, manager 25 %)."""

    def __init__(self) -> None:
        super().__init__()
        by, at = acting(self.ops), clock.now()
        self.product = create_record(
            by=by, at=at, entity="product", raw={"name": "智能客服坐席", "list_price": "1000", "unit": "坐席"}
        )
        self.sales = browser(self.lilei)
        self.money = browser(self.finance)

    def quote(self, price: str) -> Quote:
        self.post(self.sales, f"/contracts/parts/quote/new/{self.deal.pk}", currency="CNY")
        quote = Quote.rows.latest("created_at")
        line = {"product": str(self.product.pk), "quantity": "100", "unit_price": price}
        self.post(self.sales, f"/contracts/parts/quote_line/new/{quote.pk}", **line)
        return quote

    def contract(self, amount: str = "1000") -> Contract:
        self.post(
            self.sales,
            "/contracts/parts/contract/new",
            account=str(self.bank_account.pk),
            opportunity=str(self.deal.pk),
            title="智能客服采购合同",
            amount=amount,
            currency="CNY",
        )
        return Contract.rows.latest("created_at")

    def hung(self, entity: str, parent: Any, **raw: Any) -> None:
        self.post(self.sales, f"/contracts/parts/{entity}/new/{parent.pk}", **raw)

    @staticmethod
    def post(client: Client, path: str, status: int = 204, **body: Any) -> str:
        answer = client.post(path, body, headers=HTMX)
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    @staticmethod
    def text(client: Client, path: str, status: int = 200) -> str:
        answer = client.get(path)
        assert answer.status_code == status, path
        return answer.content.decode()


@pytest.fixture
def world() -> Offered:
    return Offered()


def test_方案_从第一版到客户确认(world: Offered) -> None:
    here = world.place("proposals/")
    assert "还没有方案" in world.text(world.sales, here)
    world.hung("proposal", world.deal, title="智能客服建设方案", summary="先热线，后在线")
    one = Proposal.rows.get()
    assert "智能客服建设方案 第 1 版" in world.text(world.sales, here)
    world.post(world.sales, f"/deals/do/review/{one.pk}", members=[str(world.hanmei.pk)])
    assert "评审中" in world.text(world.sales, here) and "韩梅" in world.text(world.sales, here)
    review = ProposalReview.rows.get()
    world.post(
        browser(world.hanmei), f"/contracts/parts/proposal_review/{review.pk}", opinion="agree", text="可以"
    )
    day = clock.day_of(clock.now()).isoformat()
    assert "请填写日期" in world.post(world.sales, f"/deals/do/present/{one.pk}", 422, on="")
    world.post(world.sales, f"/deals/do/present/{one.pk}", on=day, persons=[str(world.person.pk)])
    told = {"person": str(world.person.pk), "text": "价格再看看", "said_on": day}
    world.hung("proposal_feedback", one, **told)
    assert "价格再看看" in world.text(world.sales, here) and "王建国" in world.text(world.sales, here)
    world.post(world.sales, f"/deals/do/settle/{one.pk}", on=day)
    assert "客户确认" in world.text(world.sales, here)


def test_折让在销售权限内的报价_提交就生效(world: Offered) -> None:
    quote = world.quote("950")
    here = world.place(f"quotes/{quote.pk}/")
    page = world.text(world.sales, here)
    assert "智能客服坐席" in page and "在销售权限内" in page
    world.post(world.sales, f"/deals/do/submit/{quote.pk}")
    assert Quote.rows.get().state in ("approved", "asking")
    assert quote.number in world.text(world.sales, world.place("quotes/"))
    assert world.text(world.sales, f"/deals/{world.hotline.pk}/quotes/{quote.pk}/", 404)


def test_特价要有权的人批准(world: Offered) -> None:
    quote = world.quote("800")
    here = world.place(f"quotes/{quote.pk}/")
    assert "要经理批准" in world.text(world.sales, here)
    world.post(
        world.sales,
        f"/contracts/parts/quote/{quote.pk}",
        special_reason="第一单，带动两家分行",
        currency="CNY",
    )
    world.post(world.sales, f"/deals/do/submit/{quote.pk}")
    assert "审批报价" not in world.text(world.sales, here)
    manager = browser(world.hanmei)
    assert "审批报价" in world.text(manager, here)
    assert "请写明不批准的原因" in world.post(
        manager, f"/deals/do/decide/{quote.pk}", 422, approve="0", note=""
    )
    world.post(manager, f"/deals/do/decide/{quote.pk}", approve="1", note="可以")
    assert Quote.rows.get().state == "approved"


def test_谈判底线只有少数人看得见(world: Offered) -> None:
    raw = {"topic": "付款方式", "our_wish": "三七", "their_wish": "一次付清", "given": "分两期", "got": ""}
    world.hung("negotiation_point", world.deal, **raw, state="open")
    point = NegotiationPoint.rows.get()
    boss = browser(world.boss)
    world.post(boss, f"/contracts/parts/negotiation_limit/new/{point.pk}", text="首付不低于三成")
    assert "首付不低于三成" in world.text(boss, world.place("points/"))
    page = world.text(browser(world.hanmei), world.place("points/"))
    assert "付款方式" in page and "让了却没换回什么" in page
    outsider = browser(world.presales)
    assert "首付不低于三成" not in outsider.get(world.place("points/")).content.decode()


def test_合同_从起草到签订_一步一步看得见(world: Offered) -> None:
    one = world.contract()
    here = f"/contracts/{one.pk}/"
    page = world.text(world.sales, here)
    for words in ("合同金额", "已开票", "已到账", "还不知道客户怎么走流程", "与合同金额"):
        assert words in page
    world.hung("contract_line", one, title="坐席", quantity="1", unit_price="1000")
    world.hung("route_step", one, route="sign", name="法务审查", usual_days="3", unit=str(world.unit.pk))
    world.hung("route_step", one, route="sign", name="行长签字", usual_days="5")
    world.hung("contract_risk", one, text="年底预算冻结", owner=str(world.lilei.pk), state="open")
    world.hung("instalment", one, label="首付", amount="1000", trigger="date", due_on="2020-01-05")
    world.post(world.sales, f"/contracts/do/route/{one.pk}")
    page = world.text(world.sales, here)
    assert "法务审查" in page and "运营管理部" in page and "第 0 天" in page and "年底预算冻结" in page
    world.post(world.sales, f"/contracts/do/step/{RouteStep.rows.get(name='法务审查').pk}")
    assert RouteStep.rows.get(name="行长签字").state == "here"
    world.post(world.sales, f"/contracts/do/sign/{one.pk}", on=clock.day_of(clock.now()).isoformat())
    assert "已签订" in world.text(world.sales, here) and "签好的合同还没有存档" in world.text(
        world.sales, here
    )
    assert one.number in world.text(world.sales, "/contracts/")


class Owed(Offered):
    """A signed contract of 1,000 with one instalment forty days overdue."""

    def __init__(self) -> None:
        super().__init__()
        self.one = self.contract()
        today = clock.day_of(clock.now())
        due = (today - timedelta(days=40)).isoformat()
        self.hung("instalment", self.one, label="首付", amount="1000", trigger="date", due_on=due)
        self.post(self.sales, f"/contracts/do/route/{self.one.pk}")
        self.post(self.sales, f"/contracts/do/sign/{self.one.pk}", on=today.isoformat())


def test_应收账龄_逾期在哪一档_下一步做什么() -> None:
    world = Owed()
    page = world.text(world.sales, "/contracts/receivables/")
    for words in ("0–30 天", "31–60 天", "180 天以上", "逾期 40 天", "蓝海银行"):
        assert words in page
    assert "按发票" in world.text(world.sales, "/contracts/receivables/?of=invoice")
    assert queries(world.sales, "/contracts/receivables/") < 40
    assert "没有未到的钱" in world.text(browser(world.zhaoqiang), "/contracts/receivables/")


def test_到账_先到期的先填_余款看得见_可以冲回() -> None:
    world = Owed()
    raw = {"account": str(world.bank_account.pk), "amount": "1200", "currency": "CNY", "kind": "receipt"}
    day = clock.day_of(clock.now()).isoformat()
    world.post(world.money, "/contracts/parts/receipt/new", **raw, received_on=day, payer="蓝海银行")
    receipt = Receipt.rows.get()
    here = f"/receipts/{receipt.pk}/"
    page = world.text(world.money, here)
    part = Instalment.rows.get()
    assert f'name="part-{part.pk}" value="1000' in page
    answer = world.money.post(f"{here}match", {f"part-{part.pk}": "1000.01"})
    assert answer.status_code == 422 and "1000.01" in answer.content.decode()
    assert world.money.post(f"{here}match", {f"part-{part.pk}": ""}).status_code == 422
    assert world.money.post(f"{here}match", {f"part-{part.pk}": "1000"}).status_code == 302
    receipt.refresh_from_db()
    assert receipt.matched == Decimal(1000)
    page = world.text(world.money, here)
    assert "200" in page
    assert "蓝海银行" in world.text(world.money, "/receipts/")
    line = Allocation.rows.get()
    assert "请写明" in world.post(world.money, f"/contracts/ledger/{line.pk}/unmatch", 422, reason="")
    world.post(world.money, f"/contracts/ledger/{line.pk}/unmatch", reason="认错了合同")
    shown = world.text(world.money, f"/contracts/{world.one.pk}/")
    assert "已冲回" in shown and "认错了合同" in shown
    world.post(world.money, f"/contracts/do/take_back/{receipt.pk}", reason="银行退回")
    assert Receipt.rows.get().reversed_at


def test_发票_申请_开具_送达_红冲() -> None:
    world = Owed()
    day = clock.day_of(clock.now()).isoformat()
    world.hung("invoice", world.one, kind="special", amount="1000", tax_rate="6", applied_on=day)
    invoice = Invoice.rows.get()
    world.post(world.money, f"/contracts/do/issue/{invoice.pk}", number="25310001", on=day)
    assert "25310001" in world.text(world.sales, f"/contracts/{world.one.pk}/")
    world.post(world.money, f"/contracts/do/deliver/{invoice.pk}", on=day)
    world.post(world.money, f"/contracts/do/reverse/{invoice.pk}", on=day, reason="抬头写错")
    assert Invoice.rows.get().state == "reversed"
    world.post(world.sales, f"/contracts/do/dun/{Instalment.rows.get().pk}", 422, key="", on=day)


def test_谁看得见合同() -> None:
    world = Owed()
    for member in world.members().values():
        client = browser(member)
        seen = client.get(f"/contracts/{world.one.pk}/").status_code == 200
        listed = client.get("/contracts/")
        assert listed.status_code in (200, 403)
        assert ("智能客服采购合同" in listed.content.decode()) == seen, member.login
    assert world.text(browser(world.zhaoqiang), f"/contracts/{world.one.pk}/", 404)
