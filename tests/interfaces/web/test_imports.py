"""导入导出的页面：从选文件到整批撤销，谁能看谁的，导出来的就是列表上的。"""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.library.claim_run import fail_import
from keyaccount.base import clock
from keyaccount.interfaces.web.accounts.listing import SPEC as ACCOUNTS
from keyaccount.interfaces.web.imports import working
from keyaccount.interfaces.web.lists import selected
from keyaccount.interfaces.web.people.listing import SPEC as PEOPLE
from keyaccount.interfaces.web.pools.listing import SPEC as POOLS
from keyaccount.queries.library.export_rows import export_rows
from keyaccount.records.accounts.models import Account
from keyaccount.records.library.models import ExportRun, ImportRun
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import Person
from tests.cast import Company, account, acting

pytestmark = pytest.mark.django_db
SHEET = "客户名称,员工人数,谁\n南岭航空,1200,甲\n南岭航空,,乙\n,3,丙\n东海保险,很多,丁\n".encode()


@pytest.fixture
def world(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return Company()


def page_of(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def at(name: str, *args: Any) -> str:
    return reverse(f"imports:{name}", args=args)


def upload(client: Client, kind: str = "accounts", content: bytes = SHEET, name: str = "客户.csv") -> Any:
    return client.post(at("new"), {"kind": kind, "file": SimpleUploadedFile(name, content)})


def text(response: Any) -> str:
    shown = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", shown)


def tried(client: Client, **more: str) -> ImportRun:
    assert upload(client).status_code == 302
    run = ImportRun.rows.get(state="draft")
    answer = client.post(at("try", run.pk), {"column-0": "name", "column-1": "headcount", **more})
    assert answer.status_code == 302, text(answer)
    run.refresh_from_db()
    return run


def test_from_file_to_undo(world):
    client = page_of(world.ops)
    assert "导入文件" in text(client.get(at("list")))
    upload(client)
    run = ImportRun.rows.get()
    columns = text(client.get(at("show", run.pk)))
    assert all(
        word in columns for word in ("UTF-8", "表头在第 1 行", "南岭航空 · 南岭航空 · 东海保险", "员工人数")
    )
    shown = client.get(at("show", run.pk)).content.decode()
    assert '<option value="headcount" selected>' in shown
    missing = client.post(at("try", run.pk), {"column-1": "headcount"})
    assert missing.status_code == 422 and "还没有哪一列对应“客户名称”" in text(missing)

    client.post(at("try", run.pk), {"column-0": "name", "column-1": "headcount"})
    preview = text(client.get(at("show", run.pk)))
    assert not Account.rows.exists()
    assert all(
        word in preview
        for word in ("缺少客户名称", "没有采用", "开始导入", "新建 2", "并入已有记录 1", "未导入 1")
    )
    client.post(at("revise", run.pk))
    assert "对应到" in text(client.get(at("show", run.pk)))
    client.post(at("try", run.pk), {"column-0": "name"})
    client.post(at("begin", run.pk))
    assert set(Account.rows.values_list("name", flat=True)) == {"南岭航空", "东海保险"}
    result = text(client.get(at("show", run.pk)))
    assert all(
        word in result for word in ("已完成", "未导入的行", "缺少客户名称", "整批撤销", "下载全部结果")
    )

    whole = client.get(at("result", run.pk))
    assert whole["Content-Disposition"].endswith(".xlsx") or "xlsx" in whole["Content-Disposition"]
    assert b"".join(whole.streaming_content).startswith(b"PK")
    again = b"".join(client.get(at("result", run.pk) + "?only=refused").streaming_content)
    assert upload(client, content=again, name="未导入.xlsx").status_code == 302
    ImportRun.rows.filter(state="draft").delete()

    undone = client.post(at("undo", run.pk))
    assert undone["HX-Redirect"] == at("show", run.pk)
    assert "已整批撤销" in text(client.get(at("show", run.pk))) and not Account.rows.exists()
    assert "撤回 3" in text(client.get(at("list")))


def test_ways_of_reading_can_be_changed(world):
    client = page_of(world.ops)
    upload(client, content="公司;人数\n甲;1\n乙;2\n".encode("gbk"))
    run = ImportRun.rows.get()
    assert "GBK" in text(client.get(at("show", run.pk)))
    client.post(at("read", run.pk), {"delimiter": ",", "header_row": "0"})
    run.refresh_from_db()
    assert len(run.options["survey"]["header"]) == 1 and run.options["survey"]["rows"] == 3
    wrong = client.post(at("read", run.pk), {"header_row": "x"})
    assert wrong.status_code == 422 and "表头行请填数字" in text(wrong)


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "文件是空的"), (b"\x00\x01\x02" * 99, ""), (b"PK\x03\x04broken", "")]
)
def test_files_that_cannot_be_read_are_refused_with_the_reason(world, content, told):
    answer = upload(page_of(world.ops), content=content)
    assert answer.status_code == 422 and told in text(answer) and not ImportRun.rows.exists()
    assert page_of(world.ops).post(at("new"), {"kind": "accounts"}).status_code == 422


