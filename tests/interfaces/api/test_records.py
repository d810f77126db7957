"""每种记录、每个角色：能读的读到，能写的写成，其余一律不动数据库。期望写在这里，不取自产品。"""

from __future__ import annotations

import pytest

from keyaccount.interfaces.api.resources import RESOURCES
from keyaccount.records.journal.models import Entry
from tests.interfaces.api.caller import Caller
from tests.interfaces.api.world import World

pytestmark = pytest.mark.django_db

PATHS = {resource.entity: f"/{resource.path}" for resource in RESOURCES}
INSIDERS = {"lilei", "hanmei", "boss", "ops", "auditor"}
SELLERS = {"lilei", "hanmei", "boss", "ops"}
LEADERS = {"hanmei", "boss", "ops"}
ALL = {
    "lilei",
    "wangfang",
    "hanmei",
    "zhaoqiang",
    "boss",
    "ops",
    "presales",
    "finance",
    "auditor",
    "security",
    "admin",
}
AROUND = ("unit", "post", "address", "team_seat", "share", "fact", "note", "file")
DEALS = (
    "opportunity opportunity_line opportunity_member answer need passage waiver contact contact_person contact_member task "
    "proposal_feedback"
).split()
PRICED = "quote quote_line negotiation_point".split()
CONTRACTS = "contract contract_line route_step contract_risk instalment dunning_step invoice receipt".split()
CATALOGUE = ("product", "price_list", "price_entry")
DEALING = {"lilei", "wangfang", "hanmei", "zhaoqiang", "boss", "ops", "presales"}
DECIDING = "stakeholder tie own_tie decision_step coach_mute reason intelligence intelligence_pair".split()
PRICERS = {"lilei", "hanmei", "boss"}
LIMITERS = {"hanmei", "boss"}
REFERENCE = ("industry", "tag", "pool", "department", "member", "team")

NAMES = {
    "lilei": "南岭航空", "wangfang": "东海保险", "hanmei": "北辰证券", "zhaoqiang": "天山乳业", "boss": "中原铁路",
    "ops": "洞庭水务", "presales": "泰山家电", "finance": "黄河钢铁", "auditor": "燕山石化", "security": "珠江电力",
    "admin": "漓江旅游",
}  # fmt: skip

