"""导入商机和产品：用客户的原话认阶段、结果、回答；重导不重；导出再导入不变；撤销干净。"""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keyaccount.actions.exporting.run_export import run_export
from keyaccount.actions.exporting.start_export import start_export
from keyaccount.actions.importing.columns import guess, targets
from keyaccount.actions.importing.deal_rows import DealRows
from keyaccount.actions.importing.rows import Given, Order
from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.importing.template import write_import_template
from keyaccount.actions.importing.undo_import import undo_import
from keyaccount.actions.shared import storing
from keyaccount.base.clock import day_of
from keyaccount.base.language import LANGUAGES, speaking
from keyaccount.queries.deals.totals import deal_totals
from keyaccount.queries.library.export_rows import LISTS, export_rows
from keyaccount.records.deals.models import Answer, Opportunity, Passage
from keyaccount.records.library.models import Product
from keyaccount.tables.reading import open_table
from tests.cast import NOW, Company, account, acting
from tests.importing import clock, outcomes, take, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    company = Company()
    company.bank_account = account("华东银行股份有限公司", company.lilei)
    return company


def deals(house, tmp_path, header, *rows, by=None, **options):
    path = written(tmp_path / "deals.csv", header, rows)
    return take(acting(by or house.ops), "deals", path, options=options)


def test_products_are_met_in_whatever_way_their_name_is_written(house, tmp_path):
    by = acting(house.ops)
    path = written(
        tmp_path / "p.csv",
        ["产品", "系列", "单价"],
        [["GTX Pro", "GTX", "4821"], ["MG 专业版", "MG", "3393"]],
    )
    assert take(by, "products", path).counts["created"] == 2
    again = written(
        tmp_path / "q.csv", ["产品", "系列", "备注"], [["GTXPro", "GTX", "新"], ["ＭＧ专业版", "", "旧"]]
    )
    run = take(by, "products", again)
    assert run.counts["updated"] == 2 and Product.rows.count() == 2, outcomes(run)
    assert Product.rows.get(name="GTX Pro").note == "新"
    undo_import(by=by, at=NOW, id=run.pk)
    run_import(id=run.pk, now=clock(NOW))
    assert set(Product.rows.values_list("note", flat=True)) == {""}


def test_stages_and_ends_are_read_in_the_words_of_other_systems(house, tmp_path):
    header = ["编号", "客户", "商机名称", "阶段", "建立时间", "关闭日期", "成交金额", "丢单原因"]
    said = [
        ("1", "需求确定", "open", "need"),
        ("2", "Negotiation/Review", "open", "negotiate"),
        ("3", "Closed Won", "won", "collect"),
        ("4", "丢单", "lost", "seek"),
        ("5", "擱置", "shelved", "seek"),
        ("6", "Engaging", "open", "judge"),
    ]
    rows = [
        [n, "华东银行", f"项目{n}", word, "2025-01-05", "2025-03-06", "800", "价格"] for n, word, _, _ in said
    ]
    house.bank_account.short_name = "华东银行"
    house.bank_account.save()
    run = deals(house, tmp_path, header, *rows, ["7", "华东银行", "项目7", "天书", "", "", "", ""])
    assert run.counts["created"] == 6 and run.counts["refused"] == 1, outcomes(run)
    assert "天书" in outcomes(run)[-1][2]
    kept = {d.external_id: d for d in Opportunity.rows.all()}
    assert {(n, d.state, d.stage) for n, d in kept.items()} == {
        (n, state, stage) for n, _, state, stage in said
    }
    assert kept["3"].amount == 800 and kept["2"].amount is None and kept["4"].close_reason == "price"
    assert day_of(kept["3"].closed_at).isoformat() == "2025-03-06" and kept["1"].closed_at is None
    steps = list(
        Passage.rows.filter(opportunity=kept["3"]).order_by("at").values_list("kind", "from_stage", "days")
    )
    assert steps == [("imported", "", 0), ("win", "", 60)], "how it went through the stages nobody recorded"


def test_answers_are_judged_and_later_ones_only_fill(house, tmp_path):
    header = ["客户", "商机名称", "", "budget_clear", "", "阶段"]
    name = house.bank_account.name
    labels = {t.name: t for t in targets(acting(house.ops), "deals")}
    header[2], header[4] = (
        str(labels["need_clear"].label.values["question"]),
        str(labels["need_in_scope"].label),
    )
    first_row = [name, "智能客服", "是", "No", "？", "方案确定"]
    run = deals(house, tmp_path, header, first_row, [name, "外呼", "maybe", "yes", "有", "方案确定"])
    assert run.counts["created"] == 2, outcomes(run)
    assert "maybe" in outcomes(run)[1][2]
    first, second = (Opportunity.rows.get(name=one) for one in ("智能客服", "外呼"))
    assert (first.verdict, second.verdict) == ("not_standing", "pending") and second.chance > first.chance
    assert Answer.rows.get(opportunity=first, question="budget_clear").evidence
    again = deals(house, tmp_path, header, [name, "智能客服", "否", "yes", "是", ""])
    assert again.counts["updated"] == 1 and Answer.rows.filter(opportunity=first).count() == 3
    assert Answer.rows.get(opportunity=first, question="budget_clear").answer == "no"
    undo_import(by=acting(house.ops), at=NOW, id=again.pk)
    run_import(id=again.pk, now=clock(NOW))
    assert Answer.rows.filter(opportunity=first).count() == 2


