"""个人情况的页面：遮着、要用途、留记录；按法律要看、要删的，一页办完。"""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from keyaccount.base.ids import new_id
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import KinTie, Person, PersonKey, ProfileEntry
from tests.actions.profiles.cast import TOLD, Customer, entry
from tests.actions.profiles.test_erasure import ASKED, Known

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Customer:
    return Customer()


def page_of(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def at(name: str, *args: Any) -> str:
    return reverse(f"profiles:{name}", args=args)


def shown(member: Member, person: Person) -> str:
    text = page_of(member).get(reverse("people:show", args=[person.pk])).content.decode()
    return re.sub(r'(content|value)="[A-Za-z0-9]{32,}"', "", text)


def test_登记_看见的是掩码_写明用途才看得到(world: Customer) -> None:
    client = page_of(world.lilei)
    form = client.get(at("new", world.wang.pk)).content.decode()
    assert "孩子、健康、宗教、政治的事不登记" in form and "保存到" in form
    today = {"observed_on": "2026-03-01", "retain_until": ""}
    refused = client.post(at("new", world.wang.pk), entry(sealed="女儿五岁", **today))
    assert refused.status_code == 422 and "孩子的事一律不登记" in refused.content.decode()
    ahead = re.search(r'name="retain_until" value="([\d-]+)"', form)
    assert ahead and client.post(at("new", world.wang.pk), entry(retain_until=ahead[1])).status_code == 204
    row = ProfileEntry.rows.get()
    section = shown(world.lilei, world.wang)
    assert "••••••" in section and "见面时有话可谈" in section and TOLD not in section
    asked = client.post(at("reveal", world.wang.pk, row.pk), {"purpose": ""})
    assert asked.status_code == 422 and TOLD not in asked.content.decode()
    clear = client.post(at("reveal", world.wang.pk, row.pk), {"purpose": "拜访前准备"})
    assert TOLD in clear.content.decode()
    assert "拜访前准备" in shown(world.lilei, world.wang)


def test_修改_删除_登记亲属(world: Customer) -> None:
    row = world.keep()
    client = page_of(world.lilei)
    form = client.get(at("edit", world.wang.pk, row.pk)).content.decode()
    assert TOLD not in form and "留空表示不改" in form and "年会上他自己说的" in form
    body = entry(sealed="", purpose="节前问候", version="1", retain_until="2027-01-01")
    assert client.post(at("edit", world.wang.pk, row.pk), body).status_code == 204
    assert client.post(at("edit", world.wang.pk, row.pk), {**body, "purpose": "别的"}).status_code == 409
    assert client.post(at("edit", world.liu.pk, row.pk), body).status_code == 404
    kin = {"other": str(world.liu.pk), "certainty": "confirmed"}
    assert client.get(at("draw_kin", world.wang.pk)).status_code == 200
    assert client.post(at("draw_kin", world.wang.pk), kin).status_code == 204
    assert "王建国" in shown(world.lilei, world.liu).split('id="profile"')[1]
    tie = KinTie.rows.get()
    assert client.post(at("cut_kin", world.wang.pk, tie.pk)).status_code == 204
    assert client.post(at("remove", world.wang.pk, row.pk)).status_code == 204
    assert not ProfileEntry.rows.exists()


def test_没有这一级权限的人_有没有登记_一页一字不差() -> None:
    world = Known()
    full = {m.login: shown(m, world.wang) for m in (world.boss, world.ops, world.auditor)}
    assert "个人情况" in shown(world.hanmei, world.wang) and TOLD not in shown(world.hanmei, world.wang)
    kept, tie, unknown = ProfileEntry.rows.get(), KinTie.rows.get(), new_id()
    for member in (world.boss, world.ops, world.auditor):
        client = page_of(member)
        assert "个人情况" not in full[member.login]
        for name in ("edit", "reveal", "remove"):
            for method in (client.get, client.post):
                answers = [method(at(name, world.wang.pk, id)) for id in (kept.pk, unknown)]
                assert answers[0].status_code == answers[1].status_code, name
        cut = [client.post(at("cut_kin", world.wang.pk, id)).status_code for id in (tie.pk, unknown)]
        assert cut == [404, 404]
        assert client.post(at("new", world.wang.pk), entry()).status_code == 403
        assert client.post(at("draw_kin", world.wang.pk), {"other": str(world.liu.pk)}).status_code == 403
    Entry.rows.filter(field_class=3).delete()
    ProfileEntry.rows.all().delete()
    PersonKey.rows.all().delete()
    KinTie.rows.all().delete()
    assert full == {m.login: shown(m, world.wang) for m in (world.boss, world.ops, world.auditor)}


def test_经理看得到掩码_点不开(world: Customer) -> None:
    row = world.keep()
    section = shown(world.hanmei, world.wang).split('id="profile"')[1].split("</section>")[0]
    assert "••••••" in section and "本人同意" in section
    assert "查看" not in section and "谁看过" not in section and "年会上" not in section
    client = page_of(world.hanmei)
    for name in ("edit", "reveal", "remove"):
        assert client.post(at(name, world.wang.pk, row.pk), {"purpose": "看看"}).status_code == 403
    assert not Entry.rows.filter(kind="person.revealed").exists()


def test_导出_网页和_JSON_都是完整的(world: Customer) -> None:
    world.keep()
    client = page_of(world.lilei)
    assert client.get(at("report", world.wang.pk)).status_code == 200
    assert client.post(at("report", world.wang.pk), {"purpose": ""}).status_code == 422
    told = client.post(at("report", world.wang.pk), {"purpose": ASKED, "format": "json"})
    assert "attachment" in told["Content-Disposition"]
    sections = json.loads(told.content)["sections"]
    assert {"person", "post", "profile_entry"} <= {one["key"] for one in sections}
    html = client.post(at("report", world.wang.pk), {"purpose": ASKED, "format": "html"}).content.decode()
    assert (
        "谁看过个人敏感信息" in html
        and TOLD in html
        and "13911112222" in html
        and html.startswith("<!doctype html>")
    )
    assert page_of(world.wangfang).get(at("report", world.wang.pk)).status_code == 404
    assert page_of(world.ops).get(at("report", world.wang.pk)).status_code == 403


def test_删除_先看清楚_再照抄姓名_顺手存下文件(world: Customer) -> None:
    world.keep()
    client = page_of(world.hanmei)
    form = client.get(at("erase", world.wang.pk)).content.decode()
    assert "会删掉的" in form and "操作日志" in form and "合同、发票、回款" in form
    wish = {"reason": ASKED, "confirm": "王建", "report": "1"}
    wrong = client.post(at("erase", world.wang.pk), wish)
    assert wrong.status_code == 422 and "一字不差" in wrong.content.decode()
    assert Person.rows.get(pk=world.wang.pk).name == "王建国"
    answer = client.post(at("erase", world.wang.pk), {**wish, "confirm": "王建国"}).content.decode()
    file = re.search(r'href="data:text/html;charset=utf-8;base64,([^"]+)"', answer)
    assert file and "13800138000" in base64.b64decode(file[1]).decode()
    assert "王建国" not in client.get(reverse("people:show", args=[world.wang.pk])).content.decode()
    assert client.get(at("erase", world.wang.pk)).status_code == 403
    assert page_of(world.lilei).get(at("erase", world.liu.pk)).status_code == 403
