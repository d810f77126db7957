"""一个商机走接口：判断、过关口、报价、合同、到账；和页面做的是同一件事。"""

from __future__ import annotations

from decimal import Decimal

import pytest

from keyaccount.actions.deals.advance_stage import advance_stage
from keyaccount.base.errors import Invalid
from keyaccount.facts.editions import edition_in_force
from keyaccount.records.contracts.models import Allocation, Receipt
from keyaccount.records.deals.models import Opportunity
from tests.actions.contracts.stage import TODAY, Stage, plan_of
from tests.actions.deals.deals import JUDGED
from tests.cast import NOW, acting
from tests.interfaces.api.caller import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def lilei(stage) -> Caller:
    return Caller(stage.lilei)


def one(stage) -> str:
    return f"/opportunities/{stage.deal.pk}"


def test_回答判断题_商机就成立(stage, lilei):
    assert lilei.get(one(stage)).data["verdict"] == "pending"
    for question, answer in JUDGED.items():
        told = lilei.post(
            f"{one(stage)}/answers", {"question": question, "answer": answer, "evidence": "会议纪要"}
        )
        assert told.status_code == 200, told.data
    assert told.data["verdict"] == "standing"
    room = lilei.get(f"{one(stage)}/judgement").data
    assert (room["verdict"], room["stage"], room["next_stage"]) == ("standing", "seek", "judge")
    assert sum(part["points"] for part in room["parts"]) and room["chance"] == told.data["chance"]
    wrong = lilei.post(f"{one(stage)}/answers", {"question": "nonsense", "answer": "yes"})
    assert wrong.status_code == 422 and wrong.data["errors"][0]["field"] == "question"


def test_关口没过_逐条说明差什么_和页面上说的一样(stage, lilei):
    refused = lilei.post(f"{one(stage)}/advance", {})
    assert refused.status_code == 422
    with pytest.raises(Invalid) as by_page:
        advance_stage(by=acting(stage.lilei), at=NOW, id=stage.deal.pk)
    assert [e["field"] for e in refused.data["errors"]] == [p.field for p in by_page.value.problems]
    open_items = {c["item"] for c in lilei.get(f"{one(stage)}/judgement").data["gate"] if c["state"] != "met"}
    assert {e["field"] for e in refused.data["errors"]} == open_items
    assert Opportunity.rows.get(pk=stage.deal.pk).stage == "seek"


def test_经理豁免才过得去_退回要写原因(stage, lilei):
    gate = lilei.get(f"{one(stage)}/judgement").data["gate"]
    for condition in gate:
        body = {"item": condition["item"], "reason": "客户赶时间"}
        assert lilei.post(f"{one(stage)}/waivers", body).status_code == 403
        assert Caller(stage.hanmei).post(f"{one(stage)}/waivers", body).status_code in (200, 422)
    stale = lilei.post(f"{one(stage)}/advance", {"version": 0})
    assert stale.status_code == 422 and stale.data["errors"][0]["code"] == "moved"
    moved = lilei.post(f"{one(stage)}/advance", {})
    assert moved.status_code == 200 and moved.data["stage"] == "judge"
    assert lilei.post(f"{one(stage)}/back", {"to": "seek", "reason": ""}).status_code == 422
    assert lilei.post(f"{one(stage)}/back", {"to": "seek", "reason": "搞错了"}).data["stage"] == "seek"
    passages = lilei.get(f"/passages?opportunity={stage.deal.pk}&sort=at").data["items"]
    assert [row["kind"] for row in passages] == ["open", "advance", "back"]


def test_输单_重新打开_转给别人(stage, lilei):
    assert lilei.post(f"{one(stage)}/lose", {"reason": "nonsense"}).status_code == 422
    reason = edition_in_force().loss_reasons[0].key
    lost = lilei.post(f"{one(stage)}/lose", {"reason": reason, "lost_to": "友商甲"})
    assert lost.data["state"] == "lost" and lost.data["lost_to"] == "友商甲"
    assert lilei.post(f"{one(stage)}/reopen", {"note": "客户又找来"}).data["state"] == "open"
    gone = Caller(stage.hanmei).post(f"{one(stage)}/transfer", {"to": str(stage.wangfang.pk)})
    assert gone.data["owner"] == str(stage.wangfang.pk)


