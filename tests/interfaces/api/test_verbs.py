"""动作和提问：领取、退回、转移、合并、判定、档案、动态、搜索、文件、导入。"""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from keyaccount.actions.exporting.run_export import run_export
from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.library.claim_run import fail_import
from keyaccount.base.clock import now
from keyaccount.facts.editions import edition_in_force
from keyaccount.queries.library.export_rows import export_rows
from keyaccount.records.accounts.models import Account, AccountFile
from keyaccount.records.journal.models import Entry
from tests.cast import account
from tests.interfaces.api.caller import Caller, token
from tests.interfaces.api.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def upload(member, path, data):
    answer = Client(raise_request_exception=False).post(
        f"/api/v1{path}", data, headers={"Authorization": f"Bearer {token(member)}"}
    )
    answer.data = json.loads(answer.content)
    return answer


def test_claim_and_release(world):
    pooled = account("南岭航空", pool=world.pool)
    lilei, path = Caller(world.lilei), f"/accounts/{pooled.pk}"
    claimed = lilei.post(f"{path}/claim")
    assert claimed.status_code == 200 and claimed.data["owner"] == str(world.lilei.pk)
    assert lilei.post(f"{path}/claim").status_code == 422
    assert lilei.post(f"{path}/release", {}).data["errors"][0]["field"] == "reason"
    released = lilei.post(f"{path}/release", {"reason": "没有需求"})
    assert released.status_code == 200 and Account.rows.get(pk=pooled.pk).owner_id is None
    answer = Caller(world.ops).get(f"{path}/holdings")
    assert answer.status_code == 200, answer.data
    assert [h["owner"] for h in answer.data["items"] if h["ended_at"] and h["how"] == "claimed"] == ["李雷"]


def test_assign_and_transfer(world):
    pooled, hanmei = account("南岭航空", pool=world.pool), Caller(world.hanmei)
    body = {"to": str(world.wangfang.pk), "reason": "区域调整"}
    assert hanmei.post(f"/accounts/{pooled.pk}/assign", body).data["owner"] == str(world.wangfang.pk)
    moved = hanmei.post(f"/accounts/{world.bank_account.pk}/transfer", body)
    assert moved.status_code == 200 and moved.data["owner"] == str(world.wangfang.pk)
    assert Caller(world.lilei).get(f"/accounts/{world.bank_account.pk}").status_code == 404
    assert (
        Caller(world.wangfang)
        .post(f"/accounts/{pooled.pk}/transfer", body | {"to": str(world.lilei.pk)})
        .status_code
        == 403
    )


def test_merge_preview_and_undo(world):
    other = account("江海银行总行", world.lilei, seats=300, phone="025-1234")
    hanmei, path = Caller(world.hanmei), f"/accounts/{world.bank_account.pk}"
    plan = hanmei.get(f"{path}/merge?drop={other.pk}")
    assert plan.status_code == 200 and {c["field"] for c in plan.data["choices"]} >= {
        "name",
        "seats",
        "phone",
    }
    merged = hanmei.post(f"{path}/merge", {"drop": str(other.pk), "take": ["name"]})
    assert (
        merged.status_code == 200
        and merged.data["account"]["name"] == "江海银行总行"
        and merged.data["account"]["seats"] == 300
    )
    undone = hanmei.post(f"{path}/unmerge", {"merge": merged.data["merge"]})
    assert undone.status_code == 200 and undone.data["name"] == "江海银行"
    assert hanmei.get(f"/accounts/{other.pk}").data["name"] == "江海银行总行"
    assert Caller(world.lilei).post(f"{path}/merge", {"drop": str(other.pk)}).status_code == 403


def test_judge_with_reasons(world):
    lilei, path = Caller(world.lilei), f"/accounts/{world.bank_account.pk}"
    criterion = next(c for c in edition_in_force().criteria if c.kind == "yes_no")
    judged = lilei.post(
        f"{path}/judgements", {"answers": {criterion.key: {"value": True, "evidence": "年报"}}}
    )
    assert (
        judged.status_code == 201
        and judged.data["reasons"]
        and judged.data["tier"] == judged.data["computed_tier"]
    )
    assert [j["id"] for j in lilei.get(f"{path}/judgements").data["items"]] == [judged.data["id"]]
    assert lilei.post(
        f"{path}/judgements", {"override": "strategic", "override_reason": "x"}
    ).status_code in (403, 422)


