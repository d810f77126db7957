"""导出：只出看得到的，不带公式，导回来什么都不变；每次都留痕，一天后失效。"""

from __future__ import annotations

import zipfile
from datetime import date, timedelta

import pytest

from keyaccount.actions.exporting.export_file import export_file
from keyaccount.actions.exporting.run_export import run_export
from keyaccount.actions.exporting.start_export import start_export
from keyaccount.actions.library.expire_files import expire_files
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.shared import storing
from keyaccount.base import regions
from keyaccount.base.errors import Invalid, Refused
from keyaccount.base.language import speaking
from keyaccount.queries.library.export_rows import _region, export_rows
from keyaccount.records.accounts.models import Account, AccountTag, Address, MonthlyResult, Tag
from keyaccount.records.journal.models import Entry
from keyaccount.records.library.models import ExportRun
from keyaccount.records.people.models import Person
from keyaccount.tables.reading import open_table
from tests.cast import NOW, Company, account, acting
from tests.importing import clock, outcomes, take

pytestmark = pytest.mark.django_db
NAUGHTY = (
    "=1+1",
    "+86 21 1234",
    "-明",
    "@甲",
    "'=乙",
    "'",
    " 前后 ",
    "多\n行",
    "\tTab",
    "1,200",
    "007",
    "无",
    "null",
    "<b>",
    "２０２６",
)


