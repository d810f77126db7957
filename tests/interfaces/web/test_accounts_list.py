"""The list of customers: scope, saved views, filters, columns, paging, bulk work."""

from __future__ import annotations

import pytest

from keyaccount.records.accounts.models import Account
from keyaccount.records.org.models import SavedView
from tests.cast import acting
from tests.interfaces.web.page_world import HTMX, World, browser, entries, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def names(page: str) -> set[str]:
    return {
        name
        for name in ("蓝海银行股份有限公司", "青禾电器有限公司", "北辰航空服务有限公司", "远帆物流有限公司")
        if name in page
    }


def listed(world: World, who: str, query: str = "") -> str:
    answer = browser(getattr(world, who)).get(f"/accounts/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_sees_their_own_scope_and_nothing_pooled(world: World) -> None:
    assert names(listed(world, "lilei")) == {"蓝海银行股份有限公司"}
    assert names(listed(world, "hanmei")) == {"蓝海银行股份有限公司", "青禾电器有限公司"}
    assert names(listed(world, "boss")) == {
        "蓝海银行股份有限公司",
        "青禾电器有限公司",
        "北辰航空服务有限公司",
    }
    assert names(listed(world, "presales")) == set()


@pytest.mark.parametrize("who", ["security", "admin"])
def test_who_sees_no_business_data_is_refused(world: World, who: str) -> None:
    assert browser(getattr(world, who)).get("/accounts/").status_code == 403


def test_strangers_are_sent_to_sign_in(world: World, client: object) -> None:
    answer = client.get("/accounts/?owner=me")  # type: ignore[attr-defined]
    assert answer.status_code == 302 and "next=" in answer["Location"]


def test_filters_stand_in_the_address_and_as_chips(world: World) -> None:
    page = listed(world, "hanmei", "?seats__gte=1000")
    assert names(page) == {"蓝海银行股份有限公司"}
    assert "≥ 1000" in page
    assert names(listed(world, "hanmei", f"?owner={world.wangfang.pk}")) == {"青禾电器有限公司"}


def test_empty_filters_of_a_form_are_left_out(world: World) -> None:
    assert names(listed(world, "hanmei", "?seats__gte=&status=&q=")) == {
        "蓝海银行股份有限公司",
        "青禾电器有限公司",
    }


def test_a_filter_that_cannot_be_used_is_told(world: World) -> None:
    for query in ("?nonsense=1", "?seats__gte=viel", "?sort=note", "?cursor=broken"):
        answer = browser(world.lilei).get(f"/accounts/{query}")
        assert answer.status_code == 422 and "蓝海银行" not in answer.content.decode()


def test_columns_come_from_the_address_and_unreadable_ones_are_left_out(world: World) -> None:
    page = listed(world, "lilei", "?columns=website,owner,secret")
    assert "网址" in page and 'data-col="seats"' not in page
    assert 'data-col="seats"' not in listed(world, "finance", "?columns=seats,name")


def test_the_search_box_narrows(world: World) -> None:
    assert names(listed(world, "hanmei", "?q=青禾")) == {"青禾电器有限公司"}


def test_paging_goes_on_and_comes_back(world: World) -> None:
    first = listed(world, "hanmei", "?limit=1&sort=name")
    assert "第 1–1 条，共 2" in first and "cursor=" in first


def test_department_tab_and_archived_tab_only_for_who_may(world: World) -> None:
    Account.rows.filter(pk=world.appliances.pk).update(archived_at=world.appliances.created_at)
    assert names(listed(world, "hanmei", "?held=department")) == {"蓝海银行股份有限公司"}
    assert names(listed(world, "hanmei", "?archived=1")) == {"青禾电器有限公司"}
    assert names(listed(world, "wangfang", "?archived=1")) == set()
    assert "已归档" not in listed(world, "wangfang")


def test_views_are_kept_shown_and_forgotten(world: World) -> None:
    client = browser(world.lilei)
    here = {"HX-Current-URL": "http://testserver/accounts/?seats__gte=100&cursor=x&at=51", **HTMX}
    answer = client.post("/accounts/views", {"name": "大坐席"}, headers=here)
    assert answer.status_code == 204 and answer["HX-Redirect"] == "/accounts/?seats__gte=100"
    view = SavedView.rows.get()
    assert (view.query, view.page, view.member_id) == ("seats__gte=100", "accounts", world.lilei.pk)
    assert "大坐席" in listed(world, "lilei") and "大坐席" not in listed(world, "wangfang")
    assert browser(world.wangfang).post(f"/accounts/views/{view.pk}/forget").status_code == 404
    assert client.post(f"/accounts/views/{view.pk}/forget", headers=here).status_code == 204
    assert not SavedView.rows.exists()


def test_a_view_needs_a_name(world: World) -> None:
    answer = browser(world.lilei).post("/accounts/views", {"name": " "}, headers=HTMX)
    assert answer.status_code == 422 and not SavedView.rows.exists()


def test_the_chooser_puts_columns_into_the_address(world: World) -> None:
    headers = {"Referer": "http://testserver/accounts/?status=active&cursor=x"}
    answer = browser(world.lilei).post("/accounts/columns", {"columns": ["seats", "owner"]}, headers=headers)
    assert answer["Location"] == "/accounts/?status=active&columns=name,seats,owner"


def test_the_filter_panel_holds_what_is_filtered(world: World) -> None:
    headers = {"HX-Current-URL": f"http://testserver/accounts/?owner={world.lilei.pk}&seats__gte=7", **HTMX}
    page = browser(world.lilei).get("/accounts/filters", headers=headers).content.decode()
    assert "李雷" in page and 'value="7"' in page and "更多条件" in page


def test_bulk_transfer_and_release(world: World) -> None:
    client, ids = browser(world.hanmei), [str(world.bank_account.pk), str(world.appliances.pk)]
    assert "青禾电器有限公司" in client.get("/accounts/bulk/transfer", {"ids": ids}).content.decode()
    assert (
        client.post("/accounts/bulk/transfer", {"ids": ids, "to": str(world.wangfang.pk)}).status_code == 204
    )
    assert Account.rows.filter(owner=world.wangfang).count() == 2
    answer = client.post("/accounts/bulk/release", {"ids": ids, "reason": ""})
    assert answer.status_code == 422 and "退回的原因" in answer.content.decode()
    assert client.post("/accounts/bulk/release", {"ids": ids, "reason": "不再跟进"}).status_code == 204
    assert Account.rows.filter(owner=None).count() == 3


def test_bulk_work_beyond_ones_rights_changes_nothing(world: World) -> None:
    before = entries()
    ids = [str(world.bank_account.pk)]
    assert (
        browser(world.lilei)
        .post("/accounts/bulk/transfer", {"ids": ids, "to": str(world.wangfang.pk)})
        .status_code
        == 403
    )
    assert (
        browser(world.wangfang).post("/accounts/bulk/release", {"ids": ids, "reason": "x"}).status_code == 404
    )
    assert entries() == before and Account.rows.get(pk=world.bank_account.pk).owner_id == world.lilei.pk


def test_tags_in_bulk_keep_the_old_ones_and_make_new_words(world: World) -> None:
    client, ids = browser(world.lilei), [str(world.bank_account.pk)]
    for tags in (["重点"], ["外呼", "重点"]):
        assert client.post("/accounts/bulk/tag", {"ids": ids, "tags": tags}).status_code == 204
    assert set(world.bank_account.tag_links.model.rows.values_list("tag__name", flat=True)) == {
        "重点",
        "外呼",
    }
    assert client.post("/accounts/bulk/tag", {"ids": ids}).status_code == 422


def test_the_number_of_queries_does_not_grow_with_the_rows(world: World) -> None:
    few = queries(browser(world.hanmei), "/accounts/?columns=name,owner,industry,parent,tags")
    for number in range(15):
        made = world.made(world.lilei, f"群岛第{number}号贸易有限公司", industry=str(world.bank.pk))
        Account.rows.filter(pk=made.pk).update(parent=world.appliances)
    assert queries(browser(world.hanmei), "/accounts/?columns=name,owner,industry,parent,tags") <= few + 1
    assert acting(world.hanmei).may("account.transfer")


ODD = (
    "\x00",
    "²",
    "9" * 5000,
    "'\"<script>",
    "\ud83d\ude00",
    "%",
    "\\",
    "../../etc",
    "null",
    "-1",
    "𠮷" * 300,
)


@pytest.mark.parametrize("odd", range(len(ODD)))
def test_odd_addresses_never_break_a_page(world: World, odd: int) -> None:
    client, text = browser(world.hanmei), ODD[odd].encode("utf-16", "surrogatepass").decode("utf-16")
    base = f"/accounts/{world.bank_account.pk}/"
    for path, names in {
        "/accounts/": (
            "q",
            "sort",
            "cursor",
            "at",
            "limit",
            "columns",
            "seats__gte",
            "owner",
            "status",
            "held",
            "archived",
            "x",
        ),
        "/pools/": ("q", "pool"),
        "/accounts/new/check": ("name", "credit_code"),
        "/accounts/pareto/": ("measure", "months"),
        f"{base}timeline/": ("q", "kind", "cursor"),
        f"{base}merge/": ("other",),
        f"{base}people/new": ("unit", "function"),
        "/lookups/records/account": ("q",),
        "/lookups/records/member": ("q",),
        "/lookups/regions": ("parent",),
    }.items():
        for name in names:
            assert client.get(path, {name: text}).status_code < 500, (path, name)
    for path, typed in {
        "/accounts/new": {"name": text, "headcount": text, "region": text},
        f"{base}fields/seats": {"seats": text, "version": text, "seen": "1"},
        f"{base}facts/budget": {"text": text, "source": text, "observed_on": text},
        f"{base}note": {"text": text, "happened_at": text, "person_id": text},
        f"{base}judge/": {"value.seats": text, "value.position": text, "evidence.position": text},
        f"{base}address/new": {"street": text, "region": text, "kind": text},
        "/accounts/bulk/transfer": {"ids": text, "to": text},
        "/accounts/views": {"name": text},
    }.items():
        assert client.post(path, typed).status_code < 500, path