READS = {
    "account": INSIDERS | {"finance"},
    "person": INSIDERS,
    **dict.fromkeys(AROUND, INSIDERS),
    "result": {"lilei", "hanmei", "boss", "finance"},
    **dict.fromkeys(REFERENCE, ALL),
    **dict.fromkeys(DEALS, INSIDERS),
    **dict.fromkeys(("proposal", "proposal_review"), INSIDERS | {"presales"}),
    **dict.fromkeys(PRICED, PRICERS),
    "negotiation_limit": LIMITERS,
    **dict.fromkeys(CONTRACTS, PRICERS | {"finance"}),
    **dict.fromkeys(DECIDING, INSIDERS),
    "rival": ALL,
    **dict.fromkeys(CATALOGUE, ALL),
    "saved_view": {"lilei"},
    "import_run": {"lilei"},
    "export_run": {"lilei"},
}
CREATES = {
    "account": {"lilei", "wangfang", "hanmei", "zhaoqiang", "boss", "ops"},
    **dict.fromkeys(("person", "unit", "post", "address", "team_seat", "fact", "note"), SELLERS),
    "share": LEADERS,
    "result": {"finance"},
    "industry": {"ops"},
    "tag": {"lilei", "wangfang", "hanmei", "zhaoqiang", "boss", "ops", "presales"},
    "pool": {"ops"},
    **{entity: {"admin"} for entity in ("department", "member", "team")},
    "saved_view": ALL,
    **dict.fromkeys(
        "opportunity opportunity_line opportunity_member need contact task proposal proposal_feedback".split(),
        SELLERS,
    ),
    **dict.fromkeys(("decision_step", "reason"), SELLERS),
    "rival": DEALING,
    **dict.fromkeys(
        (*PRICED, "contract", "contract_line", "route_step", "contract_risk", "instalment"), PRICERS
    ),
    "invoice": PRICERS | {"finance"},
    "receipt": {"finance"},
    "negotiation_limit": LIMITERS,
    **dict.fromkeys(CATALOGUE, {"ops"}),
}
CHANGES = {
    "account": ({"note": "改"}, SELLERS),
    "person": ({"note": "改"}, SELLERS),
    "unit": ({"name": "改"}, SELLERS),
    "post": ({"title": "改"}, SELLERS),
    "address": ({"street": "改"}, SELLERS),
    "team_seat": ({"role": "csm"}, SELLERS),
    "share": ({"reason": "改"}, LEADERS),
    "fact": ({"text": "改"}, SELLERS),
    "result": ({"received": "7.00"}, {"finance"}),
    "note": ({"text": "改"}, SELLERS),
    "file": ({"title": "改"}, SELLERS),
    "industry": ({"name": "改"}, {"ops"}),
    "tag": ({"name": "改"}, {"ops"}),
    "pool": ({"name": "改"}, {"ops"}),
    "department": ({"name": "改"}, {"admin"}),
    "member": ({"title": "改"}, {"admin"}),
    "team": ({"name": "改"}, {"admin"}),
    **dict.fromkeys(("opportunity", "need"), ({"note": "改"}, SELLERS)),
    "opportunity_line": ({"note": "改"}, SELLERS),
    "decision_step": ({"needs": "改"}, SELLERS),
    "reason": ({"need": "改"}, SELLERS),
    "rival": ({"note": "改"}, DEALING),
    "opportunity_member": ({"role": "legal"}, SELLERS),
    **dict.fromkeys(("contact", "task", "proposal_feedback"), ({"text": "改"}, SELLERS)),
    "proposal": ({"title": "改"}, SELLERS),
    **dict.fromkeys(("quote", "quote_line"), ({"note": "改"}, PRICERS)),
    "negotiation_point": ({"topic": "改"}, PRICERS),
    "contract": ({"note": "改"}, PRICERS),
    "contract_line": ({"title": "改"}, PRICERS),
    "route_step": ({"name": "改"}, PRICERS),
    "contract_risk": ({"text": "改"}, PRICERS),
    "instalment": ({"note": "改"}, PRICERS),
    **dict.fromkeys(("invoice", "receipt"), ({"note": "改"}, {"finance"})),
    **dict.fromkeys(("product", "price_list"), ({"name": "改"}, {"ops"})),
    "price_entry": ({"price": "7.00"}, {"ops"}),
    "negotiation_limit": ({"text": "改"}, LIMITERS),
}
ENDS = {
    "account": LEADERS,
    "person": SELLERS,
    **dict.fromkeys(("unit", "post", "address", "team_seat", "fact", "note", "file"), SELLERS),
    "share": LEADERS,
    "result": {"finance"},
    "department": {"admin"},
    "team": {"admin"},
    "saved_view": {"lilei"},
    "opportunity": LEADERS,
    **dict.fromkeys(("contract", "negotiation_limit"), LIMITERS),
    **dict.fromkeys(
        "opportunity_line opportunity_member need contact task proposal proposal_feedback".split(), SELLERS
    ),
    **dict.fromkeys(("decision_step", "reason"), SELLERS),
    "rival": {"ops"},
    **dict.fromkeys((*PRICED, "contract_line", "route_step", "contract_risk", "instalment"), PRICERS),
    **dict.fromkeys(CATALOGUE, {"ops"}),
}


@pytest.fixture
def world() -> World:
    return World()


def who(world: World, expected: set[str], answers: dict[str, int]) -> None:
    assert set(answers) == ALL
    wrong = {name: status for name, status in answers.items() if (status < 300) != (name in expected)}
    assert not wrong
    assert not {name: status for name, status in answers.items() if status >= 500}


@pytest.mark.parametrize("entity", PATHS)
def test_who_reads_one(world, entity):
    id = world.rows[entity].pk
    answers = {
        name: Caller(m).get(f"{PATHS[entity]}/{id}").status_code for name, m in world.members().items()
    }
    who(world, READS[entity], answers)
    assert {status for name, status in answers.items() if name not in READS[entity]} <= {404}


@pytest.mark.parametrize("entity", PATHS)
def test_a_list_shows_what_can_be_read(world, entity):
    """Whoever cannot read the record does not find it in the list either."""
    for name, member in world.members().items():
        answer = Caller(member).get(f"{PATHS[entity]}?limit=200")
        seen = answer.status_code == 200 and str(world.rows[entity].pk) in {
            row["id"] for row in answer.data["items"]
        }
        assert answer.status_code in (200, 403)
        assert seen == (name in READS[entity]), name