def test_what_is_exported_and_imported_again_changes_nothing(house, tmp_path):
    header = [
        "编号",
        "客户",
        "商机名称",
        "销售",
        "产品",
        "阶段",
        "金额",
        "预计签约日",
        "建立时间",
        "close_date",
        "需求明确",
        "备注",
    ]
    name = house.bank_account.name
    run = deals(
        house,
        tmp_path,
        header,
        [
            "A1",
            name,
            "=智能客服",
            "李雷",
            "企业版",
            "方案制作",
            "120000.50",
            "2026-12-01",
            "2026-01-05",
            "",
            "是",
            "多\n行",
        ],
        ["A2", name, "外呼", "王芳", "", "赢单", "90000", "", "2026-01-05", "2026-02-01", "", ""],
        ["", name, "质检", "", "", "", "", "", "", "", "", ""],
    )
    assert run.counts["created"] == 3, outcomes(run)
    by = acting(house.ops)
    before = list(Opportunity.rows.order_by("pk").values())
    for form in ("csv", "xlsx"):
        made = run_export(
            id=start_export(by=by, at=NOW, kind="deals", params={}, format=form).pk,
            now=clock(NOW),
            rows=export_rows,
        )
        path = tmp_path / f"out.{form}"
        path.write_bytes(storing.path_of(made.document.digest).read_bytes())
        again = take(by, "deals", path)
        assert again.counts["unchanged"] == 3 and not any(why for _, _, why in outcomes(again)), outcomes(
            again
        )
        assert list(Opportunity.rows.order_by("pk").values()) == before


def test_who_may_not_write_on_the_customer_gets_no_deal_there(house, tmp_path):
    name = house.bank_account.name
    run = deals(house, tmp_path, ["客户", "商机名称"], [name, "智能客服"], by=house.wangfang)
    assert run.counts["refused"] == 1 and not Opportunity.rows.exists()
    given = deals(house, tmp_path, ["客户", "商机名称", "销售"], [name, "智能客服", "王芳"], by=house.lilei)
    assert given.counts["refused"] == 1 and "交给别人" in outcomes(given)[0][2]
    mine = deals(house, tmp_path, ["客户", "商机名称", "编号"], [name, "智能客服", "X"], by=house.lilei)
    assert mine.counts["created"] == 1
    theirs = deals(house, tmp_path, ["客户", "编号"], [name, "X"], by=house.zhaoqiang)
    assert theirs.counts["refused"] == 1 and "智能客服" not in outcomes(theirs)[0][2]


def test_a_thousand_rows_take_as_many_queries_as_a_hundred(house):
    by = acting(house.ops)
    Product.rows.create(name="企业版", name_sort="qi", created_at=NOW, updated_at=NOW)

    def cost(start, many):
        rows = [
            Given(
                n,
                {
                    "account": house.bank_account.name,
                    "name": f"商机{n}",
                    "product": "企业版",
                    "budget_clear": "是",
                },
            )
            for n in range(start, start + many)
        ]
        taker = DealRows(Order(by, NOW))
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert {one.result for one in taker.take(rows)} == {"created"}
        return len(told)

    cost(0, 10)
    assert cost(1_000, 400) <= cost(100, 40) + 6, "only more parts of a list that is cut into parts"


def test_guessing_reads_our_own_labels_in_every_language_and_the_template_is_one(house, tmp_path):
    by = acting(house.ops)
    for kind in ("deals", "products"):
        for language in LANGUAGES:
            with speaking(language):
                found = targets(by, kind)
                assert guess(kind, found, [str(t.label) for t in found]) == {
                    str(t.label): t.name for t in found
                }
        path = write_import_template(by, kind, tmp_path / f"{kind}.xlsx")
        with open_table(path, path.name) as table:
            assert set(guess(kind, found, table.header).values()) >= {"name", "external_id"}


def test_what_an_export_holds_is_the_readers(house):
    """Sums of contracts are commercial: the owner's export has them, that of operations not; rows are the reader's own."""
    lilei, ops, north = (acting(one) for one in (house.lilei, house.ops, house.zhaoqiang))
    assert set(LISTS) >= {"deals", "products", "quotes", "contracts", "receivables", "receipts"}
    assert "signed" in export_rows(lilei, "deals", {}).columns
    assert "signed" not in export_rows(ops, "deals", {}).columns
    times = {"created_at": NOW, "updated_at": NOW, "stage_since": NOW}
    for name, amount in (("甲", 100), ("乙", Decimal("0.5"))):
        Opportunity.rows.create(
            account=house.bank_account,
            owner=house.lilei,
            department=house.east,
            name=name,
            name_sort=name,
            pipeline="ka",
            stage="seek",
            amount=amount,
            **times,
        )
    assert [len(list(export_rows(one, "deals", {}).rows)) for one in (lilei, ops, north)] == [2, 2, 0]
    assert [one.amount for one in deal_totals(lilei, {"name__contains": ["甲"]})] == [100]
    assert [one.amount for one in deal_totals(ops, {})] == [Decimal("100.50")] and deal_totals(
        north, {}
    ) == ()
