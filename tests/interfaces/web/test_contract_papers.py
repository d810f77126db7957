"""Papers on the pages: who may take one out, what stands on it, own templates, the signed copy, versions, the plan, gates."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from pypdf import PdfReader

from keyaccount.actions.library.expire_files import expire_files
from keyaccount.actions.shared import storing
from keyaccount.base import clock
from keyaccount.interfaces.web.deals.parts import place
from keyaccount.playbook.deal_facts import PLACES
from keyaccount.playbook.reader import default
from keyaccount.queries.library.verify_store import check_files
from keyaccount.records.contracts.models import Instalment, Invoice, Proposal, Receipt
from keyaccount.records.journal.models import Entry
from keyaccount.records.library.models import PaperTemplate
from keyaccount.records.visits.models import Contact
from tests.interfaces.web.offered_world import Sold
from tests.interfaces.web.page_world import HTMX, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Sold:
    return Sold()


def a_word(*texts: str) -> SimpleUploadedFile:
    made, out = Document(), io.BytesIO()
    for text in texts:
        made.add_paragraph(text)
    made.save(out)
    return SimpleUploadedFile("我们的报价.docx", out.getvalue())


def word_text(content: bytes) -> str:
    read = Document(io.BytesIO(content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in read.paragraphs), *cells])


def test_报价单_Word_和_PDF_都写全_每次都留痕(world: Sold) -> None:
    here = f"/products/papers/quote/{world.quoted.pk}"
    answer = world.sales.get(f"{here}/docx")
    assert answer.status_code == 200
    name = unquote(answer["Content-Disposition"].split("''")[1])
    assert name == f"报价单_蓝海银行股份有限公司_{world.quoted.number}.docx"
    text = word_text(answer.content)
    for words in (
        "蓝海银行股份有限公司",
        "智能客服坐席",
        "950.00",
        "95,000.00",
        "人民币玖万伍仟元整",
        "含税。首年维保。",
        "李雷",
    ):
        assert words in text, words
    pdf = PdfReader(io.BytesIO(world.sales.get(f"{here}/pdf").content))
    read = "".join(page.extract_text() for page in pdf.pages)
    assert "智能客服坐席" in read and "95,000.00" in read and "人民币玖万伍仟元整" in read
    entries = Entry.rows.filter(kind="export.made", object_id=world.quoted.pk).order_by("pk")
    assert [entry.data["format"] for entry in entries] == ["docx", "pdf"]
    assert world.sales.get(f"{here}/exe").status_code == 404


def test_谁能拿到单据_就是谁读得到报价(world: Sold) -> None:
    one = world.drawn_up()
    for member in world.members().values():
        client = browser(member)
        reads = client.get(world.place(f"quotes/{world.quoted.pk}/")).status_code == 200
        made = client.get(f"/products/papers/quote/{world.quoted.pk}/docx").status_code
        assert (made == 200) == reads and made in (200, 403, 404), member.login
        reads = client.get(f"/contracts/{one.pk}/").status_code == 200
        assert (client.get(f"/products/papers/contract/{one.pk}/docx").status_code == 200) == reads, (
            member.login
        )


def test_自己的模板_检查_存入_成为默认(world: Sold) -> None:
    here, keeper = "/products/papers/", browser(world.ops)
    answer = keeper.post(here, {"kind": "quote", "file": a_word("{{ 客户全程 }}")})
    assert answer.status_code == 422 and "没有“客户全程”这个占位符" in answer.content.decode()
    good = {"kind": "quote", "file": a_word("致 {{ 客户全称 }}：{{ 总价大写 }}"), "is_default": "1"}
    assert keeper.post(here, good).status_code == 302
    row = PaperTemplate.rows.get()
    assert "我们的报价" in keeper.get(here).content.decode()
    paper = f"/products/papers/quote/{world.quoted.pk}/docx"
    assert word_text(world.sales.get(paper).content) == "致 蓝海银行股份有限公司：人民币玖万伍仟元整"
    assert "致 华东示例制造有限公司" in word_text(keeper.get(f"{here}{row.pk}/preview").content)
    assert "客户全称" in word_text(world.sales.get(f"{here}{row.pk}/file").content)
    refused = world.sales.post(here, {"kind": "quote", "file": a_word("好")})
    assert refused.status_code == 403 and PaperTemplate.rows.count() == 1
    world.post(keeper, f"/contracts/parts/paper/{row.pk}", name="短信式报价", is_default="0")
    menu = world.text(world.sales, world.place(f"quotes/{world.quoted.pk}/"))
    assert "Word：短信式报价" in menu and f"docx?template={row.pk}" in menu
    assert "报价明细" in word_text(world.sales.get(paper).content)
    assert word_text(world.sales.get(f"{paper}?template={row.pk}").content).startswith("致 蓝海银行")
    assert world.sales.get(f"/products/papers/contract/{row.pk}/docx?template={row.pk}").status_code == 404
    world.post(keeper, f"{here}{row.pk}/archive")
    assert world.sales.get(f"{paper}?template={row.pk}").status_code == 404
    assert "报价明细" in word_text(world.sales.get(paper).content)
    world.post(keeper, "/contracts/parts/letterhead/new", name="启明软件有限公司", bank="示例银行")
    assert "启明软件有限公司" in word_text(world.sales.get(paper).content)


def test_报价做成合同_明细和条款都带过去(world: Sold) -> None:
    page = world.text(world.sales, world.place(f"quotes/{world.quoted.pk}/"))
    assert "做成合同" in page
    one = world.drawn_up()
    assert (one.amount, one.terms, one.quote_id) == (Decimal(95000), "含税。首年维保。", world.quoted.pk)
    assert "智能客服坐席" in world.text(world.sales, f"/contracts/{one.pk}/")
    page = world.text(world.sales, world.place(f"quotes/{world.quoted.pk}/"))
    assert "已做成合同" in page and "to_contract" not in page
    assert one.number in world.text(world.sales, world.place("contracts/"))


def test_排计划_按比例_精确到分_合计对得上(world: Sold) -> None:
    one = world.drawn_up()
    page = world.text(world.sales, f"/contracts/{one.pk}/plan?pattern=30-30-35-5")
    for words in ("28500.00", "33250.00", "4750.00", "质保金"):
        assert words in page
    assert "合计要是 10 或 100" in world.text(world.sales, f"/contracts/{one.pk}/plan?pattern=3-3", 422)
    short = ("首付款", "1000", "date", world.today)
    assert "两者要相等" in world.planned(one, short, status=422)
    world.planned(one, ("首付款", "30000", "date", world.today), ("尾款", "65000", "acceptance", "", "10"))
    assert [part.amount for part in Instalment.rows.order_by("sort")] == [Decimal(30000), Decimal(65000)]
    assert browser(world.finance).get(f"/contracts/{one.pk}/plan").status_code == 403


def test_改一版_看得见改了什么(world: Sold) -> None:
    one = world.drawn_up()
    world.planned(one, ("首付款", "95000", "date", world.today))
    world.post(world.sales, f"/contracts/do/route/{one.pk}")
    world.post(world.sales, f"/contracts/do/revise/{one.pk}")
    world.post(
        world.sales,
        f"/contracts/parts/contract/{one.pk}",
        title="智能客服采购合同（修订）",
        amount="95000",
        currency="CNY",
        opportunity=str(world.deal.pk),
        number=one.number,
    )
    world.planned(one, ("首付款", "50000", "date", world.today), ("尾款", "45000", "acceptance", "", "10"))
    page = world.text(world.sales, f"/contracts/{one.pk}/")
    for words in ("第 2 版改了什么", "智能客服采购合同（修订）", "期次：首付款", "50000.00", "期次：尾款"):
        assert words in page


def signed(world: Sold) -> str:
    one = world.drawn_up()
    world.planned(one, ("首付款", "40000", "date", world.today), ("尾款", "55000", "date", world.today))
    world.post(world.sales, f"/contracts/do/route/{one.pk}")
    world.post(world.sales, f"/contracts/do/sign/{one.pk}", on=world.today)
    return f"/contracts/{one.pk}/"


def test_签订件_存得住_下载留痕_别人拿不到(world: Sold) -> None:
    here = signed(world)
    copy = SimpleUploadedFile("合同 签字版.pdf", b"%PDF-1.7 signed")
    assert world.sales.post(f"{here}copy", {"file": copy}).status_code == 302
    expire_files(at=clock.now() + timedelta(days=3))
    answer = world.sales.get(f"{here}copy/file")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 signed"
    assert unquote(answer["Content-Disposition"]).endswith("合同 签字版.pdf")
    assert Entry.rows.filter(kind="contract.copy-read").count() == 1
    assert browser(world.zhaoqiang).get(f"{here}copy/file").status_code == 404
    assert not check_files(storing.Path(settings.FILES_DIR)).damaged


def test_转交和归档(world: Sold) -> None:
    here = signed(world)
    id = here.split("/")[2]
    boss = browser(world.hanmei)
    assert "请选择交给谁" in world.post(boss, f"/contracts/do/transfer/{id}", 422, to="")
    world.post(boss, f"/contracts/do/transfer/{id}", to=str(world.hanmei.pk), note="李雷休假")
    assert "韩梅" in world.text(boss, here)
    assert world.sales.post(f"{here}archive", headers=HTMX).status_code in (403, 404)
    world.post(boss, f"{here}archive")
    assert "已归档" in world.text(boss, here)
    world.post(boss, f"{here}restore")


def test_发票选本合同的期次_到账先认对得上的(world: Sold) -> None:
    here = signed(world)
    first, last = Instalment.rows.order_by("sort")
    assert f"instalment={last.pk}&amp;amount=55000" in world.text(world.sales, here)
    form = world.text(world.sales, f"/contracts/parts/invoice/new/{here.split('/')[2]}?instalment={last.pk}")
    assert f'value="{last.pk}" selected' in form and "首付款 40,000.00" in form
    contract = last.contract
    world.hung(
        "invoice", contract, kind="special", amount="55000", instalment=str(last.pk), applied_on=world.today
    )
    world.post(world.money, f"/contracts/do/issue/{Invoice.rows.get().pk}", number="25310088", on=world.today)
    raw = {
        "account": str(world.bank_account.pk),
        "currency": "CNY",
        "kind": "receipt",
        "received_on": world.today,
    }
    world.post(
        world.money, "/contracts/parts/receipt/new", **raw, amount="55000", bank_reference="票 25310088"
    )
    page = world.text(world.money, f"/receipts/{Receipt.rows.get().pk}/")
    assert page.index(f"part-{last.pk}") < page.index(f"part-{first.pk}")
    assert "金额一致" in page and "发票号一致" in page and f'name="part-{last.pk}" value="55000' in page
    assert f'name="part-{first.pk}" value=""' in page


def test_催过的都列出来(world: Sold) -> None:
    here = signed(world)
    part = Instalment.rows.order_by("sort").first()
    form = world.text(world.sales, f"/contracts/do/dun/{part.pk}")
    key = form.split('<option value="')[1].split('"')[0]
    world.post(world.sales, f"/contracts/do/dun/{part.pk}", key=key, on=world.today, note="财务说周五付")
    page = world.text(world.sales, here)
    assert "催收记录" in page and "财务说周五付" in page


def test_讲解方案就是见过面_评审人看不到是谁的方案(world: Sold) -> None:
    world.hung("proposal", world.deal, title="建设方案", summary="先热线")
    one = Proposal.rows.get()
    paper, reviewer = f"/products/papers/proposal/{one.pk}/docx", browser(world.zhaoqiang)
    assert "蓝海银行" in word_text(world.sales.get(paper).content)
    assert reviewer.get(paper).status_code == 404
    world.post(world.sales, f"/deals/do/review/{one.pk}", members=[str(world.zhaoqiang.pk)])
    asked = word_text(reviewer.get(paper).content)
    assert "建设方案" in asked and "蓝海银行" not in asked
    world.post(world.sales, f"/deals/do/present/{one.pk}", on=world.today, persons=[str(world.person.pk)])
    contact = Contact.rows.get(opportunity=world.deal)
    assert contact.channel == "meeting" and "建设方案" in contact.text


def test_关口的每一个去处都打得开(world: Sold) -> None:
    """Every place of the playbook leads somewhere, with and without a contract; the part it names is on the page."""
    places = {key: place(key, world.deal.pk, world.bank_account.pk) for key in PLACES}
    for key, found in places.items():
        answer = world.sales.get(found["href"], headers=HTMX if found.get("panel") else {}, follow=True)
        assert answer.status_code == 200, key
    world.drawn_up()
    for key, found in places.items():
        answer = world.sales.get(found["href"], follow=True)
        where = answer.redirect_chain[-1][0] if answer.redirect_chain else found["href"]
        part = where.partition("#")[2]
        assert answer.status_code == 200 and (not part or f'id="{part}"' in answer.content.decode()), key


def test_默认打法的每个关口条件都有去处() -> None:
    edition = default()
    items = [item for pipeline in edition.pipelines for stage in pipeline.stages for item in stage.gate]
    assert len(items) == 41
    for item in items:
        assert place(item.place, uuid4(), uuid4())["href"], item.key


def test_选择框里找得到产品_价目表和商机(world: Sold) -> None:
    """Every reference a form of this room asks for has a picker that answers."""
    for entity in ("product", "price_list", "opportunity", "account", "member", "unit", "person"):
        assert world.sales.get(f"/lookups/records/{entity}?q=").status_code == 200, entity
    products = world.sales.get("/lookups/records/product", {"q": "坐席"})
    assert [one["text"] for one in products.json()] == ["智能客服坐席"]
    deals = world.sales.get(
        "/lookups/records/opportunity", {"q": "蓝海", "account": str(world.bank_account.pk)}
    )
    assert [one["text"] for one in deals.json()] == ["智能客服二期"]
    theirs = world.sales.get("/lookups/records/opportunity", {"account": str(world.airline.pk)})
    assert theirs.json() == []
