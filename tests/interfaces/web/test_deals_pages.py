"""The views of deals: who sees which, what an empty one says, how the board and the table are narrowed."""

from __future__ import annotations

import pytest

from tests.interfaces.web.deals_world import Deals
from tests.interfaces.web.page_world import browser

pytestmark = pytest.mark.django_db
VIEWS = ("", "list/", "calendar/?month=2026-12", "funnel/", "radar/", "new")


@pytest.fixture
def world() -> Deals:
    return Deals()


def read(world: Deals, who: str, rest: str) -> str:
    answer = browser(getattr(world, who)).get(f"/deals/{rest}")
    assert answer.status_code == 200, rest
    return answer.content.decode()


@pytest.mark.parametrize("rest", VIEWS)
def test_every_view_opens_for_who_sells(world: Deals, rest: str) -> None:
    read(world, "lilei", rest)


@pytest.mark.parametrize("rest", VIEWS)
@pytest.mark.parametrize("who", ["security", "admin", "finance"])
def test_who_sees_no_deals_is_refused(world: Deals, who: str, rest: str) -> None:
    assert browser(getattr(world, who)).get(f"/deals/{rest}").status_code == 403


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_every_view_speaks_the_readers_language(world: Deals, language: str) -> None:
    world.lilei.language = language
    world.lilei.save()
    client = browser(world.lilei)
    for rest in (*VIEWS, f"{world.deal.pk}/", f"{world.deal.pk}/details/", f"{world.deal.pk}/history/"):
        assert client.get(f"/deals/{rest}").status_code == 200


def test_the_board_shows_ones_own_deals_first(world: Deals) -> None:
    """看板默认只放自己的商机；要看部门的，点一下就是另一个网址."""
    mine = read(world, "lilei", "")
    assert "智能客服二期" in mine and "热线升级" not in mine
    assert "热线升级" in read(world, "hanmei", "?held=department")
    assert "航班通知" not in read(world, "hanmei", "?held=department")
    assert "航班通知" in read(world, "boss", "?all=1")


def test_the_board_has_the_nine_stages_and_a_choice_of_them_for_phones(world: Deals) -> None:
    page = read(world, "lilei", "")
    assert page.count('class="ka-lane"') == 9 and page.count("<option value=") >= 9
    assert "寻找商机" in page and "收款" in page and "data-now" in page


def test_cards_can_be_moved_by_who_may_and_by_keyboard(world: Deals) -> None:
    page = read(world, "lilei", "")
    assert f'data-moves="{world.place()}"' in page and "data-lift" in page
    assert "data-moves" not in read(world, "auditor", "?all=1")


def test_the_table_filters_by_stage_and_knows_its_name(world: Deals) -> None:
    page = read(world, "lilei", "list/?stage=seek")
    assert "智能客服二期" in page and "寻找商机" in page
    assert "智能客服二期" not in read(world, "lilei", "list/?stage=judge")


def test_the_calendar_shows_what_is_to_be_signed(world: Deals) -> None:
    assert "智能客服二期" in read(world, "lilei", "calendar/?month=2026-12")
    assert "智能客服二期" not in read(world, "lilei", "calendar/?month=2027-03")
    read(world, "lilei", "calendar/?month=nonsense")


def test_empty_views_teach_the_first_step(world: Deals) -> None:
    assert "先记下来，再判断它成不成立" in read(world, "presales", "")
    assert "填上预计签订日" in read(world, "lilei", "calendar/?month=2031-01")


def test_the_account_has_a_tab_with_its_deals(world: Deals) -> None:
    place = f"/accounts/{world.bank_account.pk}/deals/"
    page = browser(world.lilei).get(place).content.decode()
    assert "智能客服二期" in page and f"/deals/new?account={world.bank_account.pk}" in page
    assert browser(world.zhaoqiang).get(place).status_code == 404
    assert browser(world.finance).get(place).status_code == 403


def test_a_deal_is_begun_with_customer_and_name(world: Deals) -> None:
    client = browser(world.lilei)
    page = client.get(f"/deals/new?account={world.bank_account.pk}").content.decode()
    assert "蓝海银行股份有限公司" in page
    answer = client.post("/deals/new", {"account": str(world.bank_account.pk), "name": "质检项目"})
    assert answer.status_code == 302
    assert "质检项目" in client.get(answer["Location"]).content.decode()


def test_a_deal_without_a_name_keeps_what_was_typed(world: Deals) -> None:
    answer = browser(world.lilei).post(
        "/deals/new", {"account": str(world.bank_account.pk), "amount": "880000"}
    )
    assert answer.status_code == 422 and "880000" in answer.content.decode()


def test_nobody_begins_a_deal_at_a_customer_out_of_sight(world: Deals) -> None:
    answer = browser(world.zhaoqiang).post(
        "/deals/new", {"account": str(world.bank_account.pk), "name": "抢单"}
    )
    assert answer.status_code in (403, 404, 422)


def test_the_method_in_force_can_be_read_by_everybody(world: Deals) -> None:
    page = browser(world.admin).get("/playbook/").content.decode()
    assert "判断商机" in page and "预算是多少？哪一年的？谁批的？" in page and "不能豁免" in page