def test_what_is_known(world):
    lilei, path = Caller(world.lilei), f"/accounts/{world.bank_account.pk}"
    dossier = lilei.get(f"{path}/dossier").data
    assert len(dossier["groups"]) == 4 and all(isinstance(g["label"], str) for g in dossier["groups"])
    assert (
        lilei.get(f"{path}/dossier", Accept_Language="en").data["groups"][0]["label"]
        != dossier["groups"][0]["label"]
    )
    assert [n["name"] for n in lilei.get(f"{path}/group").data["tops"]] == ["江海银行"]
    lilei.patch(path, {"seats": 9})
    (told,) = lilei.get(f"{path}/timeline").data["items"]
    assert told["sentence"] == "李雷 修改了客户 江海银行" and told["changes"] == [
        {"field": "seats", "old": None, "new": 9}
    ]
    assert lilei.get("/journal").data["items"][0]["id"] == told["id"]
    assert Caller(world.zhaoqiang).get("/journal").data["items"] == []
    for part in ("dossier", "group", "timeline", "holdings", "judgements"):
        assert Caller(world.zhaoqiang).get(f"{path}/{part}").status_code == 404


def test_timeline_pages(world):
    lilei, path = Caller(world.lilei), f"/accounts/{world.bank_account.pk}"
    for seats in range(1, 8):
        lilei.patch(path, {"seats": seats})
    seen, cursor = [], ""
    while cursor is not None:
        page = lilei.call("GET", f"{path}/timeline?limit=3&cursor={cursor.replace('+', '%2B')}").data
        seen += [one["changes"][0]["new"] for one in page["items"]]
        cursor = page["next"]
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_pareto_is_for_leaders(world):
    assert Caller(world.lilei).get("/pareto").status_code == 403
    found = Caller(world.boss).get("/pareto?months=24")
    assert found.status_code == 200 and found.data["items"][0]["amount"] == "100.00"
    for query in ("months=0", "months=x", "measure=size", "currency=1", "year=1"):
        assert Caller(world.boss).get(f"/pareto?{query}").status_code == 422


def test_search_and_duplicates(world):
    lilei = Caller(world.lilei)
    lilei.post("/accounts", {"name": "南岭航空股份有限公司"})
    assert [h["name"] for h in lilei.get("/search?q=南岭").data["items"]] == ["南岭航空股份有限公司"]
    assert [r["name"] for r in lilei.get("/accounts?q=南岭").data["items"]] == ["南岭航空股份有限公司"]
    assert Caller(world.zhaoqiang).get("/search?q=南岭").data["items"] == []
    assert lilei.get("/accounts/duplicates?name=南岭航空").data["items"][0]["name"] == "南岭航空股份有限公司"
    told = Caller(world.zhaoqiang).get("/accounts/duplicates?name=南岭航空").data
    assert (told["items"], told["hidden"]) == ([], 1)
    assert lilei.get("/search").status_code == lilei.get("/search?q=x&entities=token").status_code == 422


