"""The playbook is data (PLB-1): a director changes it in the pages, and the product judges by it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from keyaccount.actions.deals.advance_stage import advance_stage
from keyaccount.base import clock
from keyaccount.base.errors import Invalid
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.cli.start.upgrade import publish_shipped
from keyaccount.playbook import reader, rewriting
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.journal.models import Entry
from keyaccount.records.library.models import EditionDraft, PublishedEdition
from keyaccount.records.org.models import Member
from tests.cast import acting
from tests.interfaces.web.deals_world import Deals
from tests.interfaces.web.page_world import browser

pytestmark = pytest.mark.django_db

SHIPPED = reader.default().number


@pytest.fixture
def world() -> Deals:
    publish_shipped()
    return Deals()


@pytest.fixture
def director(world: Deals) -> Client:
    client = browser(world.boss)
    assert client.post("/playbook/draft/begin/").status_code == 302
    return client


def test_销售看得见版本_发布不了(world: Deals) -> None:
    seller = browser(world.lilei)
    page = seller.get("/playbook/editions/").content.decode()
    assert f"第 {SHIPPED} 版" in page and "写新版本" not in page and "草稿" not in page
    assert seller.get("/playbook/").status_code == 200
    assert seller.get(f"/playbook/editions/{SHIPPED}.toml").content.decode() == reader.source()
    for place in ("begin", "publish", "drop", "text", "edit/questions/need_clear"):
        assert seller.post(f"/playbook/draft/{place}/", {"source": "x", "version": "1"}).status_code == 403
    assert not EditionDraft.rows.exists() and PublishedEdition.rows.count() == 1


def test_改权重_阶段名_删关口条件_发布后新商机照新版判断(world: Deals, director: Client) -> None:
    put(director, "questions/need_clear", weight="9")
    put(director, "pipelines/ka/stages/seek", **{"label.zh-hans": "挖掘机会", "chance": "8"})
    gate = reader.default().pipelines[0].stages[0].gate
    for item in gate[:-1]:
        put(director, f"pipelines/ka/stages/seek/gate/{item.key}", remove="1")
    page = director.get("/playbook/draft/").content.decode()
    assert "挖掘机会" in page and "questions[need_clear].weight" in page
    assert director.post("/playbook/draft/publish/", {"version": version()}).status_code == 302
    made = PublishedEdition.rows.get(number=SHIPPED + 1)
    assert made.published_by == world.boss.pk and not EditionDraft.rows.exists()
    assert Entry.rows.filter(kind="edition.published").exists()
    assert made.source.splitlines()[0] == reader.source().splitlines()[0]
    method = director.get("/playbook/").content.decode()
    assert "挖掘机会" in method and "权重 9" in method
    new = world.begun(world.lilei, world.bank_account, "新商机")
    assert "挖掘机会" in browser(world.lilei).get(world.place(id=new.pk)).content.decode()
    assert "挖掘机会" not in browser(world.lilei).get(world.place()).content.decode()
    assert still_asked(world.lilei, world.deal.pk) == {item.key for item in gate}, (
        "the old edition's gate holds"
    )
    assert still_asked(world.lilei, new.pk) == {gate[-1].key}
    named = world.begun(world.lilei, world.bank_account, "说清了原因的商机", reason="坐席翻倍")
    assert advance_stage(by=acting(world.lilei), at=clock.now(), id=named.pk).stage == "judge"
    assert "挖掘机会" in director.get(f"/playbook/editions/{SHIPPED}/compare/{SHIPPED + 1}/").content.decode()
    assert "还在旧版本上的商机" in director.get("/playbook/editions/").content.decode()
    assert director.post("/playbook/editions/move/").status_code == 302
    assert set(Opportunity.rows.values_list("edition_id", flat=True)) == {made.pk}
    assert "挖掘机会" in browser(world.lilei).get(world.place()).content.decode()


def test_原样传回_没有不同_发布不了(director: Client) -> None:
    source = director.get("/playbook/draft/draft.toml").content.decode()
    assert write(director, source).status_code == 302
    answer = director.post("/playbook/draft/publish/", {"version": version()})
    assert answer.status_code == 422 and "没有不同" in answer.content.decode()
    assert PublishedEdition.rows.count() == 1


def test_写错了_指出哪一行_写的字都在(director: Client) -> None:
    source = EditionDraft.rows.get().source.replace("weight = 4", "weight = -7", 1)
    line = source[: source.index("weight = -7")].count("\n") + 1
    answer = write(director, source)
    page = answer.content.decode()
    assert answer.status_code == 422 and f"第 {line} 行" in page and "weight = -7" in page
    assert EditionDraft.rows.get().source == source
    assert director.post("/playbook/draft/publish/", {"version": version()}).status_code == 422
    assert PublishedEdition.rows.count() == 1


def test_表单里填错_错在那一格(director: Client) -> None:
    answer = put(director, "questions/need_clear", weight="很多", expect=422)
    assert "请填整数" in answer and 'value="很多"' in answer
    assert "第 " in put(director, "questions/need_clear", weight="-7", expect=422)
    assert EditionDraft.rows.get().version == 1


def test_别人先改了_不覆盖(director: Client) -> None:
    put(director, "questions/need_clear", weight="9")
    answer = director.post("/playbook/draft/text/", {"source": "x", "version": "1"})
    assert answer.status_code == 422 and "刚被别人改过" in answer.content.decode()
    assert EditionDraft.rows.get().version == 2


def test_有商机站着的阶段删不掉(world: Deals, director: Client) -> None:
    source = EditionDraft.rows.get().source.replace('key = "seek"', 'key = "search"')
    assert write(director, source).status_code == 302
    answer = director.post("/playbook/draft/publish/", {"version": version()})
    assert answer.status_code == 422 and "3 个进行中的商机在阶段 ka/seek" in answer.content.decode()


def test_公司自己的版本_不会被软件带来的盖过去(world: Deals, director: Client) -> None:
    put(director, "questions/need_clear", weight="9")
    assert director.post("/playbook/draft/publish/", {"version": version()}).status_code == 302
    for number in (SHIPPED, SHIPPED + 1):  # as if the software's number had overtaken the company's
        PublishedEdition.rows.filter(number=number).update(number=number - SHIPPED)
    publish_shipped()
    assert PublishedEdition.rows.count() == 2 and edition_in_force().hash != reader.default().hash


def still_asked(who: Member, deal: Any) -> set[str]:
    """The conditions an advance is refused for."""
    with pytest.raises(Invalid) as refused:
        advance_stage(by=acting(who), at=clock.now(), id=deal)
    return {problem.field for problem in refused.value.problems}


def version() -> int:
    return EditionDraft.rows.get().version


def write(client: Client, source: str) -> Any:
    return client.post("/playbook/draft/text/", {"source": source, "version": version()})


def put(client: Client, address: str, *, expect: int = 302, **typed: str) -> str:
    """Fill the form of an entry as a browser would: every field as it stands, these changed."""
    draft = EditionDraft.rows.get()
    raw = {
        f.name: "1" if f.value is True else f.value
        for f in rewriting.fields(draft.source, address)
        if f.value is not False
    }
    raw |= {"version": draft.version, **typed}
    answer = client.post(f"/playbook/draft/edit/{address}/", raw)
    assert answer.status_code == expect, answer.content.decode()[-3000:]
    return answer.content.decode()