def test_large_files_wait_for_a_worker_and_can_be_left_and_stopped(world, monkeypatch):
    monkeypatch.setattr(working, "AT_ONCE", 1)
    client = page_of(world.ops)
    run = tried(client)
    assert run.state == "waiting" and "可以离开这个页面" in text(client.get(at("show", run.pk)))
    assert "排队中" in text(client.get(at("progress", run.pk)))
    run_import(id=run.pk, now=clock.now)
    assert client.get(at("progress", run.pk))["HX-Redirect"] == at("show", run.pk)
    client.post(at("begin", run.pk))
    assert client.post(at("cancel", run.pk))["HX-Redirect"] in (at("show", run.pk), at("list"))
    assert not Account.rows.exists() or ImportRun.rows.get().state == "done"


def test_a_draft_can_be_given_up(world):
    client = page_of(world.ops)
    run = tried(client)
    assert client.post(at("cancel", run.pk))["HX-Redirect"] == at("list")
    assert not ImportRun.rows.exists()


def test_imports_are_their_members_own(world):
    run = tried(page_of(world.ops))
    other = page_of(world.boss)
    for name in ("show", "progress", "result"):
        assert other.get(at(name, run.pk)).status_code == 404
    for name in ("read", "try", "revise", "begin", "cancel", "undo"):
        assert other.post(at(name, run.pk)).status_code == 404, name
    assert "客户.csv" not in text(other.get(at("list")))
    run.refresh_from_db()
    assert run.state == "checked" and not Account.rows.exists()


def test_who_may(world):
    opened = {m.login for m in world.members().values() if page_of(m).get(at("list")).status_code == 200}
    assert opened == {"lilei", "wangfang", "hanmei", "zhaoqiang", "zhouzong", "yunying", "caiwu", "guanli"}
    kinds = {login: set(re.findall(r'name="kind" value="(\w+)"', page_of(m).get(at("new")).content.decode()))
             for login, m in (("lilei", world.lilei), ("caiwu", world.finance), ("guanli", world.admin))}  # fmt: skip
    assert kinds["lilei"] >= {"accounts", "people", "contracts"} and not kinds["lilei"] & {
        "receipts",
        "results",
    }
    assert kinds["caiwu"] == {"results", "receivables", "receipts"} and kinds["guanli"] == {"members"}
    assert upload(page_of(world.lilei), "members").status_code == 403
    assert page_of(world.lilei).get(at("template", "members")).status_code == 403
    assert page_of(world.auditor).get(at("new")).status_code == 403
    assert page_of(world.auditor).post(at("export", "accounts")).status_code == 403


@pytest.mark.parametrize("kind", ["accounts", "people"])
def test_the_template_can_be_imported_as_it_is(world, kind):
    client = page_of(world.ops)
    sheet = b"".join(client.get(at("template", kind)).streaming_content)
    answer = upload(client, kind, sheet, "模板.xlsx")
    assert answer.status_code in (302, 422)  # headings alone hold nothing to import
    assert sheet.startswith(b"PK")