def test_files(world, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    data = {
        "account": str(world.bank_account.pk),
        "file": SimpleUploadedFile("合同.pdf", b"%PDF-1", "application/pdf"),
    }
    made = upload(world.lilei, "/files", data)
    assert made.status_code == 201 and made.data["title"] == "合同.pdf", made.data
    assert AccountFile.rows.filter(pk=made.data["id"]).exists()
    assert (
        upload(world.lilei, "/files", {"account": str(world.bank_account.pk)}).data["errors"][0]["field"]
        == "file"
    )
    stranger = upload(world.zhaoqiang, "/files", data | {"file": SimpleUploadedFile("a", b"1")})
    assert stranger.status_code == 404


def test_members_come_and_go(world):
    admin, path = Caller(world.admin), f"/members/{world.wangfang.pk}"
    assert admin.post(f"{path}/disable", {}).data["is_active"] is False
    assert admin.post(f"{path}/enable").data["is_active"] is True
    assert admin.post(f"{path}/roles", {"roles": ["manager"]}).status_code == 403
    assert Caller(world.security).post(f"{path}/roles", {"roles": ["manager"]}).data["roles"] == ["manager"]
    assert Caller(world.security).post(f"{path}/roles", {"roles": ["king"]}).status_code == 422


def test_import_by_program(world, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    rows = "客户名称,坐席量\n南岭航空,800\n,5\n东海保险,viele\n"
    file = SimpleUploadedFile("客户.csv", rows.encode(), "text/csv")
    started = upload(world.ops, "/imports", {"kind": "accounts", "file": file})
    assert started.status_code == 202, started.data
    assert (started.data["state"], started.data["kind"]) == ("waiting", "accounts")
    run_import(id=started.data["id"], now=now)
    ops, path = Caller(world.ops), f"/imports/{started.data['id']}"
    run = ops.get(path).data
    assert run["state"] == "done" and run["counts"]["read"] == 3 and run["counts"]["created"] == 2
    outcomes = ops.get(f"{path}/rows?limit=2").data
    assert len(outcomes["items"]) == 2 and outcomes["next"]
    last = ops.get(f"{path}/rows?limit=2&cursor={outcomes['next']}").data
    assert last["items"][0]["reason"] and last["next"] is None
    assert Caller(world.lilei).get(f"{path}/rows").status_code == 404
    assert ops.post(f"{path}/cancel").status_code == 422
    assert ops.post(f"{path}/undo").status_code == 202
    run_import(id=started.data["id"], now=now)
    assert ops.get(path).data["state"] == "undone" and not Account.rows.filter(name="南岭航空").exists()


def test_a_halted_import_goes_on(world, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    file = SimpleUploadedFile("a.csv", "客户名称\n南岭航空\n".encode(), "text/csv")
    id = upload(world.ops, "/imports", {"kind": "accounts", "file": file}).data["id"]
    ops, path = Caller(world.ops), f"/imports/{id}"
    assert ops.post(f"{path}/resume").status_code == 422, "it has not halted"
    fail_import(id=id, at=now())
    assert ops.get(path).data["problem"]
    answer = ops.post(f"{path}/resume")
    assert (answer.status_code, answer.data["state"], answer.data["problem"]) == (202, "waiting", None)
    run_import(id=id, now=now)
    assert ops.get(path).data["state"] == "done" and Account.rows.filter(name="南岭航空").count() == 1


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"kind": "accounts"}, "file"),
        ({"kind": "cats", "file": b"a,b\n1,2\n"}, "kind"),
        ({"kind": "accounts", "file": "客户名称\n南岭航空\n".encode(), "mapping": "["}, "mapping"),
        ({"kind": "accounts", "file": "客户名称\n南岭航空\n".encode(), "mapping": '{"x": "name"}'}, "x"),
        ({"kind": "accounts", "file": "客户名称\n南岭航空\n".encode(), "options": '{"speed": 1}'}, "speed"),
        ({"kind": "accounts", "file": "客户名称\n南岭航空\n".encode(), "colour": "red"}, "colour"),
    ],
)
def test_imports_that_cannot_start(world, settings, tmp_path, data, field):
    settings.FILES_DIR = tmp_path
    sent = {
        n: SimpleUploadedFile("a.csv", v, "text/csv") if isinstance(v, bytes) else v for n, v in data.items()
    }
    answer = upload(world.ops, "/imports", sent)
    assert answer.status_code == 422 and field in {e["field"] for e in answer.data["errors"]}, answer.data


def test_export_by_program(world, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    ops = Caller(world.ops)
    started = ops.post("/exports", {"kind": "accounts", "format": "csv", "params": {"sort": ["name"]}})
    assert started.status_code == 202 and started.data["state"] == "waiting", started.data
    path = f"/exports/{started.data['id']}"
    assert ops.get(f"{path}/file").status_code == 404
    run_export(id=started.data["id"], now=now, rows=export_rows)
    assert ops.get(path).data["state"] == "done"
    answer = ops.get(f"{path}/file")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "江海银行" in text and answer["Content-Disposition"].startswith("attachment")
    head = ops.call("HEAD", f"{path}/file")
    assert head.status_code == 200 and not b"".join(head.streaming_content)
    assert Caller(world.lilei).get(f"{path}/file").status_code == 404
    assert Caller(world.ops, "read", "write").post("/exports", {"kind": "accounts"}).status_code == 403
    assert ops.post("/exports", {"kind": "cats"}).data["errors"][0]["field"] == "kind"


def test_a_file_is_read_back_on_record(world, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    data = {
        "account": str(world.bank_account.pk),
        "file": SimpleUploadedFile("合同.pdf", b"%PDF-1", "application/pdf"),
    }
    made = upload(world.lilei, "/files", data)
    answer = Caller(world.lilei).get(f"/files/{made.data['id']}/content")
    assert b"".join(answer.streaming_content) == b"%PDF-1"
    assert Entry.rows.filter(kind="file.read").count() == 1
    assert Caller(world.zhaoqiang).get(f"/files/{made.data['id']}/content").status_code == 404
