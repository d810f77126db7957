"""The pages of one account: what each role sees, changing it in place, and that a refused write leaves nothing behind."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from keyaccount.actions.records.edit_record import edit_record
from keyaccount.base import clock
from keyaccount.records.accounts.models import Account, AccountFile, DossierFact, Note, Share, TeamSeat
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import CustomerUnit, Person, Post
from tests.cast import acting
from tests.interfaces.web.page_world import HTMX, World, browser, entries, queries

pytestmark = pytest.mark.django_db

TABS = ("", "organisation/", "timeline/", "group/", "results/", "files/", "team/")
SEES = {
    "lilei": (200,) * 7,
    "hanmei": (200,) * 7,
    "boss": (200,) * 7,
    "ops": (200, 200, 200, 200, 404, 200, 200),
    "auditor": (200, 200, 200, 200, 404, 200, 200),
    "finance": (200, 404, 200, 200, 200, 404, 404),
    "wangfang": (404,) * 7,
    "presales": (404,) * 7,
    "security": (404,) * 7,
    "admin": (404,) * 7,
}


@pytest.fixture
def world() -> World:
    return World()


def at(world: World, tail: str = "") -> str:
    return f"/accounts/{world.bank_account.pk}/{tail}"


@pytest.mark.parametrize("who", SEES)
def test_tabs_by_role(world: World, who: str) -> None:
    client = browser(getattr(world, who))
    assert tuple(client.get(at(world, tab)).status_code for tab in TABS) == SEES[who]


def test_the_dossier_tells_what_is_known_and_what_to_ask(world: World) -> None:
    page = browser(world.lilei).get(at(world)).content.decode()
    for text in ("客户基本资料", "档案完整度", "1,200", "下一步", "未知，补上", "技术部门还没有认识的人"):
        assert text in page, text


def test_who_sees_public_fields_only_gets_no_internal_ones(world: World) -> None:
    for who, where in (("finance", at(world)), ("lilei", f"/accounts/{world.pooled.pk}/")):
        page = browser(getattr(world, who)).get(where).content.decode()
        assert "坐席量" not in page and "记一笔" not in page and "档案完整度" not in page
    assert "领取" in browser(world.lilei).get(f"/accounts/{world.pooled.pk}/").content.decode()


def test_a_merged_account_leads_to_the_kept_one(world: World) -> None:
    Account.rows.filter(pk=world.appliances.pk).update(
        archived_at=clock.now(), merged_into=world.bank_account.pk
    )
    assert browser(world.hanmei).get(f"/accounts/{world.appliances.pk}/")["Location"] == at(world)


def test_a_field_is_changed_in_place(world: World) -> None:
    client, where = browser(world.lilei), at(world, "fields/seats")
    form = client.get(where).content.decode()
    assert 'name="seats"' in form and 'value="1200"' in form
    answer = client.post(where, {"seats": "1,500", "version": "1", "seen": '"1200"', "source": "customer"})
    assert (
        answer.status_code == 200
        and "1,500" in answer.content.decode()
        and "客户亲口" in answer.content.decode()
    )
    assert Account.rows.get(pk=world.bank_account.pk).seats == 1500


def test_a_wrong_value_is_told_with_what_was_typed(world: World) -> None:
    answer = browser(world.lilei).post(
        at(world, "fields/seats"), {"seats": "许多", "version": "1", "seen": '"1200"'}
    )
    assert (
        answer.status_code == 422
        and "许多" in answer.content.decode()
        and "需要整数" in answer.content.decode()
    )


def test_two_people_who_change_one_field_choose(world: World) -> None:
    version = Account.rows.get(pk=world.bank_account.pk).version
    edit_record(
        by=acting(world.hanmei),
        at=clock.now(),
        entity="account",
        id=world.bank_account.pk,
        raw={"seats": "1300"},
    )
    typed = {"seats": "1500", "version": str(version), "seen": json.dumps("1200")}
    answer = browser(world.lilei).post(at(world, "fields/seats"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409 and all(f"{n:,}" in page for n in (1500, 1300, 1200))
    assert Account.rows.get(pk=world.bank_account.pk).seats == 1300


def test_two_people_who_change_different_fields_do_not_cross(world: World) -> None:
    version = Account.rows.get(pk=world.bank_account.pk).version
    edit_record(
        by=acting(world.hanmei),
        at=clock.now(),
        entity="account",
        id=world.bank_account.pk,
        raw={"phone": "010-66558877"},
    )
    answer = browser(world.lilei).post(
        at(world, "fields/seats"), {"seats": "1500", "version": str(version), "seen": '"1200"'}
    )
    assert answer.status_code == 200
    kept = Account.rows.get(pk=world.bank_account.pk)
    assert (kept.seats, kept.phone[:3]) == (1500, "010")


@pytest.mark.parametrize(
    ("who", "status"), [("wangfang", 404), ("auditor", 403), ("finance", 403), ("presales", 404)]
)
def test_a_refused_change_changes_nothing(world: World, who: str, status: int) -> None:
    before, client = entries(), browser(getattr(world, who))
    assert client.post(at(world, "fields/name"), {"name": "别的名字"}).status_code == status
    assert client.get(at(world, "fields/name")).status_code == status
    kept = Account.rows.get(pk=world.bank_account.pk)
    assert kept.name == "蓝海银行股份有限公司" and entries() == before


def test_tags_typed_as_words_become_tags(world: World) -> None:
    answer = browser(world.lilei).post(
        at(world, "fields/tags"), {"tags": ["远程银行"], "version": "1", "seen": "[]"}
    )
    assert answer.status_code == 200 and "远程银行" in answer.content.decode()


def test_a_fact_is_recorded_and_takes_the_place_of_the_old_one(world: World) -> None:
    client, where = browser(world.lilei), at(world, "facts/decision_makers")
    assert "这类采购最后由谁拍板" in client.get(where).content.decode()
    for text in ("行长拍板", "分管副行长拍板"):
        answer = client.post(
            where, {"text": text, "source": "customer", "said_by": "王建国", "observed_on": "2026-01-05"}
        )
        assert answer.status_code == 200 and text in answer.content.decode()
    assert DossierFact.rows.filter(superseded_at=None).get().text == "分管副行长拍板"
    assert (
        client.post(where, {"text": "", "source": "customer", "observed_on": "2026-01-05"}).status_code == 422
    )
    assert client.get(at(world, "facts/nonsense")).status_code == 404


def test_what_still_holds_is_verified(world: World) -> None:
    client = browser(world.lilei)
    old = (clock.day_of(clock.now()) - timedelta(days=500)).isoformat()
    client.post(
        at(world, "facts/purchase_plan"), {"text": "明年换平台", "source": "customer", "observed_on": old}
    )
    assert "核实：采购计划" in client.get(at(world)).content.decode()
    assert client.post(at(world, "facts/purchase_plan/verify")).status_code == 204
    assert "核实：采购计划" not in client.get(at(world)).content.decode()
    assert client.post(at(world, "facts/seats/verify")).status_code == 204
    before = entries()
    assert browser(world.auditor).post(at(world, "facts/seats/verify")).status_code == 403
    assert client.post(at(world, "facts/budget/verify")).status_code == 404
    assert entries() == before


def test_the_organisation_shows_people_and_blind_spots(world: World) -> None:
    page = browser(world.lilei).get(at(world, "organisation/")).content.decode()
    for text in ("运营管理部", "王建国", "总经理", "盲区", "财务管控还没有认识的人"):
        assert text in page, text


def test_a_person_is_added_where_a_function_was_uncovered(world: World) -> None:
    client = browser(world.lilei)
    World.hang(acting(world.lilei), "unit", world.bank_account, name="科技信息部", function="technical")
    assert "科技信息部" in client.get(at(world, "people/new"), {"function": "technical"}).content.decode()
    unit = CustomerUnit.rows.get(name="科技信息部")
    answer = client.post(
        at(world, "people/new"), {"name": "刘敏", "unit": str(unit.pk), "title": "处长"}, headers=HTMX
    )
    assert answer.status_code == 204 and Post.rows.get(person__name="刘敏").unit_id == unit.pk
    assert client.post(at(world, "people/new"), {"name": ""}).status_code == 422
    assert browser(world.auditor).get(at(world, "people/new")).status_code == 403
    assert Person.rows.count() == 2


def test_notes_are_written_and_found_in_the_timeline(world: World) -> None:
    client = browser(world.lilei)
    assert (
        client.post(
            at(world, "note"), {"text": "周五前给对照表", "person_id": str(world.person.pk)}
        ).status_code
        == 204
    )
    page = client.get(at(world, "timeline/")).content.decode()
    assert "周五前给对照表" in page and "年内立项" in page
    assert "周五前给对照表" not in client.get(at(world, "timeline/?kind=file")).content.decode()
    assert "年内立项" not in client.get(at(world, "timeline/?q=对照表")).content.decode()
    assert client.post(at(world, "note"), {"text": " "}).status_code == 422
    assert browser(world.auditor).post(at(world, "note"), {"text": "x"}).status_code == 403
    assert Note.rows.count() == 2


def test_the_timeline_goes_on_where_it_ended(world: World) -> None:
    for number in range(35):
        World.hang(acting(world.lilei), "note", world.bank_account, text=f"第 {number} 次电话")
    client = browser(world.lilei)
    first = client.get(at(world, "timeline/")).content.decode()
    more = first.split('hx-get="/accounts/', 1)
    tail = next(part for part in first.split('"') if "cursor=" in part).replace("&amp;", "&")
    assert len(more) == 2 and "第 0 次电话" not in first
    assert "第 0 次电话" in client.get(tail, headers=HTMX).content.decode()
    assert client.get(at(world, "timeline/?cursor=broken"), headers=HTMX).status_code == 422


def test_files_are_handed_out_as_downloads_on_record(world: World) -> None:
    client = browser(world.lilei)
    page = SimpleUploadedFile("方案.html", b"<script>alert(1)</script>", content_type="text/html")
    assert client.post(at(world, "files/"), {"file": page}).status_code == 302
    file = AccountFile.rows.get()
    assert "方案.html" in client.get(at(world, "files/")).content.decode()
    answer = client.get(at(world, f"files/{file.pk}"))
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and answer["X-Content-Type-Options"] == "nosniff"
    )
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/octet-stream"
    assert Entry.rows.filter(kind="file.read", object_id=file.pk, actor_id=world.lilei.pk).count() == 1
    assert client.get(f"/accounts/{world.pooled.pk}/files/{file.pk}").status_code == 404
    assert browser(world.wangfang).get(at(world, f"files/{file.pk}")).status_code == 404
    assert browser(world.finance).get(at(world, f"files/{file.pk}")).status_code == 404
    assert client.post(at(world, f"files/{file.pk}/archive")).status_code == 204
    assert "方案.html" not in client.get(at(world, "files/")).content.decode()
    assert client.post(at(world, f"files/{file.pk}/restore")).status_code == 204
    assert client.post(at(world, "files/")).status_code == 422
    assert Entry.rows.filter(kind="file.read").count() == 1


def test_small_records_are_added_changed_removed_and_brought_back(world: World) -> None:
    client = browser(world.lilei)
    assert 'name="street"' in client.get(at(world, "address/new")).content.decode()
    typed = {
        "kind": "office",
        "country": "CN",
        "region": "110108",
        "street": "中关村大街 1 号",
        "postcode": "100080",
    }
    assert client.post(at(world, "address/new"), typed).status_code == 204
    assert "中关村大街 1 号" in client.get(at(world)).content.decode()
    address = world.bank_account.addresses.model.rows.get()
    where = at(world, f"address/{address.pk}")
    assert "中关村大街 1 号" in client.get(where).content.decode()
    assert client.post(where, {**typed, "street": "中关村大街 9 号", "version": "1"}).status_code == 204
    removed = client.post(f"{where}/remove")
    undo = json.loads(removed["HX-Trigger"])["ka:toast"]["undo"]
    assert not address.__class__.rows.exists()
    assert client.post(undo).status_code == 204
    assert address.__class__.rows.get().street == "中关村大街 9 号"
    assert client.get(at(world, "nonsense/new")).status_code == 404
    assert client.get(at(world, "account/new")).status_code == 404


def test_team_and_shares_open_the_account_to_others(world: World) -> None:
    until = (clock.day_of(clock.now()) + timedelta(days=30)).isoformat()
    seat = {"member": str(world.presales.pk), "role": "presales", "level": "edit"}
    assert browser(world.lilei).post(at(world, "team_seat/new"), seat).status_code == 204
    again = browser(world.lilei).post(at(world, "team_seat/new"), seat)
    assert again.status_code == 422 and "已经在客户团队里" in again.content.decode()
    assert browser(world.presales).get(at(world)).status_code == 200
    share = {"member": str(world.wangfang.pk), "level": "read", "until": until, "reason": "一起准备投标"}
    assert browser(world.lilei).post(at(world, "share/new"), share).status_code == 403
    assert (
        browser(world.hanmei).post(at(world, "share/new"), {**share, "until": "2099-01-01"}).status_code
        == 422
    )
    assert (
        browser(world.hanmei).post(at(world, "share/new"), {**share, "team": "", "member": ""}).status_code
        == 422
    )
    assert browser(world.hanmei).post(at(world, "share/new"), share).status_code == 204
    assert browser(world.wangfang).get(at(world, "organisation/")).status_code == 200
    assert browser(world.wangfang).post(at(world, "note"), {"text": "x"}).status_code == 403
    page = browser(world.lilei).get(at(world, "team/")).content.decode()
    assert "寿前" in page and "王芳" in page and "一起准备投标" in page and "新建" in page
    assert (TeamSeat.rows.count(), Share.rows.count()) == (1, 1)


def test_results_are_for_who_reads_money_and_edited_by_finance(world: World) -> None:
    assert "88.00 万元" in browser(world.lilei).get(at(world, "results/")).content.decode()
    client = browser(world.finance)
    typed = {"month": "2026-02-01", "received": "12万", "margin": "", "currency": "CNY"}
    assert client.post(at(world, "result/new"), typed).status_code == 204
    assert client.post(at(world, "result/new"), typed).status_code == 422
    assert "12.00 万元" in client.get(at(world, "results/")).content.decode()
    assert browser(world.lilei).get(at(world, "result/new")).status_code == 403


def test_archive_and_restore(world: World) -> None:
    client = browser(world.hanmei)
    answer = client.post(at(world, "archive"))
    assert json.loads(answer["HX-Trigger"])["ka:toast"]["undo"] == at(world, "restore")
    page = client.get(at(world)).content.decode()
    assert "只能查看" in page and "记一笔" not in page
    assert browser(world.lilei).post(at(world, "restore")).status_code == 403
    assert Account.rows.get(pk=world.bank_account.pk).archived_at is not None
    assert client.post(at(world, "restore")).status_code == 204
    assert Account.rows.get(pk=world.bank_account.pk).archived_at is None


def test_the_group_rolls_up_what_is_seen(world: World) -> None:
    Account.rows.filter(pk=world.appliances.pk).update(
        parent=world.bank_account, group_root_id=world.bank_account.pk, seats=80
    )
    page = browser(world.hanmei).get(at(world, "group/")).content.decode()
    assert "青禾电器有限公司" in page and "1,280" in page
    assert "青禾电器有限公司" not in browser(world.lilei).get(at(world, "group/")).content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_queries_do_not_grow_with_what_hangs_on_the_account(world: World, tab: str) -> None:
    few = queries(browser(world.lilei), at(world, tab))
    by = acting(world.lilei)
    for number in range(6):
        unit = World.hang(by, "unit", world.bank_account, name=f"第 {number} 部", function="technical")
        World.hang(by, "note", world.bank_account, text=f"第 {number} 次拜访")
        person = {
            "account": str(world.bank_account.pk),
            "name": f"刘{number}",
            "unit": str(unit.pk),
            "is_key": "1",
        }
        browser(world.lilei).post(at(world, "people/new"), person)
    assert queries(browser(world.lilei), at(world, tab)) <= few + 2