@pytest.fixture
def world(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    company = Company()
    for n, word in enumerate(NAUGHTY):
        made = account(
            f"{n} 号公司",
            company.lilei if n % 2 else company.zhaoqiang,
            note=word,
            phone=word.strip(),
            short_name=word.strip(),
        )
        made.name_key = f"{n}号公司"
        made.region = ("", "320100", "810000", "320106")[n % 4]
        made.budget_months, made.ownership, made.status = [[10, 11], []][n % 2], "state", "active"
        made.headcount, made.revenue, made.founded = n, "1234567.89", 1990 + n
        made.industry = company.bank if n % 3 else None
        made.save()
    tag = Tag.rows.create(name="重点")
    AccountTag.rows.create(account=made, tag=tag)
    Account.rows.filter(name="1 号公司").update(parent=Account.rows.get(name="3 号公司"))
    company.first = Account.rows.get(name="1 号公司")
    return company


def exported(by, kind, tmp_path, ending="xlsx", **params):
    path = tmp_path / f"{kind}.{ending}"
    return export_file(by=by, at=NOW, kind=kind, params=params, path=path, rows=export_rows)[1]


def everything_of(*models):
    return [list(model.rows.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_accounts_come_back_unchanged(world, tmp_path, ending):
    ops = acting(world.ops)
    before = everything_of(Account, AccountTag)
    run = take(ops, "accounts", exported(ops, "accounts", tmp_path, ending))
    assert [o for o in outcomes(run) if o[1] != "unchanged" or o[2]] == []
    assert run.counts["unchanged"] == len(NAUGHTY) and everything_of(Account, AccountTag) == before


def streets():
    return dict(Address.rows.filter(is_main=True).values_list("account__name", "street"))


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_addresses_go_out_with_their_accounts_and_come_back(world, tmp_path, ending):
    ops, made = acting(world.ops), {"created_at": NOW, "updated_at": NOW}
    for row, word in zip(Account.rows.order_by("name"), NAUGHTY, strict=True):
        Address.rows.create(account=row, street="早年的仓库", **made)
        Address.rows.create(account=row, street=f"{word.strip()} 1 号楼", is_main=True, **made)
    before, path = streets(), exported(ops, "accounts", tmp_path, ending)
    with open_table(path, path.name) as table:
        assert table.header[-1] == "办公地址"
    rows = everything_of(Address)
    run = take(ops, "accounts", path)
    assert run.counts["unchanged"] == len(NAUGHTY) and everything_of(Address) == rows
    Address.rows.all().delete()
    assert take(ops, "accounts", path).mapping["办公地址"] == "address"
    assert streets() == before


def test_addresses_are_for_who_may_see_them(world):
    Address.rows.create(account=world.first, street="中山路 1 号", created_at=NOW, updated_at=NOW)
    (mine,) = [row for row in export_rows(acting(world.lilei), "accounts", {}).rows if "address" in row]
    assert (mine["name"], mine["address"]) == ("1 号公司", "中山路 1 号"), "without a main address the oldest"
    assert not [row for row in export_rows(acting(world.zhaoqiang), "accounts", {}).rows if "address" in row]
    assert "address" not in export_rows(acting(world.finance), "accounts", {}).columns
    Account.rows.filter(pk=world.first.pk).update(owner=None, department=None, pool=world.pool)
    pooled = list(export_rows(acting(world.lilei), "pools", {}).rows)
    assert [row["name"] for row in pooled] == ["1 号公司"] and "address" not in pooled[0]


@pytest.mark.parametrize("ending", ["xlsx", "csv", "vcf"])
def test_people_come_back_unchanged(world, tmp_path, ending):
    lilei = acting(world.lilei)
    for n, word in enumerate(NAUGHTY):
        raw = {
            "name": f"张{n}",
            "account": world.first.pk,
            "title": "总监",
            "note": word.strip() if ending == "vcf" else word,
            "mobile": word,
            "gender": "male",
        }
        create_person(by=lilei, at=NOW, raw=raw)
    before = everything_of(Person)
    run = take(lilei, "people", exported(lilei, "people", tmp_path, ending))
    changed = [o for o in outcomes(run) if o[1] != "unchanged" or o[2]]
    assert changed == [] and run.counts["unchanged"] == len(NAUGHTY), run.mapping
    assert everything_of(Person) == before


def test_results_and_members_come_back_unchanged(world, tmp_path):
    finance, admin = acting(world.finance), acting(world.admin)
    for month in (1, 2):
        MonthlyResult.rows.create(
            account=world.first,
            month=date(2026, month, 1),
            received="100.50",
            margin="-3",
            created_at=NOW,
            updated_at=NOW,
        )
    before = everything_of(MonthlyResult)
    run = take(finance, "results", exported(finance, "results", tmp_path))
    assert (
        outcomes(run) == [(2, "unchanged", ""), (3, "unchanged", "")]
        and everything_of(MonthlyResult) == before
    )
    with pytest.raises(Refused):
        exported(admin, "members", tmp_path)
    run = take(admin, "members", exported(acting(world.ops), "members", tmp_path))
    assert {(o[1], o[2]) for o in outcomes(run)} == {("unchanged", "")}


def test_scope_classes_and_formulas(world, tmp_path):
    lilei = acting(world.lilei)
    path = exported(lilei, "accounts", tmp_path)
    with zipfile.ZipFile(path) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert sheets and not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    with open_table(path, path.name) as table:
        names = {row.values[1] for row in table.rows()}
    assert names == set(Account.rows.filter(owner=world.lilei).values_list("name", flat=True))
    pooled = account("公海里的", None, world.pool, note="内部备注", seats=9)
    pools = exported(lilei, "pools", tmp_path, ending="csv").read_text("utf-8-sig")
    assert str(pooled.pk) in pools and "内部备注" not in pools
    run = take(lilei, "accounts", exported(lilei, "pools", tmp_path, ending="csv"))
    assert [o[1:] for o in outcomes(run)] == [("unchanged", "")]
    assert "私人电话" not in export_rows(lilei, "people", {}).columns.values()
    with pytest.raises(Refused):
        export_rows(acting(world.ops), "results", {})
    with pytest.raises(Refused):
        exported(acting(world.auditor), "accounts", tmp_path)
    with pytest.raises(Invalid):
        export_rows(lilei, "accounts", {"nope": ["1"]})


def test_filters_sort_and_chosen_rows(world):
    ops = acting(world.ops)
    rows = list(export_rows(ops, "accounts", {"headcount__gte": ["10"], "sort": ["-headcount"]}).rows)
    assert [row["headcount"] for row in rows] == [14, 13, 12, 11, 10]
    chosen = [str(world.first.pk)]
    assert [row["name"] for row in export_rows(ops, "accounts", {"ids": chosen}).rows] == ["1 号公司"]
    assert export_rows(acting(world.zhaoqiang), "accounts", {"ids": chosen}).count == 0


def test_a_run_in_the_background_leaves_a_trace_and_expires(world, settings):
    by = acting(world.lilei)
    run = start_export(by=by, at=NOW, kind="accounts", params={"sort": ["name"]}, format="xlsx")
    run = run_export(id=run.pk, now=clock(), rows=export_rows)
    assert (run.state, run.rows_written, run.format) == ("done", 7, "xlsx"), run.problem
    with open_table(storing.path_of(run.document.digest), run.document.name) as table:
        assert table.row_count == 7
    entry = Entry.rows.get(kind="export.made")
    assert (entry.actor_id, entry.data["rows"], entry.data["kind"]) == (world.lilei.pk, 7, "accounts")
    expire_files(at=NOW + timedelta(hours=25))
    assert ExportRun.rows.get().document is None
    world.lilei.roles = ["presales"]
    world.lilei.save()
    late = start_export(by=by, at=NOW, kind="accounts", params={}, format="csv")
    assert run_export(id=late.pk, now=clock(), rows=export_rows).state == "failed"
    with pytest.raises(Invalid):
        start_export(by=by, at=NOW, kind="accounts", params={}, format="vcf")


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_every_region_leads_back_to_itself(language):
    codes = [code for code in regions._table() if regions.name(code)]
    with speaking(language):
        said = {code: _region(code, language) for code in codes}
    wrong = [code for code, name in said.items() if not (name == code or regions.find(name) == code)]
    assert len(codes) > 3_000 and not wrong