def test_报价到到账_数字分文不差_到齐才算赢(stage, lilei):
    finance = Caller(stage.finance)
    line = {"product": str(stage.product.pk), "quantity": 10}
    quote = lilei.post("/quotes", {"opportunity": str(stage.deal.pk), "lines": [line]})
    assert quote.status_code == 201 and quote.data["total"] == "1000.00", quote.data
    sent = f"/quotes/{quote.data['id']}"
    assert lilei.post(f"{sent}/submit").data["state"] == "approved"
    assert lilei.post(f"{sent}/send").data["state"] == "sent"
    assert lilei.post(f"{sent}/accept").data["state"] == "accepted"
    contract = lilei.post(
        "/contracts",
        {"quote": quote.data["id"], "title": "采购"},
    )
    assert contract.status_code == 201 and contract.data["amount"] == "1000.00", contract.data
    path = f"/contracts/{contract.data['id']}"
    parts = [
        {"label": "首付", "amount": "300.00", "due_on": "2026-03-31"},
        {"label": "尾款", "amount": "700.00", "due_on": "2026-06-30"},
    ]
    short = lilei.post(f"{path}/plan", {"parts": parts[:1]})
    assert short.status_code == 422 and [e["code"] for e in short.data["errors"]] == ["sum"], short.data
    planned = lilei.post(f"{path}/plan", {"parts": parts})
    assert planned.status_code == 200, planned.data
    assert lilei.post(f"{path}/send-to-route").status_code == 200
    assert lilei.post(f"{path}/sign", {"on": TODAY.isoformat()}).data["state"] == "signed"
    plan = lilei.get(f"/instalments?contract={contract.data['id']}").data["items"]
    first = next(row["id"] for row in plan if row["label"] == "首付")
    body = {
        "account": str(stage.account.pk),
        "amount": "300.00",
        "received_on": TODAY.isoformat(),
        "kind": "receipt",
        "matches": [{"instalment": first, "amount": "300.00"}],
    }
    assert lilei.post("/receipts", body).status_code == 403
    came = finance.post("/receipts", body, Idempotency_Key="r-1")
    again = finance.post("/receipts", body, Idempotency_Key="r-1")
    assert came.status_code == 201 and again.data["id"] == came.data["id"]
    assert (Receipt.rows.count(), Allocation.rows.count()) == (1, 1)
    money = lilei.get(f"{path}/money").data
    assert (money["amount"], money["received"], money["open"]) == ("1000.00", "300.00", "700.00")
    ageing = lilei.get("/receivables").data["totals"][0]
    assert Decimal(ageing["open"]) == 700
    line = finance.get(f"/receipts/{came.data['id']}/matches").data["lines"][0]
    foreign = finance.post(f"/receipts/{came.data['id']}/unmatch", {"line": line["line"] + 1, "reason": "错"})
    assert foreign.status_code == 404
    back = finance.post(f"/receipts/{came.data['id']}/unmatch", {"line": line["line"], "reason": "核错了"})
    assert back.status_code == 200 and back.data["matched"] == "0.00"
    assert lilei.get(f"{path}/money").data["received"] == "0.00"


def test_商业机密要令牌有那个范围(stage):
    contract = stage.signed()
    plain = Caller(stage.lilei, "read", "write")
    assert plain.get(one(stage)).status_code == 200
    for path in ("/contracts", "/quotes", "/instalments", "/receipts", "/receivables"):
        assert plain.get(path).status_code == 403, path
    assert plain.get(f"/contracts/{contract.pk}").status_code == 404
    assert plain.get(f"/contracts/{contract.pk}/money").status_code == 404
    assert plain.post(f"/contracts/{contract.pk}/void", {"reason": "试"}).status_code in (403, 404)
    assert plan_of(contract)[0].paid == 0


def test_联系记录带着参加的人和下一步(stage, lilei):
    made = lilei.post(
        "/contacts",
        {
            "account": str(stage.account.pk),
            "opportunity": str(stage.deal.pk),
            "channel": "meeting",
            "happened_at": "2026-03-02T10:00",
            "text": "谈了范围",
            "members": [str(stage.presales.pk)],
            "next_step": {"title": "送方案", "due_on": "2026-03-09"},
        },
    )
    assert made.status_code == 201, made.data
    task = lilei.get(f"/tasks?opportunity={stage.deal.pk}").data["items"][0]
    assert task["title"] == "送方案"
    assert lilei.post(f"/tasks/{task['id']}/finish").data["done_at"]
    assert lilei.get(f"/contact-members?contact={made.data['id']}&total=1").data["count"] == 2
    without = lilei.post(
        "/contacts", {"account": str(stage.account.pk), "next_step": {"title": "只有下一步"}}
    )
    assert without.status_code == 422


def test_看板_漏斗_日历的数合得上(stage, lilei):
    board = lilei.get("/board?owner=me").data
    assert (board["count"], board["amount"]) == (1, "100000.00")
    assert sum(column["count"] for column in board["columns"]) == 1
    card = next(card for column in board["columns"] for card in column["cards"])
    assert card["id"] == str(stage.deal.pk) and card["account_name"] == "江海银行"
    assert lilei.get("/funnel").data["begun"] == 1
    assert lilei.get("/deal-calendar?month=2026-03").status_code == 200
    assert lilei.get("/deal-calendar?month=2026-13").status_code == 422
    radar = lilei.get("/budget-radar?year=2026").data
    assert len(radar["months"]) == 12 and radar["year"] == 2026
    assert lilei.get("/budget-radar?year=26").status_code == 422
    assert lilei.get("/receivables?of=nothing").status_code == 422
    assert lilei.get(f"{one(stage)}/chances").data == {"items": []}
    assert Caller(stage.hanmei).get(f"{one(stage)}/move-edition").data["newest"] is True
    assert Caller(stage.zhaoqiang).get("/board").data["count"] == 0
    assert Caller(stage.finance).get("/board").status_code == 403