def test_export_of_what_is_on_the_list(world):
    mine, theirs = account("南岭航空", world.lilei), account("天山乳业", world.zhaoqiang)
    client = page_of(world.lilei)
    answer = client.post(at("export", "accounts"), {"format": "csv"}, headers={"HX-Request": "true"})
    run = ExportRun.rows.get()
    assert answer["HX-Redirect"] == at("export_file", run.pk)
    got = client.get(at("export_file", run.pk))
    content = b"".join(got.streaming_content).decode("utf-8-sig")
    assert str(mine.pk) in content and str(theirs.pk) not in content
    assert page_of(world.zhaoqiang).get(at("export_file", run.pk)).status_code == 404
    assert "下载" in text(client.get(at("export_show", run.pk)))
    assert "已完成" in text(client.get(at("list") + "?show=exports"))
    ExportRun.rows.update(expires_at=clock.now())
    assert client.get(at("export_file", run.pk)).status_code == 404
    chosen = client.post(at("export", "accounts"), {"ids": [str(theirs.pk)], "format": "csv"})
    assert chosen.status_code == 302 and ExportRun.rows.order_by("-created_at").first().rows_written == 0
    assert client.post(at("export", "accounts"), {"query": "nope=1"}).status_code == 422
    assert client.post(at("export", "nothing")).status_code == 422


ASKED = [
    (kind, spec, {name: [value]} if name else {})
    for kind, spec in (("accounts", ACCOUNTS), ("pools", POOLS), ("people", PEOPLE))
    for name, value in [
        ("", ""),
        ("name__contains", "1"),
        *((n, v) for n, values in spec.special.items() for v in values),
    ]
]


@pytest.mark.parametrize(("kind", "spec", "params"), ASKED)
def test_exports_hold_what_the_lists_show(world, kind, spec, params):
    """The lists narrow in their own words; exports have to mean the same."""
    for n, owner in enumerate((world.lilei, world.wangfang, world.zhaoqiang, None)):
        made = account(f"{n} 公司", owner)
        away = account(f"{n} 归档公司", owner, archived_at=clock.now())
        for home in (made, away):
            scope = {"owner_id": home.owner_id, "department_id": home.department_id}
            times = {"created_at": home.created_at, "updated_at": home.updated_at}
            Person.rows.create(
                name=f"{n}", name_sort=f"{n}", account=home, archived_at=home.archived_at, **scope, **times
            )
    for member in (world.lilei, world.hanmei, world.ops):
        by = acting(member)
        listed = {str(pk) for pk in selected(by, spec, params).values_list("pk", flat=True)}
        assert {row["id"] for row in export_rows(by, kind, params).rows} == listed, (member.login, params)


def test_who_may_import_anything_finds_the_way_and_only_their_kinds(world):
    """The administrator brings in members, finance the monthly results; who may do neither is shown no way."""
    offered = {
        world.admin: {"members"},
        world.finance: {"results"},
        world.lilei: {"accounts", "people"},
        world.auditor: set(),
        world.presales: set(),
    }
    for member, kinds in offered.items():
        client = page_of(member)
        home = client.get(reverse("home")).content.decode()
        assert (f'href="{at("list")}"' in home) == (f'href="{at("new")}"' in home) == bool(kinds), (
            member.login
        )
        new = client.get(at("new"))
        assert new.status_code == (200 if kinds else 403)
        known = ("accounts", "people", "members", "results")
        assert {k for k in known if f'value="{k}"' in new.content.decode()} == kinds, member.login
        assert upload(client, "accounts").status_code == (302 if "accounts" in kinds else 403)


def test_the_administrator_imports_members_from_their_list(world):
    client = page_of(world.admin)
    assert f'href="{at("new")}?kind=members"' in client.get(reverse("settings:members:list")).content.decode()
    upload(client, "members", "姓名,部门\n孙丽,华东大区\n".encode(), "成员.csv")
    run = ImportRun.rows.get()
    client.post(at("try", run.pk), {"column-0": "name", "column-1": "department"})
    client.post(at("begin", run.pk))
    assert Member.objects.filter(name="孙丽", department=world.east).exists()
    assert page_of(world.lilei).get(at("new") + "?kind=members").status_code == 200
    assert upload(page_of(world.lilei), "members").status_code == 403


def test_what_halted_goes_on_from_its_page(world):
    client = page_of(world.ops)
    run = tried(client)
    client.post(at("begin", run.pk))
    fail_import(id=run.pk, at=clock.now())
    assert f'action="{at("resume", run.pk)}"' in client.get(at("show", run.pk)).content.decode()
    before = Account.rows.count()
    assert client.post(at("resume", run.pk)).status_code == 302
    run.refresh_from_db()
    assert run.state == "done" and Account.rows.count() == before
    assert client.post(at("resume", run.pk)).status_code == 422, "there is nothing to go on with"