@pytest.mark.parametrize("entity", CREATES)
def test_who_creates(world, entity):
    model = type(world.rows[entity])
    for name, member in world.members().items():
        before, told = model.rows.count(), Entry.rows.count()
        body = world.body(entity) | ({"name": NAMES[name]} if entity == "account" else {})
        answer = Caller(member).post(PATHS[entity], body)
        assert (answer.status_code == 201) == (name in CREATES[entity]), (name, answer.data)
        assert answer.status_code in (201, 403, 404, 422), (name, answer.data)
        if answer.status_code == 201:
            assert answer["Location"] == f"/api/v1{PATHS[entity]}/{answer.data['id']}"
            if entity not in ("account", "person"):
                model.rows.filter(pk=answer.data["id"]).delete()
        else:
            assert (model.rows.count(), Entry.rows.count()) == (before, told), name


@pytest.mark.parametrize("entity", CHANGES)
def test_who_changes(world, entity):
    change, expected = CHANGES[entity]
    row = world.rows[entity]
    for name, member in world.members().items():
        stored = type(row).rows.filter(pk=row.pk).values().get()
        answer = Caller(member).patch(
            f"{PATHS[entity]}/{row.pk}", {f: f"{v}{name}" if v == "改" else v for f, v in change.items()}
        )
        assert (answer.status_code == 200) == (name in expected), (name, answer.data)
        assert answer.status_code in (200, 403, 404)
        if answer.status_code != 200:
            assert type(row).rows.filter(pk=row.pk).values().get() == stored


@pytest.mark.parametrize("entity", ENDS)
def test_who_ends(world, entity):
    row = world.rows[entity]
    for name in sorted(ALL - ENDS[entity]):
        answer = Caller(world.members()[name]).delete(f"{PATHS[entity]}/{row.pk}")
        assert answer.status_code in (403, 404), name
        left = type(row).rows.filter(pk=row.pk).values().get()
        assert left.get("archived_at") is None
    name = sorted(ENDS[entity])[0]
    assert Caller(world.members()[name]).delete(f"{PATHS[entity]}/{row.pk}").status_code == 204
    left = type(row).rows.filter(pk=row.pk).values().first()
    assert left is None or left["archived_at"] is not None


def test_every_entity_is_in_the_tables():
    assert set(READS) == set(PATHS)
    assert set(CREATES) == {r.entity for r in RESOURCES if r.creates}
    assert set(CHANGES) == {r.entity for r in RESOURCES if r.edits}
    assert set(ENDS) == {r.entity for r in RESOURCES if r.ends}


def test_what_was_created_is_read_back_as_given(world):
    lilei = Caller(world.lilei)
    body = {
        "name": "南岭航空股份有限公司", "short_name": "南航岭", "status": "active", "region": "440100", "headcount": 12000,
        "seats": 800, "revenue": "1234567890.05", "founded": 1998, "website": "www.example.com", "business": "客运\n货运",
        "industry": str(world.bank.pk), "budget_months": [9, 10], "tags": [str(world.rows["tag"].pk)], "external_id": "ERP-7",
    }  # fmt: skip
    made = lilei.post("/accounts", body)
    assert made.status_code == 201, made.data
    found = lilei.get(f"/accounts/{made.data['id']}").data
    assert {name: found[name] for name in body} == body
    assert found["owner"] == str(world.lilei.pk) and found["names"][found["owner"]] == "李雷"
    assert found["names"][str(world.bank.pk)] == "银行" and found["note"] is None


def test_archive_and_restore(world):
    lilei, boss = Caller(world.lilei), Caller(world.boss)
    path = f"/accounts/{world.bank_account.pk}"
    assert boss.delete(path).status_code == 204
    assert lilei.get("/accounts").data["items"] == []
    assert [row["id"] for row in lilei.get("/accounts?archived=1").data["items"]] == [
        str(world.bank_account.pk)
    ]
    assert boss.post(f"{path}/restore").status_code == 200
    assert len(lilei.get("/accounts").data["items"]) == 1


def test_money_stays_with_those_who_may_see_it(world):
    """Results are money through and through: without that class not even their number is told."""
    path = f"/results/{world.rows['result'].pk}"
    assert Caller(world.hanmei).get(path).data["received"] == "100.00"
    for caller in (Caller(world.ops), Caller(world.auditor), Caller(world.lilei, "read")):
        assert caller.get(path).status_code == 404 and caller.get("/results?total=1").status_code == 403
    assert Caller(world.lilei, "read", "commercial").get(path).data["received"] == "100.00"
